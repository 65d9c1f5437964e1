"""`riser doctor` where Riser itself cannot start: findings in the person's language, never a traceback."""

from pathlib import Path

import pytest

from keeping.conftest import OWN_KEY
from services.riser import Installation

BROKEN = {
    "a setting that cannot be meant": ({"RISER_DEBUG": "perhaps"}, "RISER_DEBUG must be yes or no"),
    "a mail server without a sender": ({"RISER_SMTP_HOST": "mail.example"}, "RISER_MAIL_FROM"),
    "a database nobody knows": ({"RISER_DATABASE_URL": "oracle://x/y"}, "Riser"),
    "a database that does not answer": (
        {"RISER_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/x"},
        "does not answer",
    ),
}


@pytest.mark.parametrize(("given", "said"), BROKEN.values(), ids=BROKEN.keys())
def test_what_keeps_riser_from_starting_is_a_finding(
    tmp_path: Path, given: dict[str, str], said: str
) -> None:
    told = Installation(tmp_path / "home", OWN_KEY | given).run("doctor", expect=1)
    assert said in told
    assert "Traceback" not in told


def test_a_file_that_is_no_database_is_said_in_chinese(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "riser.sqlite3").write_bytes(b"Campaign,Day\n" * 1000)
    told = Installation(home, OWN_KEY | {"LANG": "zh_CN.UTF-8"}).run("doctor", expect=1)
    assert "数据库没有应答" in told
    assert "riser restore FILE --replace" in told
    assert "Traceback" not in told
