"""REST face of the room measure."""

from ninja import Router

router = Router()
