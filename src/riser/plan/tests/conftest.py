"""People whom only this room's tests need."""

from collections.abc import Callable

import pytest

from cast import PASSWORD, Cast
from riser.foundation import actions
from riser.foundation.roles import Role


@pytest.fixture
def guest_of(cast: Cast) -> Callable[[str], int]:
    """Makes Northwind a guest of that first name; gives back the id of the membership."""

    def join(name: str) -> int:
        member = actions.add_member(
            cast.act("Alice"),
            email=f"{name.lower()}@agency.example",
            role=Role.GUEST,
            name=name,
            password=PASSWORD,
        )
        cast.northwind.members[name] = member
        return member.pk

    return join
