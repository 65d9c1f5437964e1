"""The list of campaigns narrowed and ordered by what stands in its address. Unknown words change nothing."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_stubs_ext import StrPromise

from riser.plan.forms.pages import CLASS_NAMES
from riser.plan.queries import CampaignLine
from riser.plan.rules.phases import Phase, phase

INCOMPLETE = "incomplete"
PHASE_NAMES: Mapping[str, StrPromise] = {
    Phase.RUNNING: _("running"),
    Phase.AHEAD: _("ahead"),
    Phase.OVER: pgettext_lazy("campaign", "over"),
    Phase.UNDATED: _("without days"),
}
STATE_NAMES: Mapping[str, StrPromise] = {**PHASE_NAMES, INCOMPLETE: _("something missing")}
BY_SPEND = "-spend"
ORDERS: Mapping[str, Callable[[CampaignLine], Any]] = {
    "name": lambda line: line.name.casefold(),
    "start": lambda line: (line.start or date.max, line.name.casefold()),
    "owner": lambda line: (not line.owner, line.owner.casefold(), line.name.casefold()),
    "objective": lambda line: (not line.objective, line.objective.casefold(), line.name.casefold()),
    "spend": lambda line: sum((money.amount for money in line.spend), Decimal(0)),
    "missing": lambda line: len(line.missing),
}


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What is asked for; "" asks for nothing."""

    text: str
    owner: str
    objective: str
    size: str
    unit: str
    state: str
    sort: str

    @property
    def is_narrow(self) -> bool:
        """Whether some campaigns may be left out."""
        return any((self.text, self.owner, self.objective, self.size, self.unit, self.state))

    def of(self, lines: Iterable[CampaignLine], *, as_of: date) -> list[CampaignLine]:
        """The campaigns asked for, in the order asked for."""
        found = [line for line in lines if self._holds(line, as_of)]
        by = ORDERS.get(self.sort.removeprefix("-"))
        return sorted(found, key=by, reverse=self.sort.startswith("-")) if by else found

    def _holds(self, line: CampaignLine, as_of: date) -> bool:
        said = f"{line.name} {line.code} {line.unit} {line.owner}".casefold()
        return (
            all(word in said for word in self.text.casefold().split())
            and self.owner in ("", line.owner)
            and self.objective in ("", line.objective)
            and self.size in ("", line.campaign_class)
            and self.unit.casefold() in ("", line.unit.casefold())
            and (not self.state or self._is_in_state(line, as_of))
        )

    def _is_in_state(self, line: CampaignLine, as_of: date) -> bool:
        if self.state == INCOMPLETE:
            return bool(line.missing)
        return phase(line.start, line.end, as_of=as_of) == self.state


def read(query: Mapping[str, str]) -> Narrowing:
    """What an address asks for."""
    return Narrowing(
        text=query.get("q", "").strip()[:200],
        owner=query.get("owner", ""),
        objective=query.get("objective", ""),
        size=_known(query.get("class", ""), [size.value for size in CLASS_NAMES]),
        unit=query.get("unit", "").strip()[:200],
        state=_known(query.get("state", ""), STATE_NAMES),
        sort=_known(query.get("sort", ""), [sign + name for name in ORDERS for sign in ("", "-")])
        or BY_SPEND,
    )


def offered(lines: Sequence[CampaignLine]) -> dict[str, list[str]]:
    """What can be chosen in the filter: each only as far as it occurs."""
    return {
        "owners": sorted({line.owner for line in lines if line.owner}, key=str.casefold),
        "objectives": sorted({line.objective for line in lines if line.objective}, key=str.casefold),
        "sizes": [size.value for size in CLASS_NAMES if any(line.campaign_class == size for line in lines)],
        "units": sorted({line.unit for line in lines if line.unit}, key=str.casefold),
    }


def _known(said: str, words: Iterable[str]) -> str:
    return said if said in set(words) else ""
