"""The content is fit to ship, and a broken file is named with place and remedy."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from riser.assess import library
from riser.assess.library import ContentError, Localised, lint
from riser.assess.library.reading import parse_yaml
from riser.foundation.evidence import Characterisation


def test_the_flagship_is_fit_to_ship() -> None:
    assert lint.findings(library.model()) == []


def test_the_fitness_test_is_fit_to_ship() -> None:
    assert lint.findings(library.fitness()) == []


def test_all_22_areas_are_named_and_ids_occur_once() -> None:
    areas = library.model().areas
    assert len(areas) == len({area.code for area in areas}) == 22
    ids = [practice.id for area in areas for practice in area.practices]
    assert len(ids) == len(set(ids))


def test_the_fitness_test_has_four_questions_and_15_conditions_on_named_areas() -> None:
    test = library.fitness()
    codes = {area.code for area in library.model().areas}
    assert [len(question.conditions) for question in test.questions] == [4, 4, 3, 4]
    assert all(cover.practice[:3] in codes for one in test.conditions for cover in one.covered_by)


def test_every_practice_has_six_stories_most_of_them_with_their_own_key() -> None:
    for practice in library.model().practices.values():
        keys = [story.key for story in practice.stories]
        assert len(keys) == 6, practice.id
        assert set(keys) >= {
            Characterisation.FM,
            Characterisation.LM,
            Characterisation.PM,
            Characterisation.DM,
        }


def test_seven_areas_have_every_practice_that_is_planned_at_level_2() -> None:
    areas = {area.code: area for area in library.model().areas}
    written = {
        code for code, area in areas.items() if area.practices and len(area.at(2)) == area.planned.get(2)
    }
    assert written == {"PLN", "BUD", "REQ", "VER", "VAL", "DAT", "CNT"}, "an area was finished: add it here"


def test_no_area_holds_more_practices_at_a_level_than_are_planned_there() -> None:
    assert [
        f"{area.code} holds {len(area.at(level))} practices at level {level}; raise `planned` in its YAML"
        for area in library.model().areas
        for level in area.levels
        if len(area.at(level)) > area.planned.get(level, 0)
    ] == []


def test_what_a_practice_builds_on_is_written_or_still_planned() -> None:
    model = library.model()
    for practice in model.practices.values():
        for id_ in set(practice.builds_on) - set(model.practices):
            area, level = model.area(id_[:3]), int(id_[4])
            assert area is not None, f"{practice.id} builds on {id_}"
            assert not area.practices or len(area.at(level)) < area.planned.get(level, 0), (
                f"{practice.id}: {id_}"
            )


def test_a_model_is_read_once() -> None:
    assert library.model() is library.model()


def test_an_unknown_model_is_named_with_the_known_ones() -> None:
    with pytest.raises(ContentError, match=r"no model “abc”. Known: rmm"):
        library.model("abc")


def test_text_falls_back_to_english() -> None:
    assert Localised("spend", "消耗").in_language("zh-hans") == "消耗"
    assert Localised("spend").in_language("zh-hans") == "spend"
    assert Localised("spend", "消耗").in_language("en-gb") == "spend"


@pytest.fixture
def broken(tmp_path: Path) -> Callable[[str, str, str], Path]:
    """A copy of the flagship's head and one area, in which one text is replaced."""

    def make(file: str, old: str, new: str) -> Path:
        folder = tmp_path / "rmm"
        folder.mkdir()
        for name in ("model.yaml", "OBJ.yaml"):
            shutil.copy(str(library.CONTENT / "rmm" / name), folder / name)
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        return folder

    return make


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("level: 2", "level: 7", r"rmm/OBJ.yaml, practices\[0\].level: 7 is not one of 2, 3, 4, 5"),
        ("id: OBJ 2.1", "id: OBJ 3.1", r"practices\[0\].id: “OBJ 3.1” should begin with “OBJ 2.”"),
        ("code: OBJ", "code: XYZ", r"rmm/OBJ.yaml, code: “XYZ” should be OBJ"),
        ("role: leader", "role: boss", r"questions\[0\].role: 'boss' is not one of leader, manager"),
        ("    why:", "    wy:", r"practices\[0\]: nobody knows wy here"),
        ("    why:", "    statement:", r"rmm/OBJ.yaml, line \d+, column 5: “statement” occurs twice"),
        ("    builds_on: []", "    builds_on: [", r"rmm/OBJ.yaml, line \d+, column \d+: .* nothing was read"),
    ],
)
def test_a_broken_area_is_refused_with_file_path_and_what_is_allowed(
    broken: Callable[[str, str, str], Path], old: str, new: str, sentence: str
) -> None:
    with pytest.raises(ContentError, match=sentence):
        library.load_model(broken("OBJ.yaml", old, new))


def test_an_area_file_that_the_model_does_not_name_is_refused(
    broken: Callable[[str, str, str], Path],
) -> None:
    folder = broken("model.yaml", "code: OBJ", "code: OBI")
    with pytest.raises(ContentError, match=r"rmm/OBJ.yaml: model.yaml names no such area"):
        library.load_model(folder)


def test_the_lint_names_every_finding_with_its_place(broken: Callable[[str, str, str], Path]) -> None:
    practice = library.load_model(broken("OBJ.yaml", "builds_on: []", "builds_on: [OBJ 2.1, OBJ 3.1]"))
    assert lint.findings(practice) == [
        "rmm OBJ 2.1: it builds on a practice of a higher level. Take it off builds_on.",
        "rmm: OBJ 2.1 builds on itself. Break the circle in builds_on.",
    ]


def test_the_lint_refuses_words_that_decide_nothing_and_missing_translations() -> None:
    model = replace(library.model(), name=Localised("Regularly"), summary=Localised("Sum", "总"))
    assert lint.findings(model) == [
        "rmm.name: the Chinese text is missing. Write it.",
        "rmm.name: “Regularly” decides nothing. Say what a record would show.",
    ]


def test_numbers_stay_exact_and_days_stay_text() -> None:
    value = parse_yaml("share: 0.60\nday: 2026-03-01\n2: two", name="x.yaml")
    assert value == {"share": Decimal("0.60"), "day": "2026-03-01", "2": "two"}


def test_an_area_is_incomplete_while_planned_practices_are_missing() -> None:
    area = library.model().area("OBJ")
    assert area is not None
    assert not area.complete, "three practices are planned at level 2"
    assert area.levels == (2,)
    risk = library.model().area("RSK")
    assert risk is not None
    assert not risk.complete
