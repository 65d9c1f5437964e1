"""The door that the operations of this room hang on."""

from ninja import Router

router = Router()
