"""Fixtures of this room."""

from riser.assess.tests.records import room

__all__ = ["room"]
