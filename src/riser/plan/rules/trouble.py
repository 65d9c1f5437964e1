"""What can be wrong with a typed value. Sentences are made elsewhere; here are only the kinds."""

from enum import StrEnum


class Trouble(StrEnum):
    """Why a typed value cannot be taken."""

    NOT_A_NUMBER = "not_a_number"
    AMBIGUOUS_NUMBER = "ambiguous_number"  # offers: two readings
    NOT_POSITIVE = "not_positive"
    NOT_A_DATE = "not_a_date"
    AMBIGUOUS_DATE = "ambiguous_date"  # offers: two readings
    SHORT_YEAR = "short_year"
    OTHER_CURRENCY = "other_currency"  # offers: the currency that was expected
    UNCLEAR_CURRENCY = "unclear_currency"  # offers: the currencies the sign may mean
    NO_METRIC = "no_metric"
    NO_OPERATOR = "no_operator"
    NO_BOUND = "no_bound"
    NOT_A_CHOICE = "not_a_choice"  # offers: what is allowed
    NOT_A_KEY = "not_a_key"
    TOO_LONG = "too_long"  # offers: how many characters
    EMPTY = "empty"
    NEEDS = "needs"  # offers: the column that has to be filled too
    IN_FUTURE = "in_future"
    BEFORE = "before"  # offers: the column that cannot be later than this one
    TOO_MANY = "too_many"
    TWICE = "twice"  # offers: the row that says it already


class Unclear(ValueError):
    """A typed value that cannot be taken: which one, why, and what could be written instead."""

    def __init__(self, trouble: Trouble, given: str, *offers: str) -> None:
        super().__init__(f"{trouble}: {given!r} {offers}")
        self.trouble = trouble
        self.given = given
        self.offers = offers
