"""What every JSON body that the API takes has in common."""

from ninja import Schema
from pydantic import ConfigDict


class Body(Schema):
    """A JSON body with the described fields and no other: a misspelt one is refused, not passed over."""

    model_config = ConfigDict(extra="forbid")
