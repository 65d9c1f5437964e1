"""Riser: records of marketing work in, maturity, prices and next steps out."""

__version__ = "0.1.0"
