"""What an appraisal takes: `python -m benchmarks.appraisal`, or `… records` for that of RISER_HOME.

Without records it is the rules alone, on facts drawn at random, the same each time: 1,000 campaigns, each
rated on 90 practices (those that ship, some under a second and third name). With them it is everything, from
trail and lake to the profile, of the organisation in RISER_HOME; `benchmarks.organisation` makes a large one.
"""

import json
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import count, islice
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from riser.assess.appraisal import Evidence
    from riser.assess.library.model import Model

CAMPAIGNS, PRACTICES = 1_000, 90
AS_OF, DAYS = date(2026, 11, 20), 540
SHARES = {"FM": 50, "LM": 20, "PM": 10, "DM": 12, "NY": 4, "NE": 4}


def rules() -> dict[str, object]:
    """Rates the drawn facts once to be warm, then once for the clock."""
    from riser.assess import library
    from riser.assess.appraisal import appraise

    model = enlarged(library.model(), PRACTICES)
    evidence = drawn(model, CAMPAIGNS)
    appraise(model, evidence, no_price=lambda _one: "")
    began, used = time.perf_counter(), time.process_time()
    found = appraise(model, evidence, no_price=lambda _one: "")
    told: dict[str, object] = {"wall": time.perf_counter() - began, "cpu": time.process_time() - used}
    return told | {"facts": sum(len(one.results) for one in found.practices.values())}


def records() -> dict[str, object]:
    """The profile of the first organisation once more, after something was recorded; that is taken back."""
    from riser.foundation.shell import start_django

    start_django()
    from django.db import transaction

    from riser.assess import library, queries
    from riser.foundation import clock
    from riser.foundation.evidence import RecordRef
    from riser.foundation.models import Organisation
    from riser.foundation.roles import SYSTEM, Act, Face
    from riser.foundation.trail import record_event

    organisation, now, model = Organisation.objects.earliest("pk"), clock.now(), library.model()
    queries.computed(organisation.pk, now.date(), model)
    act = Act(organisation_id=organisation.pk, actor=SYSTEM, face=Face.JOB, now=now)
    with transaction.atomic():
        record_event(act, RecordRef("organisation", str(organisation.pk)), "benchmark")
        began, used = time.perf_counter(), time.process_time()
        found = queries.computed(organisation.pk, now.date(), model)
        transaction.set_rollback(True)
    told: dict[str, object] = {"wall": time.perf_counter() - began, "cpu": time.process_time() - used}
    return told | {"facts": sum(len(one.results) for one in found.practices.values())}


def enlarged(model: "Model", practices: int) -> "Model":
    """The model with so many practices: those it has, then copies of them under further names."""
    own = [*model.practices.values()]
    more = (replace(one, id=f"{one.id}.{turn}") for turn in count(2) for one in own)
    chosen = [*own, *islice(more, max(0, practices - len(own)))]
    return replace(
        model,
        areas=tuple(
            replace(area, practices=tuple(one for one in chosen if one.area == area.code))
            for area in model.areas
        ),
    )


def drawn(model: "Model", campaigns: int) -> "Evidence":
    """Facts of so many campaigns under every practice, drawn with a fixed seed."""
    from riser.assess.appraisal import Evidence
    from riser.foundation.evidence import Characterisation, Fact, Instance

    dice = Random(20261120)  # noqa: S311 - figures for a benchmark
    days = [AS_OF - timedelta(days=dice.randrange(DAYS)) for _campaign in range(campaigns)]
    instances = [
        Instance(f"campaign:{n}", "campaign", f"{n}", spend=Decimal(dice.randrange(90_000)), currency="EUR")
        for n in range(campaigns)
    ]

    def facts() -> Iterator[tuple[str, Fact]]:
        words = dice.choices([*SHARES], [*SHARES.values()], k=campaigns)
        for one, day, word in zip(instances, days, words, strict=True):
            yield one.id, Fact(Characterisation(word), "", day=day)

    return Evidence(
        as_of=AS_OF,
        instances={one.id: one for one in instances},
        facts={id_: dict(facts()) for id_ in model.practices},
        answers={},
        charges=(),
        remedies={},
    )


if __name__ == "__main__":
    print(json.dumps(records() if sys.argv[1:] == ["records"] else rules()))
