"""Settings of a Riser whose clock begins at the same moment in every run: what it says can be printed.

STILL_SINCE is the second at which the run began; from there its clock goes on as every clock does.
"""

import os
import time
from datetime import UTC, datetime, timedelta

from riser.foundation import clock
from riser.web.settings import *  # noqa: F403

BEGINNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SINCE = float(os.environ["STILL_SINCE"])


def moment() -> datetime:
    """The beginning, and what has gone by since."""
    return BEGINNING + timedelta(seconds=time.time() - SINCE)


clock.now = moment
