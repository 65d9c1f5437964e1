"""Drawings are values in, SVG out: they are read here as XML, the way a browser and a screen reader do."""

from dataclasses import replace
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from riser.ui.drawings.bars import mix_svg, pace_svg, price_svg, spark_svg
from riser.ui.drawings.dumbbell import AreaLevels, dumbbell_svg
from riser.ui.drawings.ladder import ladder_html
from riser.ui.drawings.levels import AreaSquare, Stair, Standing, Step
from riser.ui.drawings.stair import FULL, SMALL, Flight, Size, stair_svg
from riser.ui.prices import PriceFigure, full_scale

HOSTILE = '"><script>alert(1)</script>'
SQUARES = tuple(
    AreaSquare(f"A{number:02}", "Budget", standing, f"/assess/A{number:02}/")
    for number, standing in enumerate([*Standing, *Standing, *Standing, *Standing])
)


def flight(*, stated: int | None = 3, indicative: int = 1, appraised: int | None = None) -> Stair:
    """Five steps, each with every kind of square but the first."""
    names = ("Initial", "Managed", "Defined", "Quantitative", "Optimizing")
    steps = tuple(Step(n, name, SQUARES if n > 1 else ()) for n, name in enumerate(names, start=1))
    return Stair(steps, indicative=indicative, stated=stated, appraised=appraised)


def parsed(svg: str) -> ElementTree.Element:
    """The drawing as XML; fails where it is not well-formed."""
    return ElementTree.fromstring(svg.replace(' reversed=""', ""))  # noqa: S314 (our own output)


def links(drawing: ElementTree.Element) -> list[ElementTree.Element]:
    """Every link of a drawing."""
    return list(drawing.iter("a"))


@pytest.mark.parametrize("size", [FULL, SMALL])
def test_every_square_of_the_stair_is_a_link_with_a_name_that_says_area_level_and_standing(
    size: Size,
) -> None:
    found = links(parsed(stair_svg(flight(), size)))
    assert len(found) == 4 * len(SQUARES)
    assert all(link.get("href", "").startswith("/assess/A") for link in found)
    assert all(link.get("aria-label", "").strip() for link in found)
    first = found[0]
    assert first.get("aria-label") == "A00 Budget, level 2: holds, appraised"


def test_the_ladder_of_a_phone_has_the_same_links_and_the_highest_level_first() -> None:
    drawing = parsed(ladder_html(flight()))
    assert len(links(drawing)) == 4 * len(SQUARES)
    assert [rung.findtext("span") for rung in drawing.iter("li")] == ["5", "4", "3", "2", "1"]


def test_the_ladder_gives_a_finger_24_pixels() -> None:
    widths = {svg.get("width") for svg in parsed(ladder_html(flight())).iter("svg") if svg.get("width")}
    assert widths == {"24"}


def test_squares_of_one_step_never_share_a_place_and_stay_inside_of_it() -> None:
    for size in (FULL, SMALL):
        for reached in (1, 5):
            drawing = parsed(stair_svg(flight(indicative=reached), size))
            places = [
                (float(hit.get("x", 0)), float(hit.get("y", 0)))
                for hit in drawing.iter("rect")
                if hit.get("class") == "hit"
            ]
            assert len(places) == len(set(places))
            assert all(0 <= x <= 5 * size.width - size.pitch for x, _ in places)
            assert all(y + size.pitch <= size.floor for _, y in places)


def test_names_and_addresses_are_escaped() -> None:
    square = AreaSquare("X", HOSTILE, Standing.FAILS, f"/x?{HOSTILE}")
    stair = Stair((Step(1, HOSTILE), Step(2, HOSTILE, (square,))), indicative=1)
    for svg in (stair_svg(stair), ladder_html(stair), spark_svg([Decimal(1)], HOSTILE)):
        assert "<script>" not in svg
        assert parsed(svg) is not None


def test_the_stair_says_its_finding_as_a_name() -> None:
    name = parsed(stair_svg(flight(stated=3, indicative=1))).get("aria-label", "")
    assert name.startswith(
        "Level ladder. Stated level 3. Indicative level 1. Level 1: no practices, always holds."
    )
    assert "Level 2: 8 of 20 areas hold." in name


def test_the_gap_is_measured_between_stated_and_evidenced() -> None:
    texts = [text.text for text in parsed(stair_svg(flight(stated=3, indicative=1))).iter("text")]
    assert "2 levels" in texts
    assert "stated, not evidenced" in texts


def test_a_gap_in_the_other_direction_says_so() -> None:
    texts = [text.text for text in parsed(stair_svg(flight(stated=1, indicative=2))).iter("text")]
    assert "1 level" in texts
    assert "evidenced, not stated" in texts


@pytest.mark.parametrize("stated", [None, 2])
def test_no_gap_is_drawn_before_a_survey_or_where_both_agree(stated: int | None) -> None:
    classes = {
        line.get("class") for line in parsed(stair_svg(flight(stated=stated, indicative=2))).iter("line")
    }
    assert "dim" not in classes


def test_a_long_name_takes_two_lines_where_it_would_run_into_the_next_step() -> None:
    stair = Stair((Step(1, "Initial"), Step(2, "Quantitatively managed", SQUARES)), indicative=1)
    narrow = [text.text for text in parsed(stair_svg(stair, SMALL)).iter("text")]
    assert "Quantitatively" in narrow
    assert "managed" in narrow
    wide = replace(FULL, width=235)
    assert "Quantitatively managed" in [text.text for text in parsed(stair_svg(stair, wide)).iter("text")]


