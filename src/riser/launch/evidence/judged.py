"""From a verdict of this room to the fact that travels: the sentence, the records, where they come from."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from riser.foundation.evidence import Fact, Instance, Provenance, RecordRef, SignalContext
from riser.foundation.registries import Signal
from riser.launch.queries.reading import Gate, read_gate
from riser.launch.rules.gate import Seen
from riser.launch.rules.practices import Verdict, Weakness
from riser.launch.words import Kind
from riser.plan.evidence.doors import Launched, launched
from riser.plan.evidence.reading import Signed

RECORDS_NAMED = 25


@dataclass(frozen=True)
class Judged:
    """A verdict with its sentence, the results that decided it, and sentences for weaknesses."""

    verdict: Verdict
    sentence: str
    seen: Sequence[Seen] = ()
    go: Signed | None = None
    waivers: Sequence[int] = ()
    weaknesses: Callable[[], Mapping[Weakness, str]] = dict

    @property
    def critical(self) -> str | None:
        """The sentence of the critical weakness, None where there is none."""
        return self.weaknesses()[self.verdict.critical] if self.verdict.critical else None

    @property
    def notes(self) -> tuple[str, ...]:
        """The sentences of the lesser weaknesses."""
        found = self.verdict.weaknesses
        said = self.weaknesses() if found else {}
        return tuple(said[weakness] for weakness in found)


# None where the practice asks nothing of the instance; a Fact where nothing can be judged.
Judge = Callable[[Gate, Launched, date, SignalContext], Judged | Fact | None]


def signal(judge: Judge, strays: Callable[[SignalContext], Mapping[str, Fact]] | None = None) -> Signal:
    """The indicator that judges every launch. `strays` judges unplanned spend; without it, that is left."""

    def run(instances: Sequence[Instance], context: SignalContext) -> Mapping[str, Fact]:
        gate = read_gate(context.organisation_id, context.as_of)
        units = launched(context.organisation_id, context.as_of, context.go_live)
        found = dict(_facts(judge, gate, units, context))
        found |= strays(context) if strays else {}
        asked = {instance.id for instance in instances}
        return {name: fact for name, fact in found.items() if name in asked}

    return run


def _facts(
    judge: Judge, gate: Gate, units: Mapping[str, Launched], context: SignalContext
) -> Iterator[tuple[str, Fact]]:
    for name, unit in units.items():
        if unit.open is not None or unit.first is None:
            if unit.open is not None:
                yield name, unit.open
            continue
        judged = judge(gate, unit, unit.first, context)
        if isinstance(judged, Fact):
            yield name, judged
        elif judged is not None:
            yield name, _fact(judged, gate, unit, context)


def _fact(judged: Judged, gate: Gate, unit: Launched, context: SignalContext) -> Fact:
    """Another tool's records are sourced, a GO typed later is declared, what was kept here is native."""
    verdict, go = judged.verdict, judged.go
    elsewhere = [one for one in judged.seen if one.elsewhere]
    history = [one for one in elsewhere if one.day < context.go_live]
    return Fact(
        value=verdict.value,
        reason=judged.sentence,
        records=tuple(_records(judged, gate, unit))[:RECORDS_NAMED],
        provenance=_provenance(elsewhere, go),
        imported=bool(history) or (go is not None and go.moment.imported),
        critical=judged.critical,
        notes=judged.notes,
        day=unit.last,
    )


def _provenance(elsewhere: Sequence[Seen], go: Signed | None) -> Provenance:
    if go is not None and go.moment.provenance == Provenance.DECLARED:
        return Provenance.DECLARED
    sourced = bool(elsewhere) or (go is not None and go.moment.provenance == Provenance.SOURCED)
    return Provenance.SOURCED if sourced else Provenance.NATIVE


def _records(judged: Judged, gate: Gate, unit: Launched) -> Iterator[RecordRef]:
    yield RecordRef("campaign", str(unit.campaign))
    if judged.go is not None:
        given = [one for one in gate.decided.get(unit.campaign, ()) if one.decision.opens]
        yield from (RecordRef(Kind.DECISION, str(one.id)) for one in given[:1])
    yield from (RecordRef(Kind.WAIVER, str(one)) for one in judged.waivers)
    for seen in sorted(judged.seen, key=lambda one: one.at, reverse=True):
        if seen.elsewhere:
            yield RecordRef("evidence", seen.elsewhere)
        elif seen.record:
            yield RecordRef(Kind.CHECK, str(seen.record))
