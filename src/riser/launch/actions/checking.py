"""Results of checks: what the machine finds, what a person signs."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from riser.foundation.attachments import attached_to
from riser.foundation.errors import NotPermitted, Problem, Refused
from riser.foundation.evidence import RecordRef
from riser.foundation.queries import people
from riser.foundation.roles import Act, require
from riser.foundation.storing import checked
from riser.launch.actions.keeping import campaign_at_gate, keep, open_launch, refuse_machine
from riser.launch.actions.permissions import CHECK_LAUNCHES
from riser.launch.lists import Line, check_list
from riser.launch.models import LaunchCheck
from riser.launch.queries.reading import AskedClaim, ClassState, Gate, read_gate
from riser.launch.rules.checks import MACHINE, OPEN_FIRST, Eve, Finding, eyes
from riser.launch.rules.gate import newest
from riser.launch.rules.parts import is_live, same
from riser.launch.sentences import says, several
from riser.launch.words import Kind, Result
from riser.plan.evidence.doors import preflights_of
from riser.plan.queries.standing import unreviewed
from riser.plan.queries.visible import CampaignCard, visible_ids
from riser.plan.rules.preflight import Preflight
from riser.ui.formats import listed


@dataclass(frozen=True, slots=True)
class Signing:
    """What a person says of a check: the result, what they saw, and where it can be seen."""

    result: Result
    note: str = ""
    evidence: str = ""
    item: str = ""
    url: str = ""
    creative: str = ""
    attachment_id: int | None = None


@transaction.atomic
def run_checks(act: Act, *, campaign_id: int) -> list[LaunchCheck]:
    """The results of the machine's checks that are new or came out otherwise than last time.

    A check that hangs on a changed requirement is stored again though it comes out the same.
    """
    require(act, CHECK_LAUNCHES)
    card = campaign_at_gate(act, campaign_id)
    launch, place = open_launch(act, card), _place(act, card)
    doubtful = {one.record for one in unreviewed(act, campaign_id)}
    found = ((code, MACHINE[code](place.eve)) for code in launch.blocking if code in MACHINE)
    return [
        _keep_finding(act, place, code, finding, blocking=launch.blocking[code])
        for code, finding in found
        if _is_news(place, code, finding)
        or any(
            RecordRef(Kind.CHECK, str(one.record)) in doubtful
            for one in place.gate.results(campaign_id, code)
        )
    ]


@transaction.atomic
def sign_check(act: Act, *, campaign_id: int, code: str, signing: Signing) -> LaunchCheck:
    """The result of one check as a person saw it, for one system or claim where the check has several.

    Raises Refused for a check that the list does not hold or that a machine can tell, a system or claim that
    the class does not name, a page that is not live, and a file that stood for another launch; NotPermitted
    for who is not entitled to the claim, and for the system.
    """
    require(act, CHECK_LAUNCHES)
    refuse_machine(act)
    card = campaign_at_gate(act, campaign_id)
    launch, place = open_launch(act, card), _place(act, card)
    line = _line(code, launch.blocking, place.campaign_class)
    if line.automatic:
        _refuse_known(place, line, signing)
    values = _of_each(act, place, line, signing) | _evidence(act, place, signing)
    if line.automatic:
        run_checks(act, campaign_id=campaign_id)  # what the machine could not tell stands before the tick
    return _keep(
        act,
        LaunchCheck(
            organisation_id=act.organisation_id,
            campaign_id=campaign_id,
            kind=code,
            result=signing.result,
            note=signing.note.strip(),
            blocking=launch.blocking[code],
            member_id=act.actor.member_id,
            member_name=act.actor.name,
            recorded_at=act.now,
            **values,
        ),
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an action happens: the gate, the plan, the class the campaign is held to."""

    gate: Gate
    plan: Preflight
    campaign_class: str
    state: ClassState

    @property
    def eve(self) -> Eve:
        """What the machine looks at."""
        fetched = self.gate.fetched.get(self.plan.campaign, {})
        return Eve(self.plan, self.gate.day, self.campaign_class, fetched)


def _place(act: Act, card: CampaignCard) -> _Place:
    today = act.now.date()
    gate = read_gate(act.organisation_id, today, act.now)
    plan = preflights_of(act.organisation_id, today, [card.id], visible_ids(act))[card.id]
    held = gate.class_of(card.id, plan.campaign_class)
    return _Place(gate, plan, held, gate.class_state(held, gate.day))


def _line(code: str, blocking: dict[str, bool], campaign_class: str) -> Line:
    line = check_list().lines.get(code)
    if line is None or code not in blocking:
        text = _("The list of class %(class)s has no check “%(code)s”. Take a code of the list.")
        problem = Problem(text % {"class": campaign_class, "code": code}, column="code")
        raise Refused(_("Nothing was stored. Some fields cannot be taken."), (problem,))
    return line


def _is_news(place: _Place, code: str, finding: Finding) -> bool:
    """Whether the machine finds something else than last time, or a tick no longer stands before it."""
    known = place.gate.results(place.plan.campaign, code)
    machine = newest(one for one in known if one.automatic)
    if machine is None or (machine.result, machine.why) != (finding.result, finding.why):
        return True
    last = newest(known)
    return last is not None and not last.automatic and eyes(place.eve, finding, known) is None


