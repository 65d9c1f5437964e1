"""One act that may write many records: what all of them ask is read once, the trail is written together."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from types import TracebackType
from typing import NamedTuple, Self, TypeVar

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from riser.foundation import approvals
from riser.foundation.evidence import RecordRef
from riser.foundation.gathering import Trail
from riser.foundation.models import Approval
from riser.foundation.roles import Act
from riser.plan.actions.keeping import Claim, Values, find, ref, tell, tell_version
from riser.plan.actions.register import Register
from riser.plan.models import BudgetLine, Campaign, Requirement
from riser.plan.queries.visible import visible_campaigns
from riser.plan.words import Kind, Topic


class Declared(NamedTuple):
    """What tells the approvals of one record apart that were copied from elsewhere."""

    topic: str
    approver_name: str
    happened_at: datetime


Hanging = TypeVar("Hanging", BudgetLine, Requirement)


class Batch:
    """The campaigns that one act has open, with what hangs on them, and its trail. Used as a context.

    Whatever is asked of one campaign is read, and locked, for all that are open: the number of queries does
    not grow with them. The trail is written at the end, and not at all after an exception. Call inside the
    action's transaction, after `require`.
    """

    def __init__(self, act: Act) -> None:
        self.act = act
        self.forget()

    def forget(self) -> None:
        """Drops what was read and gathered, after a refusal: what is asked next is read anew."""
        self.trail, self.register = Trail(self.act), Register(self.act.organisation_id)
        self._campaigns: dict[int, Campaign] = {}
        self._owners: dict[int, list[int]] = {}
        self._lines: dict[int, list[BudgetLine]] = {}
        self._requirements: dict[int, list[Requirement]] = {}
        self._agreed: dict[int, bool] = {}
        self._declared: dict[RecordRef, set[Declared]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.trail.write()

    def open(self, ids: Iterable[int]) -> None:
        """Opens these campaigns, those that the one who acts may see; one query."""
        self._take(Q(pk__in=set(ids)))

    def open_called(self, codes: Collection[str], names: Collection[str]) -> None:
        """Opens the campaigns with one of these codes or names; one query."""
        self._take(Q(code__in=codes) | Q(name__in=names))

    def begin(self, row: Campaign) -> None:
        """Takes in a campaign that was just stored: nothing hangs on it yet."""
        self._campaigns[row.pk] = row
        self._owners[row.pk], self._lines[row.pk], self._requirements[row.pk] = [], [], []
        self._agreed[row.pk] = False
        self.register.code_taken(row)

    def campaign(self, campaign_id: int) -> Campaign:
        """The campaign, locked; a guest finds only their own. Raises NotFound."""
        if campaign_id not in self._campaigns:
            row = find(visible_campaigns(self.act), campaign_id, _("campaign"))
            self._campaigns[row.pk] = row
            self.trail.expect(Kind.CAMPAIGN, [row.pk])
        return self._campaigns[campaign_id]

    def owners(self, campaign_id: int) -> list[int]:
        """The members among the owners of a campaign, by id."""
        if missing := self._missing(self._owners, campaign_id):
            found: dict[int, list[int]] = {pk: [] for pk in missing}
            rows = Campaign.owners.through.objects.filter(campaign_id__in=missing)
            for pk, member in rows.order_by("member_id").values_list("campaign_id", "member_id"):
                found[pk].append(member)
            self._owners |= found
        return self._owners[campaign_id]

    def own(self, row: Campaign, members: Collection[int]) -> None:
        """Makes these members the owners of a campaign."""
        before, after = set(self.owners(row.pk)), set(members)
        if before - after:
            row.owners.remove(*before - after)
        if after - before:
            row.owners.add(*after - before)
        self._owners[row.pk] = sorted(after)

    def lines(self, campaign_id: int) -> list[BudgetLine]:
        """The caps of a campaign, locked, by window. One that is stored newly belongs in this list."""
        if missing := self._missing(self._lines, campaign_id):
            rows = BudgetLine.objects.order_by("window_from", "pk")
            self._lines |= self._hanging(rows, missing, Kind.BUDGET_LINE)
        return self._lines[campaign_id]

    def requirements(self, campaign_id: int) -> list[Requirement]:
        """The requirements of a campaign, locked, oldest first. A new one belongs in this list."""
        if missing := self._missing(self._requirements, campaign_id):
            rows = Requirement.objects.order_by("pk")
            self._requirements |= self._hanging(rows, missing, Kind.REQUIREMENT)
        return self._requirements[campaign_id]

    def keep(
        self,
        kind: Kind,
        row: models.Model,
        verb: str,
        *,
        before: Values | None,
        after: Values,
        claim: Claim | None = None,
    ) -> None:
        """Adds the audit event and the next version. A claimed day makes the version *declared*."""
        tell(self.trail, ref(kind, row), verb, before=before, after=after, claim=claim)

    def keep_version(self, case: RecordRef, values: Values, *, claim: Claim | None = None) -> None:
        """Adds the next version alone: what the record says now, because of an event of another one."""
        tell_version(self.trail, case, values, claim=claim)

    def settle(self, campaign_id: int) -> None:
        """Freezes the next baseline where what was agreed for the plan has come into force with this."""
        if missing := self._missing(self._agreed, campaign_id):
            said = approvals.awaiting_baseline(self.act.organisation_id, Kind.CAMPAIGN, map(str, missing))
            self._agreed |= {pk: str(pk) in said for pk in missing}
        if self._agreed[campaign_id]:
            self.trail.write()
            approvals.settle(self.act, ref(Kind.CAMPAIGN, campaign_id), topic=Topic.PLAN)

    def declared(self, case: RecordRef) -> set[Declared]:
        """The approvals that a record has. One that is stored newly belongs in this set."""
        if case not in self._declared:
            self._declared |= self._approvals(case)
        return self._declared[case]

    def _approvals(self, case: RecordRef) -> dict[RecordRef, set[Declared]]:
        """Those of this record and of all of its kind that are open, as far as they were not asked for."""
        if self.trail.is_new(case):
            return {case: set[Declared]()}
        lines = (line.pk for kept in self._lines.values() for line in kept)
        open_ones = self._campaigns.keys() if case.kind == Kind.CAMPAIGN else lines
        found: dict[RecordRef, set[Declared]] = {
            one: set[Declared]()
            for pk in open_ones
            if (one := RecordRef(case.kind, str(pk))) not in self._declared
        } | {case: set[Declared]()}
        rows = Approval.objects.filter(
            organisation_id=self.act.organisation_id, kind=case.kind, record_id__in={one.id for one in found}
        )
        for row in rows:
            said = Declared(row.topic, row.approver_name, row.happened_at)
            found[RecordRef(case.kind, row.record_id)].add(said)
        return found

    def _take(self, which: Q) -> None:
        rows = visible_campaigns(self.act).filter(which).exclude(pk__in=self._campaigns.keys())
        found = {row.pk: row for row in rows.select_for_update(of=("self",)).order_by("pk")}
        self._campaigns |= found
        self.trail.expect(Kind.CAMPAIGN, found)

    def _missing(self, known: Mapping[int, object], campaign_id: int) -> set[int]:
        """The campaigns to be asked about, where this one's answer is not known yet: all that are open."""
        return set() if campaign_id in known else ({campaign_id} | self._campaigns.keys()) - known.keys()

    def _hanging(
        self, rows: QuerySet[Hanging], campaigns: Collection[int], kind: Kind
    ) -> dict[int, list[Hanging]]:
        found: dict[int, list[Hanging]] = defaultdict(list)
        for row in rows.filter(campaign_id__in=campaigns).select_for_update(of=("self",)):
            found[row.campaign_id].append(row)
        self.trail.expect(kind, (row.pk for kept in found.values() for row in kept))
        return {pk: found[pk] for pk in campaigns}
