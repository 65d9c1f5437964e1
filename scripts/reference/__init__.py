"""The reference part of the documentation, written from code and data; none of it is committed.

`pages()` needs Django to be set up. A path is relative to the folder of the documentation; those that end
with `.zh.md` are the Chinese pages.
"""

from reference import api, cli, indicators, launch_checks, practices, refusals, settings, tables

PARTS = (cli, api, tables, practices, indicators, launch_checks, settings, refusals)


def pages() -> dict[str, str]:
    """Every page by its path."""
    return {f"reference/{name}": text for part in PARTS for name, text in part.pages().items()}
