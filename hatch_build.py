"""Builds browser assets and translations into the package. Filled in by the frontend."""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class AssetsBuildHook(BuildHookInterface):
    """Runs before every wheel and sdist."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Nothing yet."""
