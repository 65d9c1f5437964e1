"""The router of this room, and who may read."""

from ninja import Router

from riser.assess.views.way import SEE_PROFILE
from riser.foundation.roles import Act, require
from riser.foundation.web import RiserRequest

router = Router()


def reader(request: RiserRequest) -> Act:
    """The act of somebody who may see the profile. Raises NotPermitted."""
    require(request.act, SEE_PROFILE)
    return request.act
