"""A campaign in the hands of four people: asked for, planned, sent back, approved, checked, waived, launched.

Its money and its work are imported afterwards, and the profile shows each step as evidence that opens to its
record. The same way is walked without scripts.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from browser.conftest import EMAIL
from browser.conftest import PASSWORD as ADMIN_PASSWORD
from browser.hands import PASSWORD, Office, Person
from riser.connect.tests.boards import JIRA, csv_file, jira_row
from riser.launch.tests.shops import Shop, certificate, open_shop
from services.riser import House, Installation

pytestmark = [pytest.mark.browser, pytest.mark.long]

NAME = "Balcony spring"
START_IN, LAST, LATER = 3, 20, 12  # days from the day on which the campaign is prepared
SPEND_DAYS = 8
PLATFORM_ID = "1122334455"
OBJECTIVE, SENT_BACK = "First-time buyers", "Gardeners where? Name the cities."
PROOF = "https://docs.example/proof"
REASON = "The photographer confirmed by telephone; the paper follows."

# Practice, what its page says of the campaign, the record behind it, what the page of that record says.
EVIDENCE = (
    ("PLN 2.4", "3 lead to a plan or a decided request", "Work item: Six ads", "Six ads"),
    ("PLN 2.4", "3 lead to a plan or a decided request", f"Request: {NAME}", "People with a balcony"),
    ("PLN 2.2", "Of 3 items due, 3 had one owner", "Work item: The page", "The page"),
    ("PLN 2.1", "Approved before the first spend", f"Campaign: {NAME}", f"{EMAIL} approved plan v"),
    ("BUD 2.1", "Cap approved before the first spend", "Cap: Cap of", "$9,000"),
    ("BUD 2.2", "Spend reached 22.2 % of the cap", "Cap: Cap of", "$2,000"),
    ("VER 2.1", "13 of 13 blocking checks stood", "Waiver:", REASON),
    ("VER 2.1", "Max gave the GO before the first spend", "Launch record:", "GO with waiver"),
    ("VER 2.1", "1 was waived", "for these channels and dates: Fail", "Cleo found it wrong"),
    ("VER 2.2", "ad platform: seen before the first spend", "A test conversion arrived", "web analytics"),
    ("DAT 2.1", "of the spend runs under names", "Platform campaign:", "250"),
)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Shop, Path]]:
    """The shop the campaign leads to, and its certificate."""
    pem = certificate(tmp_path_factory.mktemp("shop"))
    with open_shop(pem) as found:
        yield found, pem.with_name("cert.pem")


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def office(
    request: pytest.FixtureRequest, browser: Browser, tmp_path: Path, shop: tuple[Shop, Path]
) -> Iterator[Office]:
    """An empty organisation on stage, served."""
    lead = tmp_path / "lead"
    lead.write_text("0")
    tests = str(Path(__file__).parents[1])
    stage = {
        "DJANGO_SETTINGS_MODULE": "services.stage",
        "PYTHONPATH": tests,
        "STAGE_LEAD": str(lead),
        "STAGE_CERTIFICATE": str(shop[1]),
    }
    installation = Installation(tmp_path / "home", stage)
    installation.run(
        *("setup", "--non-interactive", "--name", "Northwind", "--currency", "USD", "--email", EMAIL),
        RISER_ADMIN_PASSWORD=ADMIN_PASSWORD,
    )
    with installation.serving() as address:
        house = House(installation, address, EMAIL, ADMIN_PASSWORD)
        yield Office(house, browser, bool(request.param), lead)


@dataclass(frozen=True)
class Days:
    """The days of the campaign."""

    today: date

    @property
    def start(self) -> date:
        """The first day."""
        return self.today + timedelta(days=START_IN)

    @property
    def end(self) -> date:
        """The last day."""
        return self.today + timedelta(days=LAST)


def test_a_campaign_goes_from_intake_to_launch_and_each_step_is_evidence(
    office: Office, shop: tuple[Shop, Path], tmp_path: Path
) -> None:
    days = Days(datetime.now(UTC).date())
    link = f"{shop[0].url('/spring', host='localhost')}?utm_source=google&utm_medium=cpc&utm_campaign=spring"
    ana = office.administrator()
    gus, cleo, max_ = (
        joined(office, ana, name, role)
        for name, role in (("Gus", "guest"), ("Cleo", "contributor"), ("Max", "manager"))
    )
    ask_and_accept(office, gus, max_, days)
    plan(office, cleo, max_, days, link)
    send_back_and_approve(office, cleo, ana)
    sign_what_a_person_sees(office, cleo, link)
    waive_and_go(office, cleo, max_, days)
    office.days_later(LATER)
    import_spend(office, cleo, days, tmp_path)
    import_work(office, cleo, days, tmp_path)
    see_the_evidence(office, max_)


def joined(office: Office, ana: Person, name: str, role: str) -> Person:
    """Somebody invited by link, who chose a password and is in."""
    ana.page.goto(f"{office.house.address}/")
    ana.page.get_by_role("link", name="Settings", exact=True).first.click()
    form = ana.main.locator("#invite form").first
    form.get_by_label("E-mail").fill(f"{name.lower()}@example.com")
    form.get_by_label("Role").select_option(role)
    ana.button("Make the link")
    address = ana.page.get_by_label("Link to copy").input_value()
    page = office.window()
    page.goto(address)
    page.get_by_label("Your name").fill(name)
    page.get_by_label("A password").fill(PASSWORD)
    page.get_by_role("button", name="Join").click()
    page.wait_for_url(lambda url: "/join/" not in url)
    people = "foundation_member m JOIN foundation_user u ON u.id = m.user_id"
    found = office.rows(f"SELECT role FROM {people} WHERE u.email = ?", f"{name.lower()}@example.com")  # noqa: S608
    assert found == [(role,)]
    return Person(name, page, office.scripts)


def ask_and_accept(office: Office, gus: Person, max_: Person, days: Days) -> None:
    """The agency asks for work; the manager accepts it, and a draft campaign stands in the plan."""
    gus.room("Plan")
    gus.link("Requests")
    gus.fill(
        {
            "What do you ask for?": NAME,
            "What for?": "People with a balcony buy their first box before Easter.",
            "Wished for": days.start.isoformat(),
            "Size in hours, estimated": "60",
            "Size in money, estimated": "9000",
        }
    )
    gus.button("Ask for it")
    gus.told("Stored. Those who decide were told.")

    max_.room("Home")
    max_.follow(f"Decide on the request of Gus: {NAME}")
    max_.says("People with a balcony")
    max_.fill({"Decision": "Accept: it becomes a draft campaign"})
    max_.button("Record the decision")
    max_.told("Decided. Who asked was told.")
    expect(max_.page.get_by_role("heading", level=1)).to_have_text(NAME)
    assert office.done("request", "file request") == ["Gus"]
    assert office.rows("SELECT state, decider_name FROM plan_request") == [("accepted", "Max")]


def plan(office: Office, cleo: Person, max_: Person, days: Days, link: str) -> None:
    """The draft becomes a whole plan."""
    max_.room("Plan")
    max_.link("Objectives")
    max_.fill({"Name of the objective": OBJECTIVE})
    max_.button("Add the objective")
    expect(max_.main.get_by_role("link", name=OBJECTIVE)).to_be_visible()
    cleo.room("Plan")
    cleo.link(NAME)
    cleo.link("Edit plan")
    cleo.fill(
        {
            "Class": "M",
            "Owner": "Cleo",
            "Objective": OBJECTIVE,
            "Audience": "gardeners",
            "Channels": "paid search",
            "Deliverables": "six ads, one page",
            "Start": days.start.isoformat(),
            "End": days.end.isoformat(),
        }
    )
    cleo.button("Save")
    cleo.told("Saved.")
    hang_everything_on_it(cleo, days, link)
    assert office.done("campaign", "update campaign") == ["Cleo"]
    assert office.rows("SELECT campaign_class, owner FROM plan_campaign") == [("M", "Cleo")]


def hang_everything_on_it(cleo: Person, days: Days, link: str) -> None:
    """Requirement, cap, platform campaign, link and a second pair of hands."""
    form = cleo.unfold("Add a requirement")
    said = {"Metric": "CPA", "Bound": "30", "Unit": "USD", "Baseline": "35"}
    said |= {
        "Source of the figure": "shop orders",
        "Measured from": days.start.isoformat(),
        "Measured to": days.end.isoformat(),
        "Accepted by": "Max",
    }
    cleo.fill(said, within=form)
    cleo.button("Add the requirement", within=form)
    cleo.says("CPA ≤ 30 USD")
    hang_money_on_it(cleo, link)


def hang_money_on_it(cleo: Person, link: str) -> None:
    """Cap, platform campaign, link and a second pair of hands."""
    form = cleo.unfold("Set a cap")
    cleo.fill({"Cap": "9000"}, within=form)
    cleo.button("Set the cap", within=form)
    cleo.says("$9,000")
    form = cleo.unfold("Map a platform campaign")
    cleo.fill({"or its id, before it spends": f"google_ads/123-456-7890/{PLATFORM_ID}"}, within=form)
    cleo.button("Map it", within=form)
    cleo.says(f"1234567890 · {PLATFORM_ID}")
    form = cleo.unfold("Add a landing link")
    cleo.fill({"Landing link": link}, within=form)
    cleo.button("Add the link", within=form)
    cleo.says(link)
    form = cleo.unfold("Name somebody")
    form.get_by_label("Role").select_option("analyst")
    cleo.fill({"Who": "Max"}, within=form)
    cleo.button("Name them", within=form)
    expect(cleo.main.locator("#roles")).to_contain_text("Max")


def send_back_and_approve(office: Office, cleo: Person, ana: Person) -> None:
    """Plan and cap are submitted, the plan is sent back with a comment, mended and approved."""
    for submitted in ("Plan v", "The cap of"):
        waiting = cleo.main.locator("#approvals li").filter(has_text=submitted).first
        form = cleo.unfold("Submit for approval", within=waiting)
        cleo.fill({"To": EMAIL}, within=form)
        cleo.button("Submit", within=form)
        expect(cleo.main.locator("#approvals")).to_contain_text("submitted by Cleo")
    ana.room("Approvals")
    ana.says("2 things wait for your word")
    ana.row("Plan").get_by_role("link").first.click()
    ana.fill({"Comment": SENT_BACK})
    ana.button("Send back")
    ana.told("Sent back.")

    mend_and_approve(cleo, ana)
    assert office.done("campaign", "submit plan") == ["Cleo", "Cleo"]
    assert office.done("campaign", "send back plan") == [EMAIL]
    assert office.done("campaign", "approve plan") == office.done("budget_line", "approve cap") == [EMAIL]


def mend_and_approve(cleo: Person, ana: Person) -> None:
    """The plan is mended and submitted again; plan and cap are approved, and a baseline stands."""
    cleo.room("Home")
    cleo.follow(f"Sent back by {EMAIL}")
    cleo.says(f"Sent back by {EMAIL}", SENT_BACK)
    cleo.link("Open the record")
    cleo.link("Change Audience")
    cleo.field("Audience").fill("gardeners in Hamburg and Bremen")
    cleo.button("Save", within=cleo.main.locator("form").filter(has=cleo.page.locator("[name=audience]")))
    cleo.says("gardeners in Hamburg and Bremen")
    cleo.page.reload()
    waiting = cleo.main.locator("#approvals li").filter(has_text="Plan v").first
    form = cleo.unfold("Submit for approval", within=waiting)
    cleo.button("Submit", within=form)
    expect(waiting).to_contain_text("submitted by Cleo")

    for topic in ("Plan", "Cap"):
        ana.room("Approvals")
        ana.main.locator("#for-me").get_by_role("row").filter(has_text=topic).get_by_role(
            "link"
        ).first.click()
        ana.button("Approve")
        ana.told("Approved.")
    ana.room("Plan")
    ana.link(NAME)
    ana.says("Baseline 1 of", f"{EMAIL} approved plan v", f"{EMAIL} approved the cap of")


def sign_what_a_person_sees(office: Office, cleo: Person, link: str) -> None:
    """At the gate: Riser looks, the links are opened, a person signs the rest; one check fails."""
    cleo.room("Launch")
    cleo.link(NAME)
    cleo.button("Look again")
    cleo.button("Open the links")
    for _look in range(150):
        if office.rows("SELECT 1 FROM launch_linkfetch"):
            break
        cleo.page.wait_for_timeout(400)
    cleo.page.reload()
    expect(cleo.main.locator("#check-links_answer")).to_contain_text("Pass")
    sign_everything(cleo, link)


def sign_everything(cleo: Person, link: str) -> None:
    """Everything that a medium campaign is asked for by hand; the rights are not cleared."""
    for code in ("platform_budget_within_cap", "settings_match_plan", "walked_on_phone"):
        sign(cleo, code, "Right as it is")
    for system in ("ad platform", "web analytics"):
        sign(cleo, "test_conversion", "Right as it is", item=system, url=link)
    sign(cleo, "rights_cleared", "Wrong")
    cleo.says(f"NO-GO: 1 check stops {NAME}")


def sign(cleo: Person, code: str, saw: str, *, item: str = "", url: str = "") -> None:
    """One check signed, with something to look at."""
    line = cleo.main.locator(f"#check-{code}")
    form = cleo.unfold("Sign", within=line)
    if item:
        cleo.fill({"System or claim": item, "Live page of the test": url}, within=form)
    cleo.fill({"What you saw": saw, "Where it can be seen": PROOF}, within=form)
    cleo.button("Sign it", within=form)
    expect(line.locator("li").filter(has_text=item).first if item else line).to_contain_text(PROOF)


def waive_and_go(office: Office, cleo: Person, max_: Person, days: Days) -> None:
    """The manager waives what stops it, the contributor asks, the manager gives the GO."""
    max_.room("Launch")
    max_.link(NAME)
    form = max_.unfold("Waive", within=max_.main.locator("#check-rights_cleared"))
    until = (days.today + timedelta(days=14)).isoformat()
    max_.fill({"Why it may run like this": REASON, "Until": until}, within=form)
    max_.button("Waive it", within=form)
    max_.says(f"A waiver lets {NAME} pass; GO is not given yet", REASON)
    cleo.page.reload()
    cleo.fill({"Creative versions that go live": "film 1"})
    cleo.button("Ask")
    cleo.says("Cleo has asked for GO. A second person decides.")
    max_.page.reload()
    max_.button("Give the GO with waiver")
    max_.says(f"GO with waiver for {NAME}, given by Max")
    assert office.done("launch_waiver", "waive check") == ["Max"]
    assert office.done("launch_decision", "decide launch") == ["Max"]
    assert office.rows("SELECT decision FROM launch_gatedecision") == [("GO with waiver",)]


def import_spend(office: Office, cleo: Person, days: Days, folder: Path) -> None:
    """The platform's export of the first week."""
    file = folder / "first week.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(
            ("Day", "Customer ID", "Campaign ID", "Campaign", "Currency code", "Cost", "Impr.", "Clicks")
        )
        for offset in range(SPEND_DAYS):
            day = days.start + timedelta(days=offset)
            writer.writerow((day, "123-456-7890", PLATFORM_ID, NAME, "USD", "250.00", 9000, 120))
    cleo.room("Connect")
    cleo.choose(file)
    cleo.says("$2,000")
    cleo.button("Store these figures")
    cleo.says("It is stored")
    assert office.done("load", "import file") == ["Cleo"]


