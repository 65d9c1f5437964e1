"""Two approvers at the same moment, each a process, on both databases: one approval comes of it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.riser import RISER
from test_worker import database

HOUSE = """
import json, sys, time
from pathlib import Path
from riser.foundation.shell import make_act, start_django
start_django()
from riser.foundation import actions as people, approvals
from riser.foundation.errors import RiserError
from riser.foundation.models import Approval, ApprovalRequest, ChangeRequest, FrozenRecord
from riser.foundation.roles import Role
from riser.plan import actions as plan
from riser.plan.words import Topic

def act(name=""):
    return make_act(email=f"{name}@two.example" if name else "", slug="")
"""
FILL = (
    HOUSE
    + """
for name, role in (("ann", Role.MANAGER), ("ben", Role.MANAGER), ("eva", Role.CONTRIBUTOR)):
    people.add_member(act(), email=f"{name}@two.example", name=name, role=role)
first = plan.create_campaign(act("eva"), name="Asked for")
(request,) = plan.submit(act("eva"), campaign_id=first.pk)
second = plan.create_campaign(act("eva"), name="In one step")
third = plan.create_campaign(act("eva"), name="Changed")
plan.approve(act("ann"), campaign_id=third.pk, topic=Topic.PLAN)
plan.update_campaign(act("eva"), campaign_id=third.pk, audience="other")
change = plan.ask_change(act("eva"), campaign_id=third.pk, reason="why")
print(json.dumps({"request": request.pk, "step": second.pk, "change": change.pk}))
"""
)
DECIDE = (
    HOUSE
    + """
what, pk, who, gate = sys.argv[1], int(sys.argv[2]), sys.argv[3], Path(sys.argv[4])
me = act(who)
(gate / who).touch()
while not (gate / "open").exists():
    time.sleep(0.001)
try:
    if what == "request":
        approvals.approve_request(me, pk)
    elif what == "step":
        plan.approve(me, campaign_id=pk, topic=Topic.PLAN)
    else:
        approvals.decide_change(me, pk, agree=True)
except RiserError as refused:
    print(refused)
    sys.exit(2)
"""
)
COUNT = (
    HOUSE
    + """
print(json.dumps({
    "request": Approval.objects.filter(request__isnull=False).count(),
    "step": Approval.objects.filter(record_id=sys.argv[1]).count(),
    "change": ChangeRequest.objects.exclude(baseline=None).count(),
}))
"""
)


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def house(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, str]]:
    """The environment of an installation with one organisation on each database."""
    home = tmp_path_factory.mktemp("two")
    with database(request.param) as environment:
        whole = environment | {"RISER_HOME": str(home), "PYTHONUNBUFFERED": "1", "LC_ALL": "C"}
        subprocess.run([RISER, "setup", "--non-interactive"], env=whole, check=True)
        yield whole


def python(code: str, environment: dict[str, str], *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code, *words], env=environment, check=True, capture_output=True, text=True
    )
    return done.stdout


def at_once(environment: dict[str, str], gate: Path, what: str, pk: int) -> list[tuple[int, str]]:
    """Exit code and words of two deciders who begin at the same moment."""
    gate.mkdir()
    both = [
        subprocess.Popen(
            [sys.executable, "-c", DECIDE, what, str(pk), who, str(gate)],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        for who in ("ann", "ben")
    ]
    while not all((gate / who).exists() for who in ("ann", "ben")):
        assert all(one.poll() is None for one in both), "a decider ended before the start"
    (gate / "open").touch()
    said = [one.communicate(timeout=120)[0] for one in both]
    return [(one.returncode, words) for one, words in zip(both, said, strict=True)]


def test_two_who_decide_at_once_leave_one_approval(house: dict[str, str], tmp_path: Path) -> None:
    ids = json.loads(python(FILL, house))
    for what in ("request", "step", "change"):
        answers = sorted(at_once(house, tmp_path / what, what, ids[what]))
        assert [code for code, _words in answers] == [0, 2], (what, answers)
        assert answers[1][1].strip(), "who came second is told so"
    counts = json.loads(python(COUNT, house, str(ids["step"])))
    assert counts == {"request": 1, "step": 1, "change": 1}
