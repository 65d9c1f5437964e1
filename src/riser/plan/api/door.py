"""The router that the modules of this face hang their operations on."""

from ninja import Router

router = Router()
