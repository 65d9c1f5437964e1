"""Mappings of one's own, for files that Riser does not know."""

from datetime import datetime
from typing import Any

from ninja import Schema, Status

from riser.connect.actions import SEE, keep_mapping, remove_mapping
from riser.connect.api.door import router
from riser.connect.commands.mappings import mapping_json
from riser.connect.queries.mappings import own_mappings
from riser.foundation.bodies import Body
from riser.foundation.roles import require
from riser.foundation.web import RiserRequest


class MappingOut(Schema):
    """A mapping that is kept: its source, and its YAML."""

    slug: str
    name: str
    by: str
    at: datetime
    text: str


class MappingIn(Body):
    """A mapping as YAML; its source is the one it names."""

    text: str


@router.get("/mappings", response=list[MappingOut])
def list_mappings(request: RiserRequest) -> Any:
    """Every mapping that is kept."""
    require(request.act, SEE)
    return [mapping_json(one) for one in own_mappings(request.act.organisation_id)]


@router.put("/mappings", response=MappingOut)
def put_mapping(request: RiserRequest, given: MappingIn) -> Any:
    """Keeps a mapping: its files are recognised from now on."""
    return mapping_json(keep_mapping(request.act, given.text))


@router.delete("/mappings/{mapping}", response={204: None})
def delete_mapping(request: RiserRequest, mapping: str) -> Any:
    """Forgets a mapping; what was loaded by it stays."""
    remove_mapping(request.act, mapping)
    return Status(204, None)
