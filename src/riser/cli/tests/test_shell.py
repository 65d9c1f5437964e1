"""`riser setup` and `riser --help` as a person at the shell meets them."""

import pytest
from click.testing import CliRunner, Result

from riser.cli import COMMANDS, main
from riser.foundation.models import Member, Organisation


def run(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


def test_help_names_every_verb() -> None:
    answer = run("--help")
    assert answer.exit_code == 0
    assert all(verb in answer.output for verb in COMMANDS)


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
    assert "password:" in first.output
    assert "a member already" in again.output
    assert Member.objects.get().role == "administrator"


@pytest.mark.django_db
def test_setup_refuses_what_is_no_currency() -> None:
    answer = run("setup", "--non-interactive", "--currency", "euro")
    assert answer.exit_code == 2
    assert "three-letter code" in answer.output
    assert not Organisation.objects.exists()
