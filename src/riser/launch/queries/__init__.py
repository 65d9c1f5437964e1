"""Reads of this room, every value frozen, every call with a constant number of queries."""

from riser.launch.queries.report import CheckLine, Report, report, reports

__all__ = ["CheckLine", "Report", "report", "reports"]
