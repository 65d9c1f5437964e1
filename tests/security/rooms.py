"""Something of every kind that an address can name, made by the product's own actions.

One function a room; each gives the ids that its addresses hold, by the names they have there. Where two rooms
use one name, it stands as `room.name`. A new address with a new id needs a line here.
"""

from contextlib import suppress
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from cast import NOW, PASSWORD, Cast
from riser.assess import actions as assess
from riser.assess.models import Judgement
from riser.connect.actions import Said, import_file, keep_connection, keep_mapping
from riser.connect.models import Account
from riser.connect.tests.boards import JIRA, csv_file, jira_row
from riser.connect.tests.test_own_mapping import OWN
from riser.foundation import actions as people
from riser.foundation import approvals, clock
from riser.foundation.attachments import attach_file
from riser.foundation.errors import Refused
from riser.foundation.evidence import Characterisation, RecordRef
from riser.foundation.jobs import enqueue
from riser.foundation.models import Member
from riser.foundation.notices import notify
from riser.foundation.registries import notices
from riser.foundation.roles import Act, Actor, Face, Role, Scope
from riser.launch import actions as launch
from riser.measure import actions as measure
from riser.measure.words import Decision, Result
from riser.plan import actions as plan
from riser.plan.words import RoleWord, Topic
from security.northwind import BARE_ACCOUNT, Records, fill

SECRET = "Secret Orchid"
CHECK = "rights_cleared"  # at the launch gate, signed by hand
TOLD = sorted(key for key, _kind in notices.items())[0]
# Beside the cast: whoever else may stand before a door of Northwind.
OTHERS = {
    "Adam": Role.ADMINISTRATOR,
    "Ivo": Role.APPRAISER,
    "Gus": Role.GUEST,  # on the campaign that all these records belong to
    "Gwen": Role.GUEST,  # on none
}
TODAY = clock.now()


def fill_all(cast: Cast, folder: Path) -> Records:
    """Northwind's records in every room; who may stand before a door is a member already."""
    members = admit(cast)
    records = fill(cast, folder, who="Alice", campaign=SECRET, spend="413.13")
    campaign = int(records.ids["campaign_id"])
    plan.admit_guest(now(cast, "Alice"), campaign_id=campaign, member_id=members["Gus"].pk)
    ids = records.ids | of_people(cast, campaign) | of_plan(cast, campaign) | of_work(cast)
    ids |= of_approvals(cast, campaign, int(records.ids["line_id"]))
    ids |= of_assess(cast, members["Ivo"], campaign, ids["attachment_id"])
    ids |= of_connect(cast, folder) | of_launch(cast, campaign)
    ids |= of_measure(cast, campaign, int(records.ids["requirement_id"]))
    return replace(records, ids=ids)


def admit(cast: Cast) -> dict[str, Member]:
    """The others, as members of Northwind."""
    machine = cast.northwind.act("system")
    return {
        name: people.add_member(
            machine, email=f"{name.lower()}@northwind.example", role=role, name=name, password=PASSWORD
        )
        for name, role in OTHERS.items()
    }


def now(cast: Cast, who: str) -> Act:
    """What this person does today: links and tokens must not be over before the test begins."""
    return cast.act(who, now=TODAY)


def of_people(cast: Cast, campaign: int) -> dict[str, str]:
    """An invitation, a token of Bob's, an attachment of Cleo's beside the campaign, and Lou who left."""
    act = now(cast, "Alice")
    issued = people.invite(act, email="dora@agency.example", role=Role.VIEWER)
    left = people.add_member(act, email="lou@northwind.example", role=Role.VIEWER, name="Lou")
    people.deactivate_member(act, member_id=left.pk)
    token = people.create_token(now(cast, "Bob"), name="Report", scope=Scope.READ, days=30)
    case = RecordRef("campaign", str(campaign))
    made = attach_file(now(cast, "Cleo"), case, name=f"{SECRET}.txt", content=b"secret of Northwind")
    return {
        "invitation_id": str(issued.id),
        "secret": issued.secret,
        "token_id": str(token.id),
        "attachment_id": str(made.id),
        "left_id": str(left.pk),
    }


def of_plan(cast: Cast, campaign: int) -> dict[str, str]:
    """A named role, a link, a request for work; a campaign and an objective put away, two that may be."""
    act = cast.act("Alice")
    role = plan.name_role(act, campaign_id=campaign, role=RoleWord.ANALYST, name="Cleo")
    link = plan.add_link(act, campaign_id=campaign, url="https://secret.example/orchid?utm_source=x")
    old = plan.create_campaign(act, name=f"Old {SECRET}")
    plan.archive_campaign(act, campaign_id=old.pk)
    bare = plan.create_campaign(act, name=f"Bare {SECRET}")
    asked = plan.file_request(act, title=f"Request for {SECRET}", purpose="to sell")
    gone = plan.create_objective(act, name=f"Old objective of {SECRET}")
    plan.archive_objective(act, objective_id=gone.pk)
    idle = plan.create_objective(act, name=f"Idle objective of {SECRET}")
    return {
        "role_id": str(role.pk),
        "link_id": str(link.pk),
        "plan.request_id": str(asked.pk),
        "archived_id": str(old.pk),
        "bare_id": str(bare.pk),
        "archived_objective_id": str(gone.pk),
        "idle_objective_id": str(idle.pk),
    }


