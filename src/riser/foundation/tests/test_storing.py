"""What cannot be stored is refused field by field before the database sees it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cast import GO_LIVE, NOW
from riser.foundation.errors import Refused
from riser.foundation.models import Organisation
from riser.foundation.storing import checked, is_storable


def organisation(**said: object) -> Organisation:
    """A row that is whole, but for what is said."""
    return Organisation(
        **({"name": "Northwind", "slug": "northwind", "go_live": GO_LIVE, "created_at": NOW} | said)
    )


def test_a_whole_row_is_given_back_as_it_is() -> None:
    row = organisation()
    assert checked(row) is row


@pytest.mark.parametrize(
    ("said", "label", "name"),
    [
        ({"name": ""}, "name", "name"),
        ({"go_live": "soon"}, "go-live", "go_live"),
        ({"go_live": None}, "go-live", "go_live"),
        ({"time_zone": None}, "time zone", "time_zone"),
        ({"time_zone": "a\x00b"}, "time zone", "time_zone"),
        ({"time_zone": "\ud800"}, "time zone", "time_zone"),
        ({"time_zone": "x" * 61}, "time zone", "time_zone"),
    ],
)
def test_each_field_that_cannot_be_taken_is_named_by_its_label_or_its_name(
    said: dict[str, object], label: str, name: str
) -> None:
    for by_label, column in ((True, label), (False, name)):
        with pytest.raises(Refused) as refusal:
            checked(organisation(**said), by_label=by_label)
        assert [problem.column for problem in refusal.value.problems] == [column]
        assert str(refusal.value.problems[0])


@given(st.text())
def test_what_is_storable_can_be_written_as_utf_8_and_holds_no_zero(text: str) -> None:
    assert is_storable(text) is all(letter >= " " or letter in "\n\r\t" for letter in text)
    assert not is_storable(text + "\x00")
    assert not is_storable("\udfff" + text)
