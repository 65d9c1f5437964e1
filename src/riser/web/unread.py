"""What the API says of a body that is not as described: a sentence for each way of being wrong."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from riser.foundation.errors import Problem

DAY = _("This is no day. Write it as 2026-03-01.")
MOMENT = _("This is no moment. Write it as 2026-03-01T14:30:00Z.")
WHOLE = _("This is no whole number. Send digits alone.")
NUMBER = _("This is no number. Write it as 1234.56.")
TEXT = _("This is no text. Send it between quotation marks.")
YES = _("This is neither true nor false. Send one of the two.")
STRANGE = _("The text holds characters that cannot be shown. Type it again.")
# The words of the validator for a fault -> ours; %(…)s are the facts it gives.
SENTENCES: Mapping[str, StrOrPromise] = {
    "missing": _("This is missing. Send it along."),
    "int_parsing": WHOLE,
    "int_type": WHOLE,
    "int_from_float": WHOLE,
    "int_parsing_size": WHOLE,
    "float_type": NUMBER,
    "float_parsing": NUMBER,
    "decimal_type": NUMBER,
    "decimal_parsing": NUMBER,
    "finite_number": NUMBER,
    "decimal_max_digits": _("This number is too long: at most %(max_digits)s digits. Check it."),
    "decimal_whole_digits": _("This number is too long: at most %(whole_digits)s digits. Check it."),
    "decimal_max_places": _("At most %(decimal_places)s decimals are kept. Round the number."),
    "greater_than": _("This has to be above %(gt)s. Send such a number."),
    "greater_than_equal": _("This has to be at least %(ge)s. Send such a number."),
    "less_than": _("This has to be below %(lt)s. Send such a number."),
    "less_than_equal": _("This may be %(le)s at most. Send such a number."),
    "date_type": DAY,
    "date_parsing": DAY,
    "date_from_datetime_parsing": DAY,
    "date_from_datetime_inexact": DAY,
    "datetime_type": MOMENT,
    "datetime_parsing": MOMENT,
    "datetime_from_date_parsing": MOMENT,
    "timezone_aware": _("This moment has no zone. Write it as 2026-03-01T14:30:00Z."),
    "bool_type": YES,
    "bool_parsing": YES,
    "string_type": TEXT,
    "string_unicode": STRANGE,
    "string_too_long": _("This is longer than %(max_length)s characters. Shorten it."),
    "string_too_short": _("This is shorter than %(min_length)s characters. Say more."),
    "string_pattern_mismatch": _("This does not look as described: %(pattern)s. Correct it."),
    "enum": _("This is not known here. Send one of: %(expected)s."),
    "literal_error": _("This is not known here. Send one of: %(expected)s."),
    "list_type": _("This is no list. Send it between square brackets."),
    "too_long": _("This list has more than %(max_length)s entries. Send it in parts."),
    "too_short": _("This list has fewer than %(min_length)s entries. Add what is missing."),
    "dict_type": _("This is no object. Send it between braces."),
    "model_type": _("This is no object. Send it between braces."),
    "model_attributes_type": _("This is no object. Send it between braces."),
    "extra_forbidden": _("Nobody knows this field. Leave it out."),
}
OTHERWISE = _("This is not as described (%(msg)s). Compare it with /api/v1/openapi.json.")
# Patterns whose meaning has a sentence of its own.
PATTERNS: Mapping[str, StrOrPromise] = {
    r"^[^\x00]*$": STRANGE,
    "^[A-Z]{3}$": _("This is not a currency. Write a three-letter code such as EUR."),
    "^[0-9a-f]{32}$": _("This is not the id of a load: 32 digits and letters from a to f. Copy it whole."),
}


def problem(error: Mapping[str, Any]) -> Problem:
    """The fault with its place, as the validator describes it."""
    facts = {"msg": str(error.get("msg", "")), **error.get("ctx", {})}
    said = PATTERNS.get(str(facts.get("pattern"))) or SENTENCES.get(str(error.get("type")), OTHERWISE)
    return Problem(str(said) % facts, column=_place(error.get("loc", ())))


def _place(parts: Any) -> str:
    """Where it stands: without the words that only say that it came in the body or in a form."""
    return ".".join(str(part) for part in parts if part not in {"body", "form", "query", "path"})
