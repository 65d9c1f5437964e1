"""REST face of the room plan."""

from ninja import Router

router = Router()
