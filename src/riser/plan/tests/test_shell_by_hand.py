"""The shell does what the pages do, reads as strictly, and refuses in the same words."""

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from click.testing import CliRunner

from cast import Cast
from riser.foundation.models import AuditEvent
from riser.plan.commands import plan as command
from riser.plan.models import BudgetLine, Campaign, Link, PlatformLink, Request, Requirement

Run = Callable[..., str]


@pytest.fixture
def run(cast: Cast) -> Run:
    """A command as Cleo, or as somebody else; its output, after the exit code was checked."""

    def do(*words: str, who: str = "Cleo", exit_code: int = 0) -> str:
        email = cast.user(who).user.email
        result = CliRunner().invoke(command, [*words, "--as", email, "--org", "northwind"])
        assert result.exit_code == exit_code, result.output
        return result.output

    return do


def row(run: Run) -> Any:
    """The campaign Spring as JSON."""
    return json.loads(run("show", "Spring", "--json"))


def test_everything_is_made_changed_and_taken_off(run: Run) -> None:
    goal = run("new", "objective", "name=Orders", "target=1,500", "due=2026-06-30").split()[-1]
    run("new", "campaign", "name=Spring", "start=2026-03-01", "end=2026-03-31", f"objective={goal}")
    mine = ("--campaign", "Spring")
    run("new", "requirement", *mine, "metric=CPA", "operator=<=", "bound=32", "unit=EUR")
    run("new", "cap", *mine, "amount=40,000", "currency=EUR", "from_day=2026-03-01", "to_day=2026-03-31")
    run("new", "key", *mine, "key=google_ads/1/c1", f"requirement={Requirement.objects.get().pk}")
    run("new", "link", *mine, "url=https://a.example")
    run("new", "role", *mine, "role=analyst", "name=Vera")
    run("set", "campaign", "Spring", "owner=Bob", "class=M", "channels=search; social", "--based-on", "1")
    run("set", "cap", str(BudgetLine.objects.get().pk), "amount=41000 EUR")
    run("set", "key", str(PlatformLink.objects.get().pk), "to_day=2026-03-20", "requirement=")
    run("set", "link", str(Link.objects.get().pk), "url=https://b.example")
    shown = row(run)
    assert (shown["owner"], shown["class"], shown["objective"]) == ("Bob", "M", "Orders")
    assert [one["amount"] for one in shown["budget_lines"]] == ["41000.00"]
    assert shown["keys"][0]["requirement_id"] is None
    assert [one["name"] for one in shown["roles"]] == ["Vera"]
    for kind, name in (
        ("requirement", "requirements"),
        ("cap", "budget_lines"),
        ("key", "keys"),
        ("link", "links"),
        ("role", "roles"),
    ):
        run("remove", kind, str(shown[name][0]["id"]))
    after = row(run)
    assert [after[name] for name in ("requirements", "budget_lines", "keys", "links", "roles")] == [[]] * 5
    assert set(AuditEvent.objects.filter(verb__startswith="remove").values_list("face", flat=True)) == {"cli"}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("set", "campaign", "Spring", "start=03/04/26"), "start"),
        (("set", "campaign", "Spring", "mood=good"), "Write one of"),
        (("set", "campaign", "Winter", "owner=Bob"), "no campaign “Winter”"),
        (("set", "requirement", "x", "bound=3"), "is no id"),
        (("new", "requirement", "metric=CPA"), "--campaign"),
        (("new", "cap", "--campaign", "Spring", "amount=22.000", "currency=EUR"), "22.000"),
        (("new", "link", "--campaign", "Spring", "requirement=1"), "Add url=…"),
        (("assign", "days", "soon", "Spring"), "by how many days"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_write(
    run: Run, words: tuple[str, ...], says: str
) -> None:
    run("new", "campaign", "name=Spring")
    before = AuditEvent.objects.count()
    assert says in run(*words, exit_code=2)
    assert AuditEvent.objects.count() == before


def test_two_people_at_one_record_end_with_exit_2_and_both_texts(run: Run) -> None:
    run("new", "campaign", "name=Spring", "audience=gardeners")
    run("set", "campaign", "Spring", "audience=bakers", who="Bob")
    said = run("set", "campaign", "Spring", "audience=cooks", "--based-on", "1", exit_code=2)
    assert "Bob changed this meanwhile" in said
    assert "You wrote “cooks”; “bakers” stands there now" in said


def test_many_at_once_copies_and_the_archive(run: Run) -> None:
    for name in ("Spring", "Summer"):
        run("new", "campaign", f"name={name}", "start=2026-03-01")
    run("assign", "owner", "Bob", "Spring", "Summer")
    run("assign", "days", "7", "Spring")
    run("copy", "Spring", "--name", "Autumn", "--start", "2026-09-01")
    run("archive", "Spring", "Summer")
    run("restore", "Summer")
    found = {one.name: (one.owner, str(one.start), one.archived_at is None) for one in Campaign.objects.all()}
    assert found == {
        "Spring": ("Bob", "2026-03-08", False),
        "Summer": ("Bob", "2026-03-01", True),
        "Autumn": ("Bob", "2026-09-01", True),
    }
    told = json.loads(run("recent", "--since", "2020-01-01", "--json", who="Alice"))["rows"]
    assert {one["what"] for one in told} >= {"Campaign copied from another one", "Campaign brought back"}
    assert json.loads(run("pacing", "--json"))["rows"] == []
    assert "Spring" not in run("objectives")


def test_a_request_is_filed_and_decided(cast: Cast, run: Run) -> None:
    run("new", "campaign", "name=Newsletter")
    run("new", "request", "title=A banner", "hours=6", "amount=900", "currency=EUR", who="Vera")
    (asked,) = json.loads(run("requests", "--json"))["rows"]
    pk = str(asked["id"])
    run("set", "request", pk, "hours=7", who="Vera")
    assert "may not decide on requests for work" in run("decide", pk, "accept", exit_code=2)
    run("decide", pk, "displace", "--displaces", "Newsletter", who="Bob")
    made = Request.objects.get()
    assert (made.hours, made.state, made.decider_name) == (Decimal(7), "accepted", "Bob")
    assert made.displaced == Campaign.objects.get(name="Newsletter")


def test_a_guest_is_let_in_and_taken_off(cast: Cast, run: Run, guest_of: Callable[[str], int]) -> None:
    run("new", "campaign", "name=Spring")
    member = guest_of("Gus")
    run("guest", "admit", "gus@agency.example", "Spring")
    assert [one["member"] for one in row(run)["guests"]] == [member]
    run("set", "campaign", "Spring", "audience=cooks", who="Gus")
    run("guest", "dismiss", "gus@agency.example", "Spring")
    run("show", "Spring", who="Gus", exit_code=2)
