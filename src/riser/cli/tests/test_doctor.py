"""`riser doctor`: every finding names what is missing and the command that mends it."""

import json
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.utils import translation

from cast import Cast
from riser.cli import main
from riser.cli.doctor import data, machine, settings
from riser.cli.doctor.findings import State, advice, exit_code, fine, mend
from riser.cli.doctor.platforms import command, packages_of
from riser.connect.queries.condition import Condition as LakeCondition
from riser.foundation.jobs.condition import Condition as QueueCondition
from riser.foundation.jobs.condition import condition
from riser.foundation.models import AuditEvent, Job, Standing

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
RELEASES = {
    'ID=debian\nVERSION_ID="13"': "sudo apt-get install -y libpango-1.0-0",
    "ID=ubuntu\nID_LIKE=debian": "sudo apt-get install -y libpango-1.0-0",
    'ID=linuxmint\nID_LIKE="ubuntu debian"': "sudo apt-get install -y libpango-1.0-0",
    "ID=fedora": "sudo dnf install -y pango",
    'ID="rocky"\nID_LIKE="rhel centos fedora"': "sudo dnf install -y pango",
    "ID=alpine": "sudo apk add pango",
    "ID=unheard": "pango",
    "": "pango",
}


@pytest.mark.parametrize(("release", "said"), RELEASES.items())
def test_each_system_has_its_own_command(release: str, said: str) -> None:
    assert command(packages_of("linux", release), "pango", is_root=False).startswith(said)


def test_root_needs_no_sudo_and_brew_never() -> None:
    assert command(packages_of("linux", "ID=debian"), "postgres", is_root=True) == (
        "apt-get install -y postgresql-client"
    )
    assert command(packages_of("darwin", ""), "pango", is_root=False) == "brew install pango"


def test_only_what_must_be_mended_ends_with_one() -> None:
    assert exit_code([fine("a", ""), advice("b", "")]) == 0
    assert exit_code([fine("a", ""), mend("b", "")]) == 1


EVERYBODY = "0.0.0.0"  # noqa: S104 - what is asked about
CONTRADICTIONS = {
    "https without origins": ({"RISER_HTTPS": "yes"}, "RISER_ORIGINS is empty"),
    "https with an http origin": (
        {"RISER_HTTPS": "yes", "RISER_ORIGINS": "http://r.example", "RISER_HOSTS": "r.example"},
        "names http://r.example",
    ),
    "an origin that is none": ({"RISER_ORIGINS": "r.example"}, "scheme and host"),
    "an origin without its host": ({"RISER_ORIGINS": "https://r.example"}, "RISER_HOSTS does not"),
    "links that begin with http": (
        {
            "RISER_HTTPS": "1",
            "RISER_ORIGINS": "https://r.example",
            "RISER_HOSTS": "r.example",
            "RISER_URL": "http://r.example",
        },
        "links in mail",
    ),
    "open to all without a name": ({"RISER_BIND": EVERYBODY}, "RISER_BIND lets others in"),
    "debugging in the open": (
        {"RISER_BIND": EVERYBODY, "RISER_HOSTS": "*", "RISER_DEBUG": "yes"},
        "RISER_DEBUG is on",
    ),
    "a key file that is not there": ({"RISER_SECRET_KEY_FILE": "/nowhere/key"}, "which is not there"),
    "a mail server without a sender": ({"RISER_SMTP_HOST": "mail.example"}, "nobody is named as sender"),
    "a user without a password": (
        {"RISER_SMTP_HOST": "mail.example", "RISER_MAIL_FROM": "r@r.example", "RISER_SMTP_USER": "r"},
        "without a password",
    ),
}


@pytest.mark.parametrize(("given", "said"), CONTRADICTIONS.values(), ids=CONTRADICTIONS.keys())
def test_settings_that_contradict_are_found(given: dict[str, str], said: str) -> None:
    [found] = [one for one in settings.examine(given) if one.state == State.MEND]
    assert said in found.text
    with translation.override("zh-hans"):
        [chinese] = [one for one in settings.examine(given) if one.state == State.MEND]
    assert chinese.text != found.text
    assert chinese.remedy == found.remedy


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"RISER_HTTPS": "yes", "RISER_ORIGINS": "https://r.example", "RISER_HOSTS": ".example,r.example"},
        {"RISER_SMTP_HOST": "mail.example", "RISER_MAIL_FROM": "r@r.example"},
    ],
)
def test_settings_that_fit_are_one_fine_line(given: dict[str, str]) -> None:
    assert [one.state for one in settings.examine(given)] == [State.OK]


