"""What was planted in the demo is what Riser finds: the truth stands in the scenario, next to the fault."""

from datetime import UTC, datetime

import pytest

from riser.demo.build import build
from riser.demo.scenario import scenario
from riser.foundation.models import Organisation

# A Thursday after six in the morning; the planted days keep their distance from week ends.
NOW = datetime(2026, 11, 19, 9, tzinfo=UTC)
STORY = scenario()


@pytest.fixture(scope="module")
def organisation(django_db_setup: None, django_db_blocker: object) -> Organisation:
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        return build(NOW)
