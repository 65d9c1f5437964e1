"""REST face of the room assess."""

from ninja import Router

router = Router()
