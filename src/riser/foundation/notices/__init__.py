"""Notices: what a member is told, in the app and by e-mail. Rooms register kinds and call `notify`."""

from riser.foundation.notices.telling import notify

__all__ = ["notify"]