MOUNTED = """proc /proc proc rw 0 0
/dev/vda / ext4 rw 0 0
server:/share /srv/team\\040share nfs4 rw 0 0
/dev/vdb /srv/team\\040share/local xfs rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/srv/team share/riser", "nfs4"), ("/srv/team share/local/riser", "xfs"), ("/srv/other", "ext4")],
)
def test_the_disk_is_the_one_mounted_nearest(path: str, kind: str) -> None:
    assert machine.kind_of_disk(Path(path), MOUNTED) == kind


def test_sqlite_on_a_network_disk_must_be_mended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(MOUNTED)
    monkeypatch.setattr(machine, "MOUNTS", mounts)
    home = Path("/srv/team share/riser")
    [found] = machine.network_disk(home, uses_sqlite=True)
    assert (found.state, found.remedy[:20]) == (State.MEND, "RISER_DATABASE_URL=p")
    assert list(machine.network_disk(home, uses_sqlite=False)) == []


def test_a_port_that_another_program_holds_is_named_with_the_next_one() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        number = other.getsockname()[1]
        [found] = machine.port({"RISER_PORT": str(number)})
    assert (found.state, found.remedy) == (State.MEND, f"riser serve --port {number % 65535 + 1}")
    assert [one.state for one in machine.port({"RISER_PORT": str(number)})] == [State.OK]
    assert [one.state for one in machine.port({"RISER_PORT": "http"})] == [State.MEND]


def test_a_home_that_is_not_there_yet_leads_to_setup(tmp_path: Path) -> None:
    [found] = machine.writable(tmp_path / "none" / "home")
    assert (found.state, found.remedy) == (State.MEND, "riser setup")
    tmp_path.chmod(0o755)
    assert [one.remedy for one in machine.writable(tmp_path)] == [f"chmod 700 {tmp_path}"]
    tmp_path.chmod(0o700)
    assert [one.state for one in machine.writable(tmp_path)] == [State.OK]


@pytest.mark.parametrize(
    ("found", "remedy"),
    [
        (LakeCondition(1, (Path("x"),), "", 0), data.RESTORE),
        (LakeCondition(0, (), "The lake has lost rows", 0), data.RESTORE),
        (LakeCondition(1, (), "", 2), "riser setup --non-interactive"),
        (LakeCondition(1, (), "", 0), ""),
    ],
)
def test_each_condition_of_the_lake_has_its_command(found: LakeCondition, remedy: str) -> None:
    assert [one.remedy for one in data.of_lake(found)] == [remedy]


def test_jobs_that_nobody_does_must_be_mended_and_failed_ones_looked_at() -> None:
    states = {
        QueueCondition(2, 0, 0, is_chore_overdue=False): [State.MEND],
        QueueCondition(0, 1, 0, is_chore_overdue=True): [State.MEND],
        QueueCondition(0, 0, 0, is_chore_overdue=True): [State.ADVICE],
        QueueCondition(0, 0, 3, is_chore_overdue=False): [State.ADVICE],
        QueueCondition(0, 0, 0, is_chore_overdue=False): [State.OK],
    }
    for found, wanted in states.items():
        assert [one.state for one in data.of_queue(found)] == wanted


@pytest.mark.django_db
def test_the_queue_tells_what_waits_too_long_and_what_lost_its_worker(cast: Cast) -> None:
    made = {"organisation_id": cast.id, "kind": "x", "language": "en", "created_at": NOW, "scope": "act"}
    long_ago, just_now = NOW - timedelta(minutes=11), NOW - timedelta(minutes=9)
    for run_at in (long_ago, just_now):
        Job.objects.create(**made, run_at=run_at)
    for lease in (long_ago, just_now):
        Job.objects.create(**made, run_at=long_ago, state=Standing.RUNNING, lease_until=lease)
    Job.objects.create(**made, run_at=long_ago, state=Standing.FAILED)
    assert condition(NOW) == QueueCondition(1, 1, 1, is_chore_overdue=False)


@pytest.mark.django_db
def test_a_clock_behind_the_records_must_be_mended(cast: Cast) -> None:
    newest = AuditEvent.objects.latest("recorded_at").recorded_at
    assert [one.state for one in data.clock_of(newest)] == [State.OK]
    assert [one.state for one in data.clock_of(newest - timedelta(days=1))] == [State.MEND]


@pytest.mark.django_db
def test_all_of_it_is_said_in_lines_and_as_json(cast: Cast, tmp_path: Path) -> None:
    told = CliRunner().invoke(main, ["doctor", "--json"])
    found = json.loads(told.output)
    assert found["ok"] == (told.exit_code == 0)
    about = {one["about"] for one in found["findings"]}
    assert {"python", "pdf", "home", "port", "zones", "settings", "lake", "jobs", "clock"} <= about
    lines = CliRunner().invoke(main, ["doctor"]).output
    assert all(one["text"] in lines and one["remedy"] in lines for one in found["findings"])
