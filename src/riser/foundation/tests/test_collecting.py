"""Memory is looked through seldom in a server and a shell, and cycles still go."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from riser.foundation.collecting import EVERY, collect_seldom


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    every = gc.get_threshold()
    yield
    gc.set_threshold(*every)
    gc.unfreeze()


def test_what_is_loaded_is_spared_and_the_rest_is_looked_at_less_often() -> None:
    collect_seldom()
    assert gc.get_threshold() == EVERY
    assert gc.get_freeze_count() > 10_000


def test_a_cycle_made_later_is_still_collected() -> None:
    collect_seldom()
    one = _Ring()
    one.other = one
    gone = weakref.ref(one)
    del one
    gc.collect()
    assert gone() is None


class _Ring:
    other: "_Ring | None" = None
