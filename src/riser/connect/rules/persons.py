"""Whether a value of a link tells who somebody is: an e-mail address or a telephone number.

A number counts as one only by its writing (a country code, groups, a word before it) or, where no id of a
platform stands, by the length of a Chinese mobile number: campaigns and ads have ids of ten to twelve digits.
"""

import re
from urllib.parse import unquote

from riser.connect.rules.landing import Parameter, undone

IDS = frozenset({"utm_campaign", "utm_id"})  # where platforms write ids that look like numbers of phones
# Not “logo@2x.png”.
# Each part is bounded: a long value without an address is looked through once, not once per letter.
_ADDRESS = re.compile(r"[^\s@/?&=<>:,;]{1,64}@(?!\dx\.)[\w-]{1,63}(?:\.[\w-]{1,63})+")
_COUNTRY_CODE = re.compile(r"(?<![\w+])(?:\+|00)[1-9][\d ().-]{6,18}\d(?!\d)")
_GROUPS = re.compile(r"(?<![\d-])(?:\+?1[-. ])?(?:\(\d{3}\) ?|\d{3}[-. _])\d{3}[-. _]\d{4}(?![\d-])")
_CHINESE_GROUPS = re.compile(r"(?<![\d-])1[3-9]\d[- ]\d{4}[- ]\d{4}(?![\d-])")
_CHINESE = re.compile(r"(?<!\d)(?:86)?1[3-9]\d{9}(?!\d)")
_SAID = re.compile(r"(?:tel|phone|mobile|电话|手机)[:=_ -]?\+?\d{7,15}(?!\d)", re.IGNORECASE)
_SHORTEST, _LONGEST = 9, 15  # digits of a number with its country code


def shows_an_address(raw: str) -> bool:
    """Whether a value holds an e-mail address, also one that was encoded twice."""
    return _ADDRESS.search(unquote(undone(raw))) is not None


def names_a_person(one: Parameter) -> bool:
    """Whether a tag holds an e-mail address or a telephone number."""
    value = undone(one.raw)
    # A plus sign that is not encoded means a blank, unless the value begins with it.
    text = value if one.raw.startswith("+") else one.value or ""
    return shows_an_address(one.raw) or _is_number(text, may_be_id=one.name in IDS)


def _is_number(text: str, *, may_be_id: bool) -> bool:
    if any(_SHORTEST <= sum(map(str.isdigit, found)) <= _LONGEST for found in _COUNTRY_CODE.findall(text)):
        return True
    looks = (_GROUPS, _CHINESE_GROUPS, _SAID) if may_be_id else (_GROUPS, _CHINESE_GROUPS, _SAID, _CHINESE)
    return any(pattern.search(text) for pattern in looks)
