"""`riser connect channel` and `lint-url`: files of all kinds, and a start without a home or Django."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook

from riser.connect.channels import policy_of, values_in
from riser.connect.channels.bulk import Asked, links_in
from riser.connect.commands import connect
from riser.connect.rules.macros import macro_from

ONE = "https://shop.example/?utm_source=google&utm_medium=cpc&utm_campaign=a"
RISER = "from riser.cli import main; main()"
TWO = "https://shop.example/?utm_source=fb&utm_medium=paid_social&utm_campaign=b,c"


def run(*words: str) -> Result:
    return CliRunner().invoke(connect, list(words))


def test_the_two_commands_start_without_settings_or_a_home(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom click.testing import CliRunner\nfrom riser.cli import main\n"
        f"done = CliRunner().invoke(main, ['connect', 'lint-url', {ONE!r}, '--json'])\n"
        "assert done.exit_code == 0, done.output\n"
        "done = CliRunner().invoke(main, ['connect', 'channel', '--source', 'google', '--json'])\n"
        "assert done.exit_code == 0, done.output\n"
        "assert 'riser.web.settings' not in sys.modules\n"
    )
    home = tmp_path / "none"
    environment = {"RISER_HOME": str(home), "PATH": "", "LANG": "C.UTF-8"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert not home.exists()


@pytest.mark.parametrize("lang", ["C.UTF-8", "zh_CN.UTF-8"])
@pytest.mark.parametrize("words", [("--json",), ()])
@pytest.mark.parametrize("asked", ["link", "book", "channel"])
def test_no_language_needs_a_home_that_can_be_made(
    tmp_path: Path, lang: str, words: tuple[str, ...], asked: str
) -> None:
    what = {
        "link": ("lint-url", TWO),
        "book": ("lint-url", "--file", str(book_of(tmp_path, [["URL"], [TWO]]))),
        "channel": ("channel", "--source", "fb", "--medium", "paid_social"),
    }[asked]
    command = [sys.executable, "-c", RISER, "connect", *what, *words]
    environment = {"RISER_HOME": "/proc/nope", "PATH": "", "LANG": lang}
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Paid Social" in done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("channel", "--on", "0001-01-01"), "0001-01-01 is not between"),
        (("lint-url", "--file", "{broken}"), "broken.xlsx is damaged or no XLSX file."),
    ],
)
def test_without_django_a_fault_has_its_sentence_too(
    tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 and nothing of use")
    asked = [word.format(broken=broken) for word in words]
    environment = {"RISER_HOME": "/proc/nope", "PATH": "", "LANG": "C.UTF-8"}
    command = [sys.executable, "-c", RISER, "connect", *asked]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def book_of(folder: Path, rows: list[list[str]]) -> Path:
    """A workbook of one sheet with these rows."""
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(folder / "links.xlsx")
    return folder / "links.xlsx"


def test_findings_are_no_failure_and_links_keep_their_order(tmp_path: Path) -> None:
    file = tmp_path / "links.txt"
    file.write_text(f"{TWO}\r\n\r\n  {ONE}\r\n")
    done = run("lint-url", "x", "--file", str(file), "--json")
    assert done.exit_code == 0
    assert json.loads(done.output) == [
        {"url": "x", "channel": None, "findings": ["not_a_url"]},
        {"url": TWO, "channel": "Paid Social", "findings": ["source_alias"]},
        {"url": ONE, "channel": "Paid Search", "findings": []},
    ]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (f"{ONE}\n{TWO}\n", "utf-8-sig"),
        (f"{ONE}\n{TWO}\n", "utf-16"),
        (f"Ad,Final URL\nA,{ONE}\nB,\"{TWO}\"\n", "utf-8"),
        (f"\nAd;URL\nA;{ONE}\n;\nB;{TWO}\n", "utf-8"),
        (f"广告\t网址\n甲\t{ONE}\n乙\t{TWO}\n", "gb18030"),
    ],
)  # fmt: skip
def test_a_file_of_links_is_read_as_it_comes(tmp_path: Path, text: str, encoding: str) -> None:
    file = tmp_path / "links.csv"
    file.write_bytes(text.encode(encoding))
    assert [one.url for one in links_in(file)] == [ONE, TWO]


def test_a_workbook_of_links_is_read_and_tells_its_pages(tmp_path: Path) -> None:
    rows = [["Report of May"], ["Ad", "Landing page", "Referrer"], ["A", ONE, "https://shop.example/"]]
    file = book_of(tmp_path, [*rows, ["B", TWO]])
    assert links_in(file) == [
        Asked(ONE, "https://shop.example/"),
        Asked(TWO),
    ]


@pytest.mark.parametrize(
    "text",
    [
        '{"prohibited": ["a"]}',
        '{\n\t"prohibited": ["A"]\n}',
        "prohibited: [a]",
        '{"policy": {"prohibited": ["a"]}, "cases": []}',
        '{"context": {"prohibited": ["a"]}, "notes": ["said by hand"]}',
    ],
)
def test_a_policy_is_read_as_json_or_yaml(tmp_path: Path, text: str) -> None:
    file = tmp_path / "policy"
    file.write_text(text)
    policy = policy_of(values_in(file))
    assert policy.prohibited == {"a"}
    assert policy.required == ("utm_source", "utm_medium", "utm_campaign")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("source_aliases: {360: so}", "policy, source_aliases: 360 should be of type string."),
        ("source_aliases: {on: x}", "policy, source_aliases: True should be of type string."),
        ("{on: x}", "policy, top: nobody knows True here."),
        ("macros: ['...}']", "policy, macros[0]: '...}' should look like"),
        ('{"prohibited": [}', "policy, line 1: this is neither JSON nor YAML."),
    ],
)
def test_what_no_policy_can_say_gets_a_sentence(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "policy"
    file.write_text(text)
    done = run("lint-url", ONE, "--policy", str(file), "--json")
    assert (done.exit_code, isinstance(done.exception, SystemExit)) == (2, True)
    assert done.output.startswith(said)


@pytest.mark.parametrize("text", ["..}", "{..", "..", "{"])
def test_a_placeholder_without_a_side_is_none(text: str) -> None:
    with pytest.raises(ValueError, match="opens or closes with nothing"):
        macro_from(text)


def test_a_paid_link_and_its_page_are_told_by_options() -> None:
    page = "https://shop.example/"
    done = run("lint-url", ONE.replace("cpc", "organic"), "--paid", "--referrer", page, "--json")
    assert json.loads(done.output)[0]["findings"] == ["internal_link_tagged", "paid_link_in_unpaid_channel"]


def test_people_read_the_channel_with_its_rule() -> None:
    done = run("channel", "--source", "newsletter", "--medium", "email", "--on", "2026-01-01")
    assert done.output == (
        "Email\n  email (ga4-2023-11-04): Source or medium is email, e-mail, e_mail or “e mail”.\n"
    )
