"""What the records of the gate say of VER 2.1, VER 2.2 and CMP 2.1: indicators for the registry."""

from collections.abc import Mapping

from riser.foundation.registries import Signal
from riser.launch.evidence.claims import claims
from riser.launch.evidence.gates import gates
from riser.launch.evidence.testing import tests

SIGNALS: Mapping[str, Signal] = {"VER 2.1": gates, "VER 2.2": tests, "CMP 2.1": claims}

__all__ = ["SIGNALS"]
