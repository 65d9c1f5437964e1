"""`riser assess rate` and `level` keep their contract, need no database, and name what is wrong in a file."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from riser.assess.commands import assess


def run(verb: str, content: str | bytes, tmp_path: Path, *options: str) -> Result:
    """The verb on a file with this content."""
    path = tmp_path / "in.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return CliRunner().invoke(assess, [verb, str(path), *options])


def computed(verb: str, value: Any, tmp_path: Path) -> Any:
    """What the verb prints as JSON for this value."""
    result = run(verb, json.dumps(value), tmp_path, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


def test_rate_prints_allowed_outcomes_and_who_decides(tmp_path: Path) -> None:
    assert computed("rate", {"any id": ["FM", "DM"], "b": ["FM", "NY"], "c": ["NE"], "d": []}, tmp_path) == {
        "practices": {
            "any id": {"allowed": ["LM", "PM"], "judgement": True},
            "b": {"allowed": ["FM"], "judgement": False},
            "c": {"allowed": [], "judgement": False},
            "d": {"allowed": [], "judgement": False},
        }
    }


def test_level_prints_groups_areas_and_the_whole(tmp_path: Path) -> None:
    def group(level: int, code: str | None, **more: bool) -> dict[str, Any]:
        return {
            "level": level,
            "significant_weakness": False,
            "covered": True,
            "practices": {"p": code},
        } | more

    given = {
        "areas": [
            {
                "code": "A",
                "applicable": True,
                "groups": [group(2, "FM"), group(3, "LM", significant_weakness=True)],
            },
            {"code": "B", "applicable": True, "groups": [group(2, "LM"), group(3, "NY")]},
            {"code": "C", "applicable": True, "groups": [group(4, "DM", covered=False)]},
            {"code": "D", "applicable": False, "groups": [group(2, None)]},
            {"code": "E", "applicable": True, "groups": []},
        ]
    }
    assert computed("level", given, tmp_path) == {
        "areas": [
            {
                "code": "A",
                "level": 2,
                "groups": [{"level": 2, "result": "satisfied"}, {"level": 3, "result": "unsatisfied"}],
            },
            {
                "code": "B",
                "level": 2,
                "groups": [{"level": 2, "result": "satisfied"}, {"level": 3, "result": "not_rated"}],
            },
            {"code": "C", "level": 1, "groups": [{"level": 4, "result": "not_rated"}]},
            {"code": "D", "level": None, "groups": [{"level": 2, "result": "not_rated"}]},
            {"code": "E", "level": None, "groups": []},
        ],
        "maturity_level": 2,
    }


def test_yaml_is_read_too_and_the_plain_report_uses_words(tmp_path: Path) -> None:
    result = run("rate", "OBJ 2.1: [FM, PM]\nBUD 2.1: [NE]\n", tmp_path)
    assert result.exit_code == 0
    assert result.output == "OBJ 2.1  LM or PM, a person decides\nBUD 2.1  not rated\n"


def test_json_may_be_indented_with_tabs(tmp_path: Path) -> None:
    assert run("rate", '{\n\t"a": [\n\t\t"FM"\n\t]\n}', tmp_path).exit_code == 0


@pytest.mark.parametrize(
    ("verb", "content", "sentence"),
    [
        ("rate", '{"OBJ 2.1": ["FM", "XX"]}', "OBJ 2.1[1]: 'XX' is not one of FM, LM, PM, DM, NY, NE"),
        ("rate", '{"OBJ 2.1": "FM"}', "OBJ 2.1: 'FM' should be of type array"),
        ("rate", "[]", "top: [] should be of type object"),
        ("rate", "", "top: None should be of type object"),
        ("rate", '{"a": ["FM"', "line 2, column 1: a bracket, a quotation mark"),
        ("rate", '{"a": ["FM"], "a": ["DM"]}', "“a” occurs twice in one object"),
        ("rate", b"\xff\xfe", "not UTF-8"),
        ("rate", "[" * 100_000, "nested too deeply"),
        ("level", "{}", "areas is missing. Add it."),
        (
            "level",
            '{"areas": [{"code": "A", "groups": [{"level": 9, "practices": {}}]}]}',
            "areas[0].groups[0].level: 9",
        ),
        (
            "level",
            '{"areas": [{"code": "A", "groups": [{"level": 2, "practices": {"p": "GOOD"}}]}]}',
            "areas[0].groups[0].practices.p: 'GOOD' is not one of FM, LM, PM, DM, NY, NE, null",
        ),
        (
            "level",
            '{"areas": [{"code": "A", "groups": []}, {"code": "A", "groups": []}]}',
            "“A” occurs twice",
        ),
        (
            "level",
            '{"areas": [{"code": "A", "groups": [%s, %s]}]}' % (('{"level": 2, "practices": {}}',) * 2),
            "areas[0].groups: level 2 occurs twice. Make them one group.",
        ),
        (
            "level",
            '{"areas": [{"code": "A", "groups": [{"level": 2, "covred": false, "practices": {}}]}]}',
            "nobody knows covred here",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_exit_2_with_place_and_remedy(
    verb: str, content: str | bytes, sentence: str, tmp_path: Path
) -> None:
    result = run(verb, content, tmp_path, "--json")
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert "in.json" in result.stderr
    assert result.stdout == ""


def test_a_missing_file_is_exit_2() -> None:
    result = CliRunner().invoke(assess, ["rate", "nowhere.json"])
    assert result.exit_code == 2
    assert "nowhere.json" in result.stderr


def test_neither_verb_loads_django(tmp_path: Path) -> None:
    path = tmp_path / "in.json"
    path.write_text('{"a": ["FM"]}')
    program = (
        "import sys; from riser.assess.commands import assess; "
        f"assess(['rate', {str(path)!r}, '--json'], standalone_mode=False); "
        "sys.exit('django' in {name.split('.')[0] for name in sys.modules})"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False, capture_output=True).returncode == 0
