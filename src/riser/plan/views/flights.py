"""When the campaigns run, as SVG: a bar a flight, filled as far as its cap is spent, and a line for today."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from riser.foundation.periods import month_of
from riser.plan.queries import CampaignLine
from riser.plan.rules.phases import Phase, phase
from riser.ui import formats
from riser.ui.drawings.svg import tag

MOST = 16
WIDTH, LEFT, RIGHT = 1160, 226, 1148
TOP, ROW, BAR = 24, 24, 12
AROUND = timedelta(days=14)
LONGEST_NAME = 32
LEAST_LABEL_GAP = 74.0


@dataclass(frozen=True, slots=True)
class Days:
    """Turns days into places."""

    first: date
    last: date

    def x(self, day: date) -> float:
        """The place of the beginning of a day; what lies outside stands at the edge."""
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        return LEFT + (RIGHT - LEFT) * min(max(share, 0.0), 1.0)


def flown(lines: Sequence[CampaignLine]) -> list[CampaignLine]:
    """The campaigns that end last, at most MOST of them, by their first day."""
    dated = sorted((line for line in lines if line.start), key=_end, reverse=True)[:MOST]
    return sorted(dated, key=lambda line: (line.start or date.max, _end(line), line.name))


def flights_svg(lines: Sequence[CampaignLine], *, as_of: date) -> SafeString:
    """The drawing of campaigns that `flown` chose, at least one; its name says the finding."""
    days, height = _days(lines, as_of), TOP + ROW * len(lines) + 24
    marks = [
        *_months(days, height),
        *(_flight(line, days, TOP + ROW * row, as_of) for row, line in enumerate(lines)),
        *_today(days, as_of, height),
    ]
    view = f"0 0 {WIDTH} {height}"
    return tag(
        "svg", *marks, class_="ch flights", viewBox=view, role="group", aria_label=in_words(lines, as_of)
    )


def in_words(lines: Sequence[CampaignLine], as_of: date) -> str:
    """The finding: how many run on the day, and how many begin later."""
    phases = [phase(line.start, line.end, as_of=as_of) for line in lines]
    running, ahead = phases.count(Phase.RUNNING), phases.count(Phase.AHEAD)
    day = {"day": formats.day(as_of)}
    return formats.sentences(
        ngettext("%(n)d campaign runs on %(day)s.", "%(n)d campaigns run on %(day)s.", running)
        % (day | {"n": running}),
        ngettext("%(n)d begins later.", "%(n)d begin later.", ahead) % {"n": ahead},
    )


def _end(line: CampaignLine) -> date:
    return line.end or date.max


def _days(lines: Sequence[CampaignLine], as_of: date) -> Days:
    """From the first flight to the last end, and some days after today for those that run on."""
    starts = [line.start for line in lines if line.start]
    ends = [line.end for line in lines if line.end]
    dated = [line.start for line in lines if line.start and line.end]
    return Days(min([*(dated or starts), as_of]), max([*ends, as_of]) + AROUND)


def _months(days: Days, height: int) -> Iterator[SafeString]:
    day, last = month_of(days.first).to_day + timedelta(days=1), -LEAST_LABEL_GAP
    while day < days.last:
        x = days.x(day)
        yield tag("line", class_="gl", x1=x, y1=TOP - 6, x2=x, y2=height - 22)
        if x - last >= LEAST_LABEL_GAP and x < RIGHT - 50:
            yield tag("text", formats.day(day, "month"), x=x, y=height - 6)
            last = x
        day = month_of(day).to_day + timedelta(days=1)


def _today(days: Days, as_of: date, height: int) -> Iterator[SafeString]:
    x = days.x(as_of)
    yield tag("line", class_="today", x1=x, y1=TOP - 8, x2=x, y2=height - 22)
    yield tag("text", _("Today"), class_="e", x=x, y=TOP - 12, text_anchor="middle")


def _flight(line: CampaignLine, days: Days, y: float, as_of: date) -> SafeString:
    start, end = line.start or days.first, (line.end + timedelta(days=1)) if line.end else days.last
    left, width = days.x(start), max(days.x(end) - days.x(start), 3.0)
    over = line.cap_used is not None and line.cap_used > 1
    used = min(float(line.cap_used or 0), 1.0)
    marks = [
        tag("rect", class_="hit", x=0, y=y, width=WIDTH, height=ROW),
        tag("text", _short(line.name), x=0, y=y + 16),
        tag("rect", class_="nr" if line.end else "nr on", x=left, y=y + 6, width=width, height=BAR),
    ]
    if used:
        marks.append(
            tag("rect", class_="dn" if over else "done", x=left, y=y + 6, width=width * used, height=BAR)
        )
    link = reverse("plan_campaign", args=[line.id])
    return tag("a", *marks, class_="flight", href=link, aria_label=_says(line, as_of))


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


def _says(line: CampaignLine, as_of: date) -> str:
    """A flight read aloud: name, days, and how much of its cap is spent."""
    to_day = formats.day(line.end) if line.end else "…"
    words = f"{line.name}: {formats.day(line.start or as_of)} – {to_day}"
    if line.cap_used is None:
        return words
    share = formats.share(line.spend[0].amount, line.caps[0].amount)
    return _("%(flight)s, %(share)s of the cap spent") % {"flight": words, "share": share}
