"""Settings of a Riser on stage: its clock runs so many days ahead, and it may open one shop on the loopback.

The clock's lead is read from a file each time, so that a test turns it while the server runs.
"""

import os
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

from riser.foundation import clock
from riser.web.settings import *  # noqa: F403

LEAD, CERTIFICATE = Path(os.environ["STAGE_LEAD"]), os.environ["STAGE_CERTIFICATE"]
LAUNCH_FETCH_ALLOWED = ("127.0.0.1", "::1")
LAUNCH_FETCH_TRUST = ssl.create_default_context(cafile=CERTIFICATE)


def ahead() -> datetime:
    """This moment, and the days of the file on top."""
    return datetime.now(UTC) + timedelta(days=int(LEAD.read_text()))


clock.now = ahead
