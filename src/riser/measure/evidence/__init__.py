"""What the records of this room say: requirements as instances, and the indicators VAL 2.1 and VAL 2.2."""

from collections.abc import Mapping

from riser.foundation.registries import Signal
from riser.measure.evidence import checkpoints, verdicts
from riser.measure.evidence.instances import requirements

SIGNALS: Mapping[str, Signal] = {"VAL 2.1": checkpoints.signal, "VAL 2.2": verdicts.signal}

__all__ = ["SIGNALS", "requirements"]
