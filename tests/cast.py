"""The people of the tests, the same everywhere.

Northwind: Alice administers, Bob manages, Cleo contributes, Vera only looks. Mallory administers Contoso,
another organisation on the same installation, and must never see anything of Northwind.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.test import Client

from riser.foundation import actions
from riser.foundation.models import Member, Organisation
from riser.foundation.queries import actor_by_email
from riser.foundation.roles import SYSTEM, Act, Actor, Face, Role

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
GO_LIVE = date(2026, 1, 1)
PASSWORD = "correct horse battery staple"

ROLES = {
    "Alice": Role.ADMINISTRATOR,
    "Bob": Role.MANAGER,
    "Cleo": Role.CONTRIBUTOR,
    "Vera": Role.VIEWER,
}


@dataclass(frozen=True)
class Company:
    """One organisation with its members by first name."""

    organisation: Organisation
    members: dict[str, Member]

    @property
    def id(self) -> int:
        """The id that actions and queries are given."""
        return self.organisation.pk

    def actor(self, name: str) -> Actor:
        """The person as one who acts; "system" is the machine."""
        return SYSTEM if name == "system" else actor_by_email(self.id, self.members[name].user.email)

    def act(self, name: str, *, now: datetime = NOW, face: Face = Face.WEB) -> Act:
        """The circumstances of something this person does."""
        return Act(organisation_id=self.id, actor=self.actor(name), face=face, now=now)


@dataclass(frozen=True)
class Cast:
    """Northwind and the stranger's Contoso."""

    northwind: Company
    contoso: Company

    @property
    def id(self) -> int:
        """The id of Northwind."""
        return self.northwind.id

    def act(self, name: str, *, now: datetime = NOW, face: Face = Face.WEB) -> Act:
        """What somebody of either organisation does, inside their own."""
        company = self.contoso if name in self.contoso.members else self.northwind
        return company.act(name, now=now, face=face)

    def user(self, name: str) -> Member:
        """The member of that first name."""
        return (self.northwind.members | self.contoso.members)[name]


def make_company(
    name: str, roles: dict[str, Role], *, currency: str = "EUR", go_live: date = GO_LIVE
) -> Company:
    """An organisation with one member per first name, made by the product's own actions."""
    organisation = actions.create_organisation(
        name=name, now=NOW, face=Face.CLI, currency=currency, go_live=go_live
    )
    machine = Act(organisation_id=organisation.pk, actor=SYSTEM, face=Face.CLI, now=NOW)
    members = {
        person: actions.add_member(
            machine,
            email=f"{person.lower()}@{organisation.slug}.example",
            role=role,
            name=person,
            password=PASSWORD,
        )
        for person, role in roles.items()
    }
    return Company(organisation, members)


@pytest.fixture
def cast(db: None) -> Cast:
    """Two organisations and their people; the database is theirs alone."""
    return Cast(make_company("Northwind", ROLES), make_company("Contoso", {"Mallory": Role.ADMINISTRATOR}))


@pytest.fixture
def client_of(cast: Cast) -> Callable[[str], Client]:
    """A browser signed in as the person of that first name."""

    def signed_in(name: str) -> Client:
        client = Client()
        client.force_login(cast.user(name).user)
        return client

    return signed_in


@pytest.fixture(scope="session")
def reference_data() -> Path:
    """The folder of reference data; without it the test is skipped and says so."""
    import os

    folder = os.environ.get("RISER_REFERENCE_DATA")
    if not folder:
        pytest.skip("RISER_REFERENCE_DATA is not set: no reference data to compare with")
    path = Path(folder)
    assert path.is_dir(), f"RISER_REFERENCE_DATA={folder} is not a folder"
    return path