def import_work(office: Office, cleo: Person, days: Days, folder: Path) -> None:
    """The board of the campaign, as Jira exports it."""
    rows = [
        jira_row(
            f"MKT-{number}",
            Summary=title,
            Status="Done",
            Status_Category="Done",
            Created=f"{days.today:{'%d/%b/%y'}} 9:00 AM",
            Resolved=f"{days.today + timedelta(days=2):{'%d/%b/%y'}} 5:00 PM",
            Due_date=f"{days.today + timedelta(days=2):{'%d/%b/%y'}} 12:00 AM",
            **{"Custom field (Campaign)": NAME, "Assignee": "Cleo"},
        )
        for number, title in enumerate(("Six ads", "The page", "Tracking"), start=1)
    ]
    file = csv_file(folder / "board.csv", JIRA, rows)
    cleo.room("Connect")
    cleo.choose(file)
    cleo.says("Six ads")
    cleo.button("Store these items")
    cleo.says("board.csv")
    assert office.done("load", "import file") == ["Cleo", "Cleo"]


def see_the_evidence(office: Office, max_: Person) -> None:
    """Every step stands in the profile and opens to its record."""
    for practice, sentence, record, told in EVIDENCE:
        max_.room("Assess")
        max_.main.locator(f"a[href^='/assess/area/{practice[:3]}/']").first.click()
        max_.link(practice)
        line = max_.row(sentence)
        max_.follow(record, within=line)
        expect(max_.page.get_by_role("heading", level=1)).to_be_visible()
        max_.says(told)
    assert office.rows("SELECT COUNT(*) FROM launch_waiver") == [(1,)]
