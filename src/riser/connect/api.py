"""REST face of the room connect."""

from ninja import Router

router = Router()
