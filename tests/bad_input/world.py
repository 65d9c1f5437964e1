"""The house that bad input comes to: Northwind with records in every room, built once for the whole table."""

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import Model

from cast import ROLES, Cast, make_company
from riser.foundation import actions as people
from riser.foundation.doors import digest
from riser.foundation.models import Member, OpenedRecord, PersonalToken
from riser.foundation.roles import Role, Scope
from security.rooms import TODAY, fill_all, now

# What a page leaves behind although nothing is stored: what was opened last, when somebody was here.
NOT_STORED = {OpenedRecord}
NOT_COUNTED = {"last_login", "last_used_at"}


@dataclass(frozen=True)
class World:
    """Northwind and Contoso, the words that stand for their records in the table, and where they are kept."""

    cast: Cast
    words: Mapping[str, str]
    home: Path

    def fill(self, said: Any) -> Any:
        """The words between braces replaced by what they stand for; {=word} alone is a number."""
        if isinstance(said, dict):
            return {self.fill(key): self.fill(value) for key, value in said.items()}
        if isinstance(said, list):
            return [self.fill(value) for value in said]
        if not isinstance(said, str):
            return said
        if said.startswith("{=") and said.endswith("}"):
            return int(self.words[said[2:-1]])
        for name, value in self.words.items():
            said = said.replace(f"{{{name}}}", value)
        return said


def built(folder: Path) -> World:
    """Two companies, records in every room of Northwind, tokens of every sort. Lives in `folder`/home."""
    cast = Cast(make_company("Northwind", ROLES), make_company("Contoso", {"Mallory": Role.ADMINISTRATOR}))
    records = fill_all(cast, folder / "northwind")
    rows = list(Member.objects.select_related("user"))
    words = records.ids | {f"member.{row.user.first_name}": str(row.pk) for row in rows}
    words |= {f"email.{row.user.first_name}": row.user.email for row in rows}
    return World(cast, words | days() | tokens(cast) | {"long": "n" * 300}, folder / "home")


def days() -> dict[str, str]:
    """The days that a table cannot name for ever."""
    today = TODAY.date()
    named = {"today": 0, "yesterday": -1, "tomorrow": 1, "next week": 7, "next year": 365}
    return {name: (today + timedelta(days=days)).isoformat() for name, days in named.items()}


def tokens(cast: Cast) -> dict[str, str]:
    """A token that is good, one that is over, one that was revoked, one that may only read."""
    made = {}
    for name, scope in (("good", Scope.APPROVE), ("over", Scope.WRITE), ("reading", Scope.READ)):
        issued = people.create_token(now(cast, "Alice"), name=name, scope=scope, days=30)
        made[f"token.{name}"] = issued.secret
    over = PersonalToken.objects.filter(secret_hash=digest(made["token.over"]))
    over.update(expires_at=datetime.fromisoformat("2026-03-01T12:00:00+00:00"))
    return made


@contextmanager
def taken_back(world: World, folder: Path) -> Iterator[None]:
    """Whatever is stored inside the block is gone afterwards: rows are rolled back, the lake is a copy."""
    shutil.copytree(world.home, folder)
    with living_in(folder), transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def living_in(folder: Path) -> Iterator[None]:
    """The data folder of everything that happens inside the block."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RISER_HOME", str(folder))
        patch.setattr(settings, "RISER_HOME", folder)
        yield


@dataclass(frozen=True)
class Stored:
    """Every row of every table, and the version of every table of the lake."""

    rows: Mapping[str, frozenset[str]]
    lake: frozenset[str]

    def changes(self, after: "Stored") -> list[str]:
        """What is different afterwards: a line for each row and each commit of the lake, more or fewer."""
        lines = [f"lake: {name}" for name in sorted(after.lake ^ self.lake)]
        for table in sorted({*self.rows, *after.rows}):
            was, now_ = self.rows.get(table, frozenset()), after.rows.get(table, frozenset())
            lines += [f"{table}: + {row}" for row in now_ - was] + [f"{table}: - {row}" for row in was - now_]
        return lines


def stored(folder: Path) -> Stored:
    """What there is now."""
    lake = {str(path.relative_to(folder)) for path in folder.glob("lake/**/_delta_log/*.json")}
    return Stored({model._meta.label: rows_of(model) for model in our_models()}, frozenset(lake))


def our_models() -> list[type[Model]]:
    """Every table of the product."""
    ours = (model for model in apps.get_models() if model.__module__.startswith("riser."))
    return [model for model in ours if model not in NOT_STORED]


def rows_of(model: type[Model]) -> frozenset[str]:
    """The rows of one table, as text."""
    names = [one.attname for one in model._meta.concrete_fields if one.name not in NOT_COUNTED]
    rows = model._default_manager.values(*names)
    return frozenset(json.dumps(row, sort_keys=True, default=str) for row in rows)
