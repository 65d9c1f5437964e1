"""What is known or taken in an organisation: members, codes, objectives, platform campaigns."""

import re
from collections.abc import Iterable
from functools import cached_property

from riser.foundation.evidence import PlatformKey
from riser.foundation.models import Organisation
from riser.foundation.queries import house, people
from riser.plan.models import Campaign, Objective, PlatformLink
from riser.plan.rules.owners import Known, resolve


class Register:
    """Reads each once, for one act in its transaction. What the act itself stores is to be told to it."""

    def __init__(self, organisation_id: int) -> None:
        self.organisation_id = organisation_id
        self._members: dict[str, list[int]] = {}
        self._objectives: dict[int, Objective | None] = {}
        self._named: dict[str, Objective | None] = {}
        self._keys: dict[PlatformKey, list[PlatformLink]] = {}

    def members(self, typed: str) -> list[int]:
        """The ids of the members that an owner field names, in the order typed."""
        if typed not in self._members:
            self._members[typed] = list(resolve(typed, self._people).members)
        return self._members[typed]

    def holder_of_code(self, code: str) -> int | None:
        """The id of the campaign with that code, or None."""
        return self._codes.get(code)

    def free_code(self) -> str:
        """The next of the codes that Riser gives itself: C1, C2, …"""
        return f"C{self._highest_code + 1}"

    def code_taken(self, row: Campaign) -> None:
        """Takes in the code of a campaign that was just stored."""
        if "_codes" in vars(self):
            self._codes[row.code] = row.pk
            self._highest_code = max(self._highest_code, _code_number(row.code))

    def codes_changed(self) -> None:
        """A stored campaign has another code now: its old one may be free."""
        vars(self).pop("_codes", None)
        vars(self).pop("_highest_code", None)

    def unit(self, typed: str) -> str:
        """The unit as it is written already, its letters large or small; as typed where it is new."""
        return self._units.setdefault(typed.casefold(), typed) if typed else ""

    def objective(self, objective_id: int) -> Objective | None:
        """The objective, locked so that nobody archives it meanwhile; None where there is none here."""
        if objective_id not in self._objectives:
            mine = Objective.objects.filter(organisation_id=self.organisation_id)
            self._objectives[objective_id] = mine.select_for_update().filter(pk=objective_id).first()
        return self._objectives[objective_id]

    def knows_objective(self, objective_id: int) -> bool:
        """Whether the objective was found before by this act."""
        return self._objectives.get(objective_id) is not None

    def objective_named(self, typed: str) -> Objective | None:
        """The objective of that name, its letters large or small; locked. None where there is none."""
        if self._named.get(typed) is None:
            mine = Objective.objects.filter(organisation_id=self.organisation_id, name__iexact=typed)
            pk = mine.order_by("pk").values_list("pk", flat=True).first()
            self._named[typed] = None if pk is None else self.objective(pk)
        return self._named[typed]

    def objective_stored(self, row: Objective) -> None:
        """Takes in an objective that was just stored."""
        self._objectives[row.pk] = row

    def look_up(self, keys: Iterable[PlatformKey]) -> None:
        """Reads who holds these platform campaigns; one query."""
        wanted = {key for key in keys if key not in self._keys}
        mine = PlatformLink.objects.filter(organisation_id=self.organisation_id)
        self._keys |= {key: [] for key in wanted}
        for row in mine.filter(key__in={key.campaign for key in wanted}).order_by("pk"):
            key = PlatformKey(row.source, row.account, row.key)
            if key in wanted:
                self._keys[key].append(row)

    def holders(self, key: PlatformKey) -> list[PlatformLink]:
        """The mappings of a platform campaign, oldest first. A new one belongs in this list."""
        if key not in self._keys:
            self.look_up([key])
        return self._keys[key]

    def lock_keys(self) -> None:
        """Two people mapping one platform campaign at the same time would each find it free."""
        # Without a hold on the key itself, or nobody could write an audit event meanwhile.
        rows = Organisation.objects.select_for_update(no_key=True)
        self._locked = vars(self).get("_locked") or rows.get(pk=self.organisation_id)

    @cached_property
    def currency(self) -> str:
        """The organisation's own."""
        return house(self.organisation_id).currency

    @cached_property
    def _people(self) -> list[Known]:
        return [Known(one.member_id, one.name, one.email) for one in people(self.organisation_id)]

    @cached_property
    def _codes(self) -> dict[str, int]:
        rows = Campaign.objects.filter(organisation_id=self.organisation_id)
        return dict(rows.values_list("code", "pk"))

    @cached_property
    def _units(self) -> dict[str, str]:
        rows = Campaign.objects.filter(organisation_id=self.organisation_id).exclude(unit="")
        named = rows.order_by("pk").values_list("unit", flat=True)
        return {unit.casefold(): unit for unit in reversed(named)}

    @cached_property
    def _highest_code(self) -> int:
        return max(map(_code_number, self._codes), default=0)


def _code_number(code: str) -> int:
    """The number in a code that Riser gave, 0 for any other."""
    found = re.fullmatch(r"C(\d{1,9})", code)
    return int(found[1]) if found else 0
