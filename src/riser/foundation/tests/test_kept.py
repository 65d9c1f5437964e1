"""What is kept for readers: never past the next event, never for somebody else, never from a transaction."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from cast import Cast
from riser.foundation import kept
from riser.foundation.evidence import RecordRef
from riser.foundation.kept import ReadsKeep, keep, reading
from riser.foundation.trail import record_event

pytestmark = pytest.mark.django_db
CASE = RecordRef("campaign", "1")


class Counter:
    """Counts how often it was asked to make something."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self) -> int:
        self.asked += 1
        return self.asked


@pytest.fixture
def make() -> Counter:
    """Something that is expensive to make."""
    return Counter()


def test_the_second_reader_finds_what_the_first_computed(cast: Cast, make: Counter) -> None:
    for _reader in range(2):
        with reading():
            assert keep(cast.id, "lines", make) == 1


def test_an_event_in_the_trail_makes_it_be_computed_anew(cast: Cast, make: Counter) -> None:
    with reading():
        keep(cast.id, "lines", make)
    record_event(cast.act("Cleo"), CASE, "edit campaign")
    with reading():
        assert keep(cast.id, "lines", make) == 2


def test_an_event_of_another_organisation_changes_nothing_here(cast: Cast, make: Counter) -> None:
    with reading():
        keep(cast.id, "lines", make)
    record_event(cast.act("Mallory"), CASE, "edit campaign")
    with reading():
        assert keep(cast.id, "lines", make) == 1


def test_organisations_keys_and_languages_never_share_an_answer(cast: Cast, make: Counter) -> None:
    with reading():
        keep(cast.id, "lines", make)
        keep(cast.contoso.id, "lines", make)
        keep(cast.id, "rows", make)
        with translation.override("zh-hans"):
            keep(cast.id, "lines", make)
    assert make.asked == 4


def test_outside_of_a_request_that_reads_nothing_is_kept(cast: Cast, make: Counter) -> None:
    """A shell command or an action reads within its own transaction, which may still be taken back."""
    with reading():
        keep(cast.id, "lines", make)
    assert keep(cast.id, "lines", make) == 2
    assert keep(cast.id, "lines", make) == 3


@pytest.mark.parametrize(("method", "computed"), [("GET", 1), ("HEAD", 1), ("POST", 2), ("DELETE", 2)])
def test_only_requests_that_read_keep(cast: Cast, make: Counter, method: str, computed: int) -> None:
    def answer(_request: HttpRequest) -> HttpResponse:
        return HttpResponse(str(keep(cast.id, "lines", make)))

    request = HttpRequest()
    request.method = method
    for _time in range(2):
        ReadsKeep(answer)(request)
    assert make.asked == computed


def test_one_request_asks_for_the_state_of_the_records_once(
    cast: Cast, make: Counter, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    with reading(), django_assert_num_queries(1):  # type: ignore[operator]
        keep(cast.id, "lines", make)
        keep(cast.id, "rows", make)
        kept.stamp(cast.id)


def test_what_failed_is_computed_again(cast: Cast, make: Counter) -> None:
    def fail() -> int:
        raise LookupError

    with reading():
        with pytest.raises(LookupError):
            keep(cast.id, "lines", fail)
        assert keep(cast.id, "lines", make) == 1


def test_readers_who_come_together_compute_it_once(make: Counter) -> None:
    """In threads of a server; the state is given, since a test's database belongs to one thread."""
    shelf, together = kept._Shelf(8), Barrier(4)

    def reader(_number: int) -> int:
        together.wait()
        return int(shelf.at("here", "now", "lines").value(make))

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(reader, range(4))) == {1}


def test_the_shelf_forgets_what_is_outdated_and_what_was_asked_for_longest_ago() -> None:
    shelf = kept._Shelf(2)
    first = shelf.at("here", "now", "a")
    shelf.at("here", "now", "b")
    assert shelf.at("here", "now", "a") is first
    shelf.at("here", "now", "c")
    assert [key for _place, key in shelf._entries] == ["a", "c"]
    shelf.at("here", "later", "d")
    assert [key for _place, key in shelf._entries] == ["d"]