def test_a_step_above_the_next_one_is_narrow_while_next_to_nothing_stands_on_it() -> None:
    few = tuple(replace(SQUARES[0], code=code) for code in "AB")
    steps = (Step(1, "Initial"), Step(2, "Managed", SQUARES), Step(3, "Defined", few), Step(4, "Measured"))
    assert Flight.of(Stair(steps, indicative=1), FULL).widths == (162, 162, 126, 126)
    assert Flight.of(Stair(steps, indicative=1, stated=3), FULL).widths == (162, 162, 162, 126), (
        "a mark needs room"
    )
    assert Flight.of(Stair(steps, indicative=2), FULL).widths == (162, 162, 162, 126), (
        "the next level is wide"
    )


def test_appraised_is_solid_indicative_dashed_stated_a_ring_and_only_one_nosing_says_where_you_are() -> None:
    drawing = parsed(stair_svg(flight(stated=4, indicative=2, appraised=1)))
    classes = [element.get("class") for element in drawing.iter()]
    assert classes.count("m-stated") == classes.count("m-indicative") == classes.count("m-appraised") == 1
    assert classes.count("nos") == 1


def test_nothing_is_drawn_as_appraised_before_an_appraisal() -> None:
    assert "m-appraised" not in stair_svg(flight(appraised=None))


@settings(deadline=None)
@given(
    stated=st.none() | st.integers(1, 5),
    indicative=st.integers(1, 5),
    appraised=st.none() | st.integers(1, 5),
)
def test_any_three_levels_give_a_well_formed_drawing_with_one_mark_each(
    stated: int | None, indicative: int, appraised: int | None
) -> None:
    stair = flight(stated=stated, indicative=indicative, appraised=appraised)
    said = 1 + (stated is not None) + (appraised is not None)
    for svg in (stair_svg(stair), stair_svg(stair, SMALL), ladder_html(stair)):
        marks = [e for e in parsed(svg).iter() if (e.get("class") or "").startswith("m-")]
        assert len(marks) == said


def test_the_stair_speaks_chinese() -> None:
    with override("zh-hans"):
        drawing = parsed(stair_svg(flight(stated=3, indicative=1)))
    assert links(drawing)[0].get("aria-label") == "A00 Budget，2 级：达到，已评定"
    assert drawing.get("aria-label", "").startswith("等级阶梯。自述 3 级。")


def test_a_dumbbell_names_its_levels_and_says_what_is_missing() -> None:
    assert parsed(dumbbell_svg(AreaLevels(3, 1, 3))).get("aria-label") == "stated 3, evidenced 1, target 3"
    alone = parsed(dumbbell_svg(AreaLevels(stated=3)))
    assert alone.get("aria-label") == "stated 3, evidenced not rated"
    assert "ev" not in {element.get("class") for element in alone.iter()}


def test_a_month_without_a_figure_is_not_drawn_as_zero() -> None:
    classes = [
        bar.get("class") for bar in parsed(spark_svg([Decimal(3), None, Decimal(0)], "spend")).iter("rect")
    ]
    assert classes == [None, "unknown", "zero"]


@given(st.dictionaries(st.sampled_from(["FM", "LM", "PM", "DM", "NY", "NE"]), st.integers(0, 50)))
def test_the_parts_of_a_mix_fill_the_bar_exactly(counts: dict[str, int]) -> None:
    widths = [float(part.get("width", "0%").rstrip("%")) for part in parsed(mix_svg(counts)).findall("svg")]
    assert sum(widths) == pytest.approx(100 if any(counts.values()) else 0, abs=0.01)


def test_a_mix_says_its_counts() -> None:
    assert parsed(mix_svg({"FM": 6, "DM": 1})).get("aria-label") == "6 met in full, 1 does not meet"


def test_spend_above_the_cap_is_drawn_apart_and_said() -> None:
    drawing = parsed(pace_svg(Decimal("4240"), Decimal("4000"), Decimal("2000")))
    assert drawing.get("aria-label") == "106 % of cap, plan 50 %"
    assert [rect.get("class") for rect in drawing.iter("rect")] == ["track", "spent", "over"]


@pytest.mark.parametrize(
    ("highest", "full"), [("0", "1"), ("0.40", "1"), ("3940", "5000"), ("33180", "50000"), ("50000", "50000")]
)
def test_bars_share_the_next_round_scale(highest: str, full: str) -> None:
    assert full_scale([PriceFigure("lost", "EUR", low=Decimal(highest))]) == Decimal(full)


def test_what_has_no_price_has_no_bar() -> None:
    with pytest.raises(ValueError, match="no price"):
        price_svg(PriceFigure("lost", "EUR", reason="nothing was stopped"), Decimal(100))


def test_the_three_classes_of_price_differ_in_shape() -> None:
    def shapes(kind: str) -> list[str | None]:
        figure = PriceFigure(kind, "EUR", low=Decimal(10), high=Decimal(20))
        return [rect.get("class") for rect in parsed(price_svg(figure, Decimal(100))).iter("rect")]

    assert shapes("lost") == ["lost"]
    assert shapes("at_risk") == ["range", "end", "end"]
    assert shapes("uncontrolled") == ["uncontrolled"]
