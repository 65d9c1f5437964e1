"""The cast of the tests stands on the product's own actions."""

from cast import Cast
from riser.foundation.queries import people


def test_everybody_of_northwind_is_a_member_and_mallory_is_not(cast: Cast) -> None:
    assert [person.name for person in people(cast.id)] == ["Alice", "Bob", "Cleo", "Vera"]


def test_mallory_acts_in_her_own_organisation(cast: Cast) -> None:
    assert cast.act("Mallory").organisation_id == cast.contoso.id != cast.act("Bob").organisation_id
