"""`riser setup` and `riser --help` as a person at the shell meets them."""

import os
import subprocess
import sys

import pytest
from click.testing import CliRunner, Result

from riser.cli import COMMANDS, main
from riser.foundation.models import AuditEvent, Member, Organisation


def run(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


def test_help_names_every_verb() -> None:
    answer = run("--help")
    assert answer.exit_code == 0
    assert all(verb in answer.output for verb in COMMANDS)


def test_help_loads_nothing_that_it_does_not_need() -> None:
    """In a process of its own: this one has loaded everything already."""
    heavy = {"django", "ibis", "duckdb", "pyarrow", "deltalake", "numpy", "openpyxl", "yaml", "httpx"}
    look = f"print(sorted({heavy!r} & {{name.split('.')[0] for name in sys.modules}}))"
    code = (
        f"import atexit, sys; atexit.register(lambda: {look}); from riser.cli import main; main(['--help'])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "Usage" in told.stdout
    assert told.stdout.endswith("[]\n")


def test_an_unknown_verb_ends_with_two() -> None:
    assert run("fly").exit_code == 2


@pytest.mark.django_db
def test_setup_makes_one_organisation_however_often_it_runs() -> None:
    for _ in range(2):
        answer = run("setup", "--non-interactive", "--name", "Northwind")
        assert answer.exit_code == 0, answer.output
        assert "Northwind" in answer.output
    assert Organisation.objects.count() == 1


@pytest.mark.django_db
def test_setup_says_how_to_become_the_first_administrator() -> None:
    assert "riser setup --email" in run("setup", "--non-interactive").output


@pytest.mark.django_db
def test_setup_with_an_address_makes_an_administrator_and_tells_the_password_once() -> None:
    first = run("setup", "--non-interactive", "--email", "alice@northwind.example")
    again = run("setup", "--non-interactive", "--email", "alice@northwind.example")
    assert "with the password " in first.output
    assert "a member already" in again.output
    assert Member.objects.get().role == "administrator"


@pytest.mark.django_db
def test_setup_refuses_what_is_no_currency() -> None:
    answer = run("setup", "--non-interactive", "--currency", "euro")
    assert answer.exit_code == 2
    assert "three-letter code" in answer.output
    assert not Organisation.objects.exists()


@pytest.mark.django_db
def test_a_lost_password_is_renewed_from_the_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    run("setup", "--non-interactive", "--email", "alice@northwind.example")
    monkeypatch.setenv("RISER_ADMIN_PASSWORD", "lark-and-field")
    answer = run("setup", "--non-interactive", "--email", "alice@northwind.example", "--new-password")
    assert "with the password you gave" in answer.output
    assert Member.objects.get().user.check_password("lark-and-field")
    assert AuditEvent.objects.filter(verb="renew password", after__isnull=True).count() == 1


@pytest.mark.django_db
def test_a_weak_first_password_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RISER_ADMIN_PASSWORD", "short")
    answer = run("setup", "--non-interactive", "--email", "alice@northwind.example")
    assert answer.exit_code == 2
    assert not Organisation.objects.exists()


@pytest.mark.django_db
def test_setup_says_that_it_does_not_change_the_currency_of_what_is_there() -> None:
    run("setup", "--non-interactive")
    assert "under Settings" in run("setup", "--non-interactive", "--currency", "USD").output
    assert run("setup", "--non-interactive", "--currency", "euro").exit_code == 2
    assert Organisation.objects.get().currency == "EUR"


@pytest.mark.django_db
@pytest.mark.parametrize(("options", "along"), [([], True), (["--no-worker"], False)])
def test_serving_runs_a_worker_along_unless_told_not_to(
    monkeypatch: pytest.MonkeyPatch, options: list[str], along: bool
) -> None:
    """The server itself would take the place of this process, so it is not started."""
    started: list[int] = []
    monkeypatch.setattr("riser.cli.along.start", started.append)
    monkeypatch.setattr("os.execv", lambda program, arguments: None)
    run("setup", "--non-interactive")
    assert run("serve", *options).exit_code == 0
    assert started == [os.getpid()] * along


@pytest.mark.django_db
def test_a_worker_without_an_organisation_says_what_to_do() -> None:
    answer = run("worker", "--once")
    assert answer.exit_code == 2
    assert "riser setup" in answer.output
