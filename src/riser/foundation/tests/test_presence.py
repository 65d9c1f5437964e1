"""Who works in a home shares it; who restores or upgrades it has it alone."""

from pathlib import Path

import pytest

from riser.foundation.presence import CUT_OFF, Occupied, alone, present


def test_many_work_side_by_side(tmp_path: Path) -> None:
    with present(tmp_path), present(tmp_path):
        pass


def test_nobody_has_a_home_alone_while_another_works(tmp_path: Path) -> None:
    with present(tmp_path), pytest.raises(Occupied, match="Stop it"), alone(tmp_path):
        pass


def test_nobody_enters_a_home_that_is_being_restored(tmp_path: Path) -> None:
    with alone(tmp_path), pytest.raises(Occupied, match="restored or upgraded"), present(tmp_path):
        pass
    with present(tmp_path):
        pass


def test_nobody_works_in_a_home_whose_restore_was_cut_off(tmp_path: Path) -> None:
    (tmp_path / CUT_OFF).write_text("{}")
    with pytest.raises(Occupied, match="riser restore --continue"), present(tmp_path):
        pass
    with alone(tmp_path):
        pass


def test_where_there_is_no_home_there_is_nothing_to_share(tmp_path: Path) -> None:
    with present(tmp_path / "none"):
        pass
    assert not (tmp_path / "none").exists()
