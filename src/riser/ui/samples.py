"""What the gallery shows: one fictional organisation, small enough to read, with every state in it."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from riser.ui.contrasts import PAIRS
from riser.ui.drawings.dumbbell import AreaLevels
from riser.ui.drawings.levels import AreaSquare, Stair, Standing, Step
from riser.ui.prices import PriceFigure, days_behind

AREAS = """
OBJ GOV PLN BUD REQ RSK SUP CMP VER VAL EXP CFG DAT MEA JNY CNT DEM PRC TRN PQA
"""
STANDINGS = {
    2: "a7 h6 f4 n2",
    3: "a1 h3 f12 n3",
    4: "f2 y3",
    5: "f1",
}
ICONS = (
    "home approvals plan launch measure experiment process assets assure assess improve benchmark connect "
    "settings all find down theme auto sun moon pen bell job out gallery"
)
TYPE_SCALE = ((12, "xs"), (13, "sm"), (14, ""), (16, "h3"), (20, "h2"), (28, "h1"))
SPACES = (4, 8, 12, 16, 24, 40)
LETTERS = {
    "a": Standing.APPRAISED,
    "h": Standing.HOLDS,
    "f": Standing.FAILS,
    "n": Standing.NO_SOURCE,
    "y": Standing.NOT_YET,
}


class SampleForm(forms.Form):
    """A field, a field with an error, a list and a question."""

    cap = forms.DecimalField(label=gettext_lazy("Cap, EUR"), help_text=gettext_lazy("Whole campaign, net."))
    wrong = forms.DecimalField(label=gettext_lazy("Cap, EUR"))
    invoice = forms.FileField(label=gettext_lazy("Invoice"), required=False)
    owner = forms.ChoiceField(
        label=gettext_lazy("Owner"), required=False, choices=[("", gettext_lazy("nobody yet")), ("a", "Ana")]
    )
    answer = forms.ChoiceField(
        label=gettext_lazy("Of your last five campaigns, how many had an approved cap?"),
        widget=forms.RadioSelect,
        choices=[
            ("FM", gettext_lazy("all")),
            ("LM", gettext_lazy("most")),
            ("PM", gettext_lazy("some")),
            ("DM", gettext_lazy("none")),
            ("", gettext_lazy("don’t know")),
        ],
    )


def page() -> dict[str, Any]:
    """The context of the gallery."""
    return {
        "contents": _contents(),
        "contrasts": PAIRS,
        "icons": ICONS.split(),
        "type_scale": TYPE_SCALE,
        "spaces": SPACES,
        "sort": "-spend",
        "page": _middle_page(),
        "stair": _stair(stated=3, indicative=1, appraised=1),
        "risen": _stair(stated=2, indicative=3, appraised=2),
        "unknown": _stair(stated=None, indicative=1, appraised=None),
        "area": AreaLevels(stated=3, evidenced=2, target=3),
        "agreed": AreaLevels(stated=2, evidenced=2),
        "unrated": AreaLevels(stated=3),
        "mix": {"FM": 5, "LM": 2, "PM": 2, "DM": 1, "NY": 1, "NE": 1},
        "prices": _prices(),
        "months": [Decimal(4), Decimal(5), Decimal(0), Decimal(9), None, Decimal(6)],
        "spent": Decimal("4240.00"),
        "cap": Decimal("4000.00"),
        "planned": Decimal("2600"),
        "form": _form(),
        "steps": _steps(),
        "title_block": [
            (_("Scope"), _("All units, 12 campaigns")),
            (_("Model"), "Riser Marketing Model 0.1"),
            (_("Coverage"), _("66 of 77 practices judged")),
        ],
        "crumbs": [(_("Assess"), "#"), (_("Profile"), "#"), ("VER 2.2", "")],
        "names": ["Terrace Search", "Brand - Search", "Garden Week"],
        "table_kinds": ("brief", "rsp"),
        "trail": [(_("Brief approved"), True), (_("Plan approved"), True), (_("Waits for finance"), False)],
        "facts": [
            (_("uncontrolled"), "€11,420"),
            (_("effort"), _("2 days")),
            (_("counts from"), "2027-02-09"),
        ],
    }


def _contents() -> list[tuple[str, str]]:
    return [
        ("tokens", _("Colour, type, icons")),
        ("drawings", _("Drawings")),
        ("ratings", _("Ratings")),
        ("controls", _("Button, field")),
        ("lists", _("Lists and files")),
        ("charts", _("Charts")),
        ("states", _("Empty, loading, error")),
    ]


def _middle_page() -> "Page[int]":
    """The second of three pages."""
    return Paginator(range(120), 50).page(2)


def _stair(*, stated: int | None, indicative: int, appraised: int | None) -> Stair:
    names = (_("Initial"), _("Managed"), _("Defined"), _("Quantitative"), _("Optimizing"))
    steps = tuple(Step(level, name, _squares(level)) for level, name in enumerate(names, start=1))
    return Stair(steps, indicative=indicative, stated=stated, appraised=appraised)


def _squares(level: int) -> tuple[AreaSquare, ...]:
    standings = [
        LETTERS[part[0]] for part in STANDINGS.get(level, "").split() for _times in range(int(part[1:]))
    ]
    codes = {4: ["BUD", "EXP", "MEA", "DEM", "QPM"], 5: ["CAI"]}.get(level, AREAS.split())
    return tuple(
        AreaSquare(code, "", standing, f"#{code}") for code, standing in zip(codes, standings, strict=False)
    )


def _prices() -> list[PriceFigure]:
    billed = _("%(rows)s · as billed")
    return [
        PriceFigure("lost", "EUR", reason=_("No approved stop and no closed test in this window.")),
        PriceFigure(
            "at_risk",
            "EUR",
            low=Decimal(8100),
            high=Decimal(13700),
            href="#",
            basis=billed % {"rows": days_behind(96)},
        ),
        PriceFigure(
            "uncontrolled", "EUR", low=Decimal(33180), href="#", basis=billed % {"rows": days_behind(214)}
        ),
    ]


def _form() -> SampleForm:
    form = SampleForm({"cap": "22000", "wrong": "22.000", "answer": "LM"})
    form.full_clean()
    form.add_error("wrong", _("“22.000” can be 22 or 22,000. Write 22000 or 22.00."))
    return form


def _steps() -> list[tuple[str, str]]:
    return [
        (_("Drop a file"), "campaigns.csv"),
        (_("What we found"), _("5 findings")),
        (_("Correct the plan"), _("owner, goal, cap")),
        (_("Four questions"), _("under 3 minutes")),
        (_("First profile"), _("with prices")),
    ]
