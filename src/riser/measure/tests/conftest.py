"""Gus, a guest of Northwind beside the cast."""

import pytest

from cast import PASSWORD, Cast
from riser.foundation import actions
from riser.foundation.queries import actor_by_email
from riser.foundation.roles import Act, Face, Role


@pytest.fixture
def guest(cast: Cast) -> Act:
    """What a guest does who was invited and works on no campaign yet."""
    made = actions.add_member(
        cast.act("Alice"), email="gus@agency.example", role=Role.GUEST, name="Gus", password=PASSWORD
    )
    return Act(cast.id, actor_by_email(cast.id, made.user.email), Face.WEB, cast.act("Alice").now)