def _keep_finding(act: Act, place: _Place, code: str, finding: Finding, *, blocking: bool) -> LaunchCheck:
    records = " ".join(f"{record.kind}/{record.id}" for record in finding.records)
    return _keep(
        act,
        LaunchCheck(
            organisation_id=act.organisation_id,
            campaign_id=place.plan.campaign,
            kind=code,
            result=finding.result,
            why=finding.why,
            note=says(finding, place.eve)[:400],
            evidence=records[:500],
            automatic=True,
            blocking=blocking,
            member_id=act.actor.member_id,
            member_name=act.actor.name,
            recorded_at=act.now,
        ),
    )


def _keep(act: Act, row: LaunchCheck) -> LaunchCheck:
    checked(row).save()
    keep(act, Kind.CHECK, row, f"check {row.kind}"[:60], before=None, after=check_values(row))
    return row


def check_values(row: LaunchCheck) -> dict[str, Any]:
    """What a version of a result holds."""
    names = ("kind", "item", "result", "why", "note", "evidence", "url", "creative", "sha256")
    return {
        "campaign": row.campaign_id,
        "automatic": row.automatic,
        "blocking": row.blocking,
        **{name: str(getattr(row, name)) for name in names},
    }


def _refuse_known(place: _Place, line: Line, signing: Signing) -> None:
    """A tick never stands beside what a machine can read; where it cannot, only something to look at does."""
    finding = MACHINE[line.code](place.eve)
    if finding.result != Result.UNKNOWN:
        text = _("Riser looks at this itself: %(finding)s Change what it finds; a tick changes nothing.")
        raise Refused(text % {"finding": says(finding, place.eve)})
    if finding.why in OPEN_FIRST:
        raise Refused(says(finding, place.eve))
    if not signing.evidence.strip() and signing.attachment_id is None:
        problem = Problem(_("Say where it can be seen: a picture, a link, a ticket."), column="evidence")
        raise Refused(_("Nothing was stored. Some fields cannot be taken."), (problem,))


def _of_each(act: Act, place: _Place, line: Line, signing: Signing) -> dict[str, str]:
    """The fields of a result for one system or one claim; none for a plain check."""
    if line.each == "system":
        return _of_system(place, signing)
    if line.each == "claim":
        return _of_claim(act, place, signing)
    return {"url": signing.url.strip()}


def _of_system(place: _Place, signing: Signing) -> dict[str, str]:
    found = next((one for one in place.state.systems if same(signing.item, one.key, one.name)), None)
    if found is None:
        _refuse_item(_("receiving system"), signing.item, [one.name for one in place.state.systems])
        raise AssertionError
    landing = [link.url for link in place.plan.links]
    if not is_live(signing.url, landing):
        text = _("A test counts on the live page only. Give the address it was made on, as in: %(links)s")
        problem = Problem(text % {"links": several(landing) or "https://…"}, column="url")
        raise Refused(_("Nothing was stored. Some fields cannot be taken."), (problem,))
    return {"item": found.key, "url": signing.url.strip()}


def _of_claim(act: Act, place: _Place, signing: Signing) -> dict[str, str]:
    found = next((one for one in place.state.claims if same(signing.item, one.name)), None)
    if found is None:
        _refuse_item(_("claim"), signing.item, [one.name for one in place.state.claims])
        raise AssertionError
    _refuse_unentitled(act, found)
    if not signing.creative.strip():
        problem = Problem(_("Name the creative version that was read."), column="creative")
        raise Refused(_("Nothing was stored. Some fields cannot be taken."), (problem,))
    return {"item": found.name, "creative": signing.creative.strip()}


def _refuse_item(what: str, given: str, known: list[str]) -> None:
    text = _("The class names no %(what)s “%(given)s”. It names: %(known)s.")
    words = {"what": what, "given": given, "known": listed(known) or "–"}
    problem = Problem(text % words, column="item")
    raise Refused(_("Nothing was stored. Some fields cannot be taken."), (problem,))


def _refuse_unentitled(act: Act, claim: AskedClaim) -> None:
    if act.actor.member_id in claim.entitled:
        return
    names = [one.name for one in people(act.organisation_id) if one.member_id in claim.entitled]
    text = _("“%(claim)s” is approved by: %(names)s. Nobody else's signature counts.")
    raise NotPermitted(text % {"claim": claim.name, "names": listed(names) or "–"})


def _evidence(act: Act, place: _Place, signing: Signing) -> dict[str, str]:
    """Where it can be seen: as typed, or a file that is attached to the campaign."""
    if signing.attachment_id is None:
        return {"evidence": signing.evidence.strip()}
    record = RecordRef("campaign", str(place.plan.campaign))
    found = next((one for one in attached_to(act, record) if one.id == signing.attachment_id), None)
    if found is None:
        problem = Problem(_("This file is not attached to the campaign."), column="attachment_id")
        raise Refused(_("Nothing was stored. Some fields cannot be taken."), (problem,))
    at, used_for = place.gate.first_use.get(found.sha256, (act.now, place.plan.campaign))
    if used_for != place.plan.campaign and at <= act.now:
        text = _("%(name)s stood for another launch already, so it shows nothing of this one.")
        problem = Problem(text % {"name": found.name}, column="attachment_id")
        raise Refused(_("Nothing was stored. Some fields cannot be taken."), (problem,))
    return {"evidence": signing.evidence.strip() or found.name, "sha256": found.sha256}
