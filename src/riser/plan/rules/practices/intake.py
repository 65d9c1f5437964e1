"""PLN 2.4: work that arrives outside the plan passes one intake before it is begun."""

from dataclasses import dataclass

from riser.foundation.verdict import DM, FM, LM, NY, PM, Thresholds
from riser.plan.rules.practices.verdict import Reason, Verdict


@dataclass(frozen=True, slots=True)
class MonthOfWork:
    """The work begun in one month, by hours where every item logs them, else by count.

    `traced` of `started` lead to a plan, or to a request decided no later than the day work began.
    `is_over` is false while the month runs.
    """

    started: int
    traced: int
    is_over: bool = True


def traced_work(month: MonthOfWork, limits: Thresholds) -> Verdict:
    """The verdict on PLN 2.4. Thresholds: full_share, largely_share, partly_share."""

    def at_least(share: str) -> bool:
        return month.traced >= limits[share] * month.started

    if not month.is_over or month.started == 0:
        return Verdict(NY, Reason.NOTHING_STARTED)
    if at_least("full_share"):
        return Verdict(FM, Reason.STARTED)
    if at_least("largely_share"):
        return Verdict(LM, Reason.STARTED)
    return Verdict(PM if at_least("partly_share") else DM, Reason.STARTED)
