"""An appraiser for Northwind, and an appraisal with something to decide."""

from datetime import datetime

from cast import NOW, Cast
from riser.assess.actions import open_appraisal
from riser.assess.appraised import Sitting
from riser.assess.tests.records import AS_OF, Room
from riser.foundation.actions import add_member
from riser.foundation.models import AuditEvent, Member
from riser.foundation.queries import actor_by_email
from riser.foundation.roles import Act, Face, Role

MIXED = ("FM", "FM", "LM", "FM", "DM")  # LM or PM may be judged
WHY = "The one that failed was stopped on its second day."


def hire(cast: Cast, name: str, role: Role) -> Member:
    """One more member of Northwind."""
    email = f"{name.lower()}@northwind.example"
    member = add_member(cast.northwind.act("system"), email=email, role=role, name=name)
    cast.northwind.members[name] = member
    return member


def appraiser(cast: Cast, *, now: datetime = NOW) -> Act:
    """What Nora does; she is hired where she is not there yet."""
    if "Nora" not in cast.northwind.members:
        hire(cast, "Nora", Role.APPRAISER)
    actor = actor_by_email(cast.id, cast.user("Nora").user.email)
    return Act(organisation_id=cast.id, actor=actor, face=Face.WEB, now=now)


def opened(cast: Cast, room: Room, *codes: str, practice: str = "BUD 2.1", leave: str = "BUD") -> Sitting:
    """An appraisal in whose scope lies one area, with these characterisations of one of its practices."""
    from riser.assess import library

    room.rate(practice, *codes)
    others = {one.code: "not ours" for one in library.model().areas if one.practices and one.code != leave}
    return open_appraisal(appraiser(cast), as_of=AS_OF, left_out=others, sponsor="Board")


def events(verb: str) -> list[AuditEvent]:
    """The audit events of appraisals with this verb."""
    return list(AuditEvent.objects.filter(case_kind="appraisal", verb=verb))