def of_work(cast: Cast) -> dict[str, str]:
    """A job and a notice of Alice's."""
    act = now(cast, "Alice")
    job = enqueue(act, "foundation.clear", {})
    [notice] = notify(act, kind=TOLD, to=[cast.user("Alice").pk], text=f"About {SECRET}", url="/plan/")
    return {"job_id": str(job), "notice_id": str(notice)}


def of_approvals(cast: Cast, campaign: int, line: int) -> dict[str, str]:
    """A plan approved by Bob and changed since, with a change request; a cap that waits; a threshold."""
    alice, bob = now(cast, "Alice"), now(cast, "Bob")
    plan.approve(bob, campaign_id=campaign, topic=Topic.PLAN)
    plan.update_campaign(alice, campaign_id=campaign, audience="gardeners")
    case = RecordRef("campaign", str(campaign))
    change = approvals.ask_change(alice, case, topic="plan", reason=f"More of {SECRET}")
    cap = RecordRef("budget_line", str(line))
    asked = approvals.submit(alice, cap, topic="cap", title=f"Cap of {SECRET}", url="/plan/")
    rule = approvals.set_threshold(
        alice, topic="cap", from_amount=Decimal(5000), currency="EUR", roles=[Role.MANAGER]
    )
    return {
        "approvals.request_id": str(asked.pk),
        "approval_request_id": str(asked.pk),
        "change_id": str(change.pk),
        "threshold_id": str(rule.pk),
    }


def of_assess(cast: Cast, appraiser: Member, campaign: int, attachment: str) -> dict[str, str]:
    """An open appraisal with one override, and a question to a colleague about what Cleo attached."""
    ivo = Act(cast.id, Actor(appraiser.pk, "Ivo", Role.APPRAISER), Face.WEB, TODAY)
    sitting = assess.open_appraisal(ivo, as_of=NOW.date())
    judged = _overridden(ivo, sitting.id, f"campaign:{campaign}")
    asked = assess.ask_affirmation(
        now(cast, "Cleo"), of=cast.user("Bob").pk, record=RecordRef("attachment", attachment)
    )
    return {
        "appraisal_id": str(sitting.id),
        "judgement_id": str(judged.pk),
        "affirmation_id": str(asked.pk),
    }


def _overridden(act: Act, appraisal: int, instance: str) -> Judgement:
    """The instance called other than computed, whatever was computed."""
    for value in (Characterisation.FM, Characterisation.DM):
        with suppress(Refused):
            return assess.override(
                act, appraisal, practice="REQ 2.1", instance=instance, value=value, reason=f"Seen of {SECRET}"
            )
    raise AssertionError("neither value could be overridden")


def of_connect(cast: Cast, folder: Path) -> dict[str, str]:
    """A work item of a board, the account of the exports, a connection, a mapping of one's own."""
    import_file(cast.act("Alice"), csv_file(folder / "board.csv", JIRA, [jira_row("MKT-1", Summary=SECRET)]))
    account = Account.objects.get(organisation_id=cast.id, account=BARE_ACCOUNT)
    kept = keep_connection(cast.act("Alice"), Said("meta_ads", "4102", secret=SECRET))
    return {
        "account_id": str(account.pk),
        "source": "jira",
        "item_id": "MKT-1",
        "connection_id": str(kept.id),
        "mapping": keep_mapping(cast.act("Alice"), OWN.replace("Pigeon Post", SECRET)).slug,
    }


def of_launch(cast: Cast, campaign: int) -> dict[str, str]:
    """A waived check, a launch that was declined and is asked for again; the code of a check."""
    waiver = launch.waive(
        now(cast, "Alice"), campaign_id=campaign, code=CHECK, why=f"Without {SECRET}", until=TODAY.date()
    )
    launch.ask_go(now(cast, "Cleo"), campaign_id=campaign)
    declined = launch.decide_go(now(cast, "Bob"), campaign_id=campaign, go=False, comment="not yet")
    launch.ask_go(now(cast, "Cleo"), campaign_id=campaign)
    return {
        "waiver_id": str(waiver.pk),
        "decision_id": str(declined.pk),
        "launch.code": CHECK,
        "launch.kind": "launch_waiver",
        "record_id": str(waiver.pk),
        "campaign_class": "M",
    }


def of_measure(cast: Cast, campaign: int, requirement: int) -> dict[str, str]:
    """A checkpoint, and a verdict on the requirement."""
    act = now(cast, "Alice")
    read = measure.record_checkpoint(
        act, campaign_id=campaign, data_day=date(2026, 2, 20), decision=Decision.CONTINUE, note=SECRET
    )
    outcome = measure.Outcome(
        Result.MET, Decimal(20), 900, "CPA", date(2026, 2, 10), date(2026, 2, 28), "shop", SECRET
    )
    given = measure.give_verdict(act, requirement_id=requirement, outcome=outcome)
    return {"checkpoint_id": str(read.pk), "verdict_id": str(given.pk)}
