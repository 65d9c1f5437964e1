"""A small room of records for tests: campaigns, what the indicators say of them, what they cost.

It stands in for the rooms below through the same registries they use.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from riser.assess import memory
from riser.foundation import registries
from riser.foundation.evidence import (
    Characterisation,
    Charge,
    ChargeRow,
    Fact,
    Instance,
    PriceClass,
    Provenance,
    RecordRef,
    SignalContext,
)
from riser.foundation.registries import Registry

AS_OF = date(2026, 3, 2)


def campaign(number: int, *, age: int = 10, spend: int = 100, kind: str = "campaign") -> Instance:
    """A campaign whose last day lies `age` days back."""
    day = AS_OF - timedelta(days=age)
    record = RecordRef("campaign", str(number))
    return Instance(
        f"{kind}:{number}", kind, f"Campaign {number}", record, day, day, (), Decimal(spend), "EUR"
    )


def fact(code: str, provenance: Provenance = Provenance.NATIVE, **more: Any) -> Fact:
    """What the records say, with a sentence."""
    return Fact(Characterisation(code), f"Because of {code}.", provenance=provenance, **more)


def charge(cause: str, amount: int, *rows: tuple[str, int, int]) -> Charge:
    """An uncontrolled charge over 180 days."""
    made = tuple(ChargeRow(row, Decimal(part), Decimal(spend)) for row, part, spend in rows)
    start = AS_OF - timedelta(days=180)
    return Charge(cause, PriceClass.UNCONTROLLED, "EUR", start, AS_OF, Decimal(amount), rows=made)


@dataclass
class Room:
    """What the fake room offers; change it freely before asking for a profile."""

    instances: list[Instance] = field(default_factory=list)
    facts: dict[str, Mapping[str, Fact]] = field(default_factory=dict)
    charges: list[Charge] = field(default_factory=list)
    contexts: dict[str, SignalContext] = field(default_factory=dict)
    owner: int | None = None

    def rate(self, practice: str, *codes: str) -> None:
        """One campaign per code, the first the newest, all rated on this practice."""
        while len(self.instances) < len(codes):
            number = len(self.instances) + 1
            self.instances.append(campaign(number, age=number))
        self.facts[practice] = {one.id: fact(code) for one, code in zip(self.instances, codes, strict=False)}

    def is_of(self, organisation_id: int) -> bool:
        """Whether this organisation's records are here; without an owner they are everybody's."""
        return self.owner in (None, organisation_id)

    def found(self, organisation_id: int, as_of: date) -> Sequence[Instance]:
        """The instances, as an instance source gives them."""
        known = self.instances if self.is_of(organisation_id) else []
        return [one for one in known if (one.from_day or as_of) <= as_of]

    def priced(self, organisation_id: int, _from_day: date, _to_day: date) -> Sequence[Charge]:
        """The charges, as a charge source gives them."""
        return self.charges if self.is_of(organisation_id) else []


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> Room:
    """Empty registries with this room in them."""
    made = Room()

    def signal_of(practice: str) -> registries.Signal:
        def signal(instances: Sequence[Instance], context: SignalContext) -> Mapping[str, Fact]:
            made.contexts[practice] = context
            return made.facts.get(practice, {})

        return signal

    signals: Registry[registries.Signal] = Registry("signals")
    for practice, _entry in registries.signals.items():
        signals.register(practice, signal_of(practice))
    instances: Registry[registries.InstanceSource] = Registry("instances")
    instances.register("campaign", made.found)
    charges: Registry[registries.ChargeSource] = Registry("charges")
    charges.register("any", made.priced)
    # This room changes without leaving events, so nothing may be remembered.
    monkeypatch.setattr(memory, "state", lambda *_: object())
    monkeypatch.setattr(registries, "signals", signals)
    monkeypatch.setattr(registries, "instances", instances)
    monkeypatch.setattr(registries, "charges", charges)
    return made
