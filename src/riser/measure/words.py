"""The words this room stores: kinds of record, decisions, results. No Django here."""

from enum import StrEnum


class Kind(StrEnum):
    """Kinds of record this room keeps; keys of the records registry."""

    CHECKPOINT = "checkpoint"
    VERDICT = "verdict"
    LAG = "source_lag"


class Decision(StrEnum):
    """What is decided when results were read in flight."""

    CONTINUE = "continue"
    CHANGE = "change"
    STOP = "stop"


class Result(StrEnum):
    """What a requirement turned out to be. Undecidable is a legal answer, up to a quarter of a year's."""

    MET = "met"
    MISSED = "missed"
    UNDECIDABLE = "undecidable"
