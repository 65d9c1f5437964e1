"""The sentences of this room: what is wrong with a cell, what was found, what a note says.

Rules speak in keys and values; here they become words in the reader's language.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext, ngettext, npgettext
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from riser.connect.channels.sentences import finding_words
from riser.connect.mappings import shape_title
from riser.connect.rules.cells import Wrong
from riser.connect.rules.facts import Assumable
from riser.connect.rules.findings import Finding, FindingKind
from riser.ui import formats

# Facts of a cell that are several keys in a row, which rules and the ledger keep as one text.
IN_A_ROW = ("choices", "names", "gone", "new")
ROW_MARK = ", "
DAYS = ("since", "settled_on", "first", "last")  # facts of a note that are days

WRONG: Mapping[Wrong, StrPromise] = {
    Wrong.EMPTY: _("The cell is empty, but every row needs it. Fill it in or leave the row out."),
    Wrong.NOT_A_NUMBER: _("“%(text)s” is not a number. Write digits, with at most one decimal mark."),
    Wrong.NAN: _(
        "“%(text)s” is not a number: a program wrote it where it knew nothing. Leave the cell empty."
    ),
    Wrong.PERCENT: _("“%(text)s” is a percentage. Export the amount or the count itself."),
    Wrong.AMBIGUOUS_NUMBER: _("“%(text)s” can be %(low)s or %(high)s. Export amounts with two decimals."),
    Wrong.DAMAGED_NUMBER: _(
        "“%(text)s” was shortened by a spreadsheet, digits are lost. Use the original export of the platform."
    ),
    Wrong.NEGATIVE: _("“%(text)s” is below zero. Leave corrections and refunds out of daily figures."),
    Wrong.NOT_WHOLE: _(
        "“%(text)s” is not a whole number, but this column counts things. Take the original export."
    ),
    Wrong.TOO_LARGE: _(
        "“%(text)s” is too large to be true: at most twelve digits before the decimal mark. Check the mark."
    ),
    Wrong.NOT_A_DAY: _("“%(text)s” is not a day. Write it as 2026-03-01."),
    Wrong.AMBIGUOUS_DAY: _("“%(text)s” can be two different days. Write it as 2026-03-01."),
    Wrong.TIME_OF_DAY: _("“%(text)s” holds a time of day. Export whole days; a day at midnight is fine."),
    Wrong.FUTURE_DAY: _("%(text)s lies in the future (today is %(today)s). Check day and month."),
    Wrong.DAMAGED_ID: _(
        "“%(text)s” is an id that a spreadsheet has shortened, digits are lost. "
        "Use the original export, or format the column as text before pasting."
    ),
    Wrong.EARLY_DAY: _(
        "%(text)s lies before %(first)s: a spreadsheet writes such days for empty cells. Correct the day."
    ),
    Wrong.WHOLE_RANGE: _(
        "The row sums the days from %(first)s to %(text)s. Export one row per day: break it down by day."
    ),
    Wrong.TOO_LONG: _("“%(text)s” is longer than %(most)s characters. Shorten it."),
    Wrong.NOT_A_CURRENCY: _("“%(text)s” is not a currency. Write a three-letter code such as EUR."),
    Wrong.REPEATED: _(
        "Row %(other)s already holds this campaign on %(text)s. Leave one of them out, "
        "or export the column that tells them apart (device, network)."
    ),
    Wrong.MIXED_NUMBERS: _(
        "The file writes numbers in two ways: “%(other)s” (row %(other_row)s, %(other_column)s) "
        "and “%(text)s” (row %(row)s, %(column)s). "
        "Export it again with one number format."
    ),
    Wrong.MIXED_DAYS: _(
        "The file writes days in two ways: “%(other)s” (row %(other_row)s) and “%(text)s” (row %(row)s). "
        "Export it again with days as 2026-03-01."
    ),
    Wrong.MIXED_CURRENCIES: _(
        "The file mixes currencies: %(other)s (row %(other_row)s) and %(text)s (row %(row)s). "
        "Export one file per currency; amounts of two currencies never add up."
    ),
    Wrong.NOT_A_MOMENT: _("“%(text)s” is no moment. Write it as 2026-03-01 or 2026-03-01 14:30."),
    Wrong.FUTURE_MOMENT: _("%(text)s lies in the future (today is %(today)s). Check day and month."),
    Wrong.AMBIGUOUS_DAYS: _(
        "“%(text)s” (row %(row)s, %(column)s) can be two different days, and no cell of the file settles it. "
        "Say whether day or month comes first, or export days as 2026-03-01."
    ),
    Wrong.OTHER_DAY_ORDER: _(
        "“%(text)s” (row %(row)s, %(column)s) contradicts the order of day and month that you chose. "
        "Choose the other one, or leave it to the file."
    ),
    Wrong.NOT_A_CHOICE: _("“%(text)s” is not known here. Write one of: %(choices)s."),
    Wrong.UNKNOWN_KIND: _("“%(text)s” is no kind of evidence. Write one of: %(choices)s."),
    Wrong.LACKS: _("A record of the kind “%(text)s” also needs: %(names)s. Fill it in or leave the row out."),
    Wrong.REPEATED_ITEM: _("Row %(other)s already holds the item %(text)s. Leave one of them out."),
    Wrong.REPEATED_RECORD: _(
        "Row %(other)s already holds the same record. Leave one of them out, or give each an id of its own."
    ),
}

NOTES: Mapping[str, StrPromise] = {
    "recognised": _("Read as “%(title)s”: row %(row)s holds %(columns)s."),
    "recognised_records": _("Read as “%(title)s”: its records hold %(columns)s."),
    "unproven": _(
        "This kind of file is read as its platform describes it; it was never tried on a real export. "
        "Compare the total with the platform's before you rely on it."
    ),
    "negative": _(
        "Rows with spend below zero: %(count)s, the first in row %(row)s. "
        "Credits and corrections count in the totals."
    ),
    "overclicked": _(
        "Rows with more clicks than impressions: %(count)s, the first in row %(row)s. "
        "They count in the totals; ask the platform why."
    ),
    "gap": _(
        "Days without a row: %(days)s, between %(first)s and %(last)s. "
        "Nothing ran, or they were not exported."
    ),
    "gap_of": _(
        "Days without a row of account %(account)s: %(days)s, between %(first)s and %(last)s. "
        "Nothing ran, or they were not exported."
    ),
    "drift": _(
        "Missing here, though the last export of this kind brought it: %(gone)s. The figures of that column "
        "would be empty from now on. Export the file again with it, or store it without."
    ),
    "drift_renamed": _(
        "Missing here, though the last export of this kind brought it: %(gone)s. New: %(new)s. If that is "
        "its new name, give it the old one in the file, or map the file; or export it again; or store it "
        "without, and the figures of that column stay empty from now on."
    ),
    "restated": _(
        "%(name)s may still change the days from %(since)s on. Export them again on %(settled_on)s or later; "
        "that load takes their place."
    ),
    "no_visitor": _("Events without a visitor, for lack of consent: %(count)s. They belong to no session."),
    "gb18030": _("The file is not in UTF-8; it was read as GB18030. Check that the names look right."),
    "rounded": _("Amounts with more than six decimals were rounded to six: %(count)s."),
    "sheet": _("Read from the sheet “%(sheet)s”."),
    "own_total_agrees": _("The total equals the file's own total row to the cent."),
    "own_total_differs": _(
        "The rows add up to %(sum)s, the file's own total row says %(total)s. "
        "Rows may be filtered out or missing."
    ),
    "deleted": _("Rows that their source has deleted: %(count)s. They are kept and never count."),
    "currency_of_house": _("The file names no currency; %(currency)s is assumed."),
    "zone_added": _("Times without a zone were read in %(zone)s; a day without a time counts as its noon."),
    "no_history": _(
        "The file tells how items stand, not how they came there. Add a sheet of their history (item, at, "
        "field, from, to, by) to show when work began and who moved it."
    ),
    "beside_assumed": _(
        "This source already holds spend under the assumed account “%(account)s”. "
        "If it is the same account, its days now stand twice."
    ),
}

HEADLINES: Mapping[FindingKind, StrPromise] = {
    FindingKind.NO_CONVERSION: _("Spend without a single conversion"),
    FindingKind.JUMP: _("Day at %(times)s times the usual spend"),
    FindingKind.SAME_NAME: _("Campaigns share one name"),
    FindingKind.LINK: _("Landing page: %(what)s"),
    FindingKind.NAME_RULE: _("Names outside the naming scheme"),
}

DETAILS: Mapping[FindingKind, StrPromise] = {
    FindingKind.NO_CONVERSION: _("The file counts conversions; these campaigns have none."),
    FindingKind.JUMP: _("%(day)s, %(name)s"),
    FindingKind.SAME_NAME: _("“%(name)s” differs only by case or blanks, or not at all."),
    FindingKind.LINK: _("Spend on these links may not join to visits and results."),
    FindingKind.GAP: _("%(from)s to %(to)s: paused, or not exported?"),
    FindingKind.NAME_RULE: _(
        "The scheme: lower case letters and digits in three parts or more, joined by “_”."
    ),
}

CHANNELS: Mapping[str, StrPromise] = {
    "paid_search": _("Paid search"),
    "shopping": _("Shopping"),
    "display": _("Display"),
    "video": _("Video"),
    "paid_social": _("Paid social"),
    "cross_network": _("Cross-network"),
    "other": _("Other"),
}


def wrong_sentence(wrong: str, facts: Mapping[str, str]) -> str:
    """What is wrong with a cell, and the remedy."""
    return str(WRONG[Wrong(wrong)]) % _in_rows(facts)


def _in_rows(facts: Mapping[str, str]) -> dict[str, str]:
    rows = {name: formats.listed(facts[name].split(ROW_MARK)) for name in IN_A_ROW if name in facts}
    return dict(facts) | rows


def wrong_in_file(name: str, wrong: str, facts: Mapping[str, str]) -> str:
    """What is wrong with a file as a whole, after its name."""
    return gettext("%(name)s: %(what)s") % {"name": name, "what": wrong_sentence(wrong, facts)}


def note_sentence(note: Mapping[str, Any]) -> str:
    """What a note of a load says."""
    facts = _in_rows(note["facts"])
    facts |= {name: formats.day(date.fromisoformat(facts[name])) for name in DAYS if name in facts}
    if "shape" in facts:
        facts["title"] = shape_title(facts["source"], facts["shape"])
    return str(NOTES[note["key"]]) % facts


def link_sentence(word: str) -> str:
    """What a finding of the link check means."""
    return finding_words(word)


def assumed(figures: Iterable[Assumable]) -> str:
    """What is assumed behind any of these figures, "" where nothing is."""
    behind = list(figures)
    currency = any(figure.currency_assumed for figure in behind)
    account = any(figure.account_assumed for figure in behind)
    if currency and account:
        return gettext("account and currency assumed")
    if account:
        return gettext("account assumed")
    return gettext("currency assumed") if currency else ""


def headline(finding: Finding) -> str:
    """The finding in a few words."""
    if finding.kind == FindingKind.GAP:
        days = int(finding.facts["days"])
        return ngettext("A gap of %(n)s day", "A gap of %(n)s days", days) % {"n": days}
    what = {"what": link_sentence(finding.facts["word"])} if finding.kind == FindingKind.LINK else {}
    return str(HEADLINES[finding.kind]) % (dict(finding.facts) | what)


def detail(finding: Finding) -> str:
    """One sentence more about a finding."""
    facts = {
        "from": formats.day(finding.from_day),
        "to": formats.day(finding.to_day),
        "name": finding.facts.get("name", finding.names[0]),
    }
    if finding.kind == FindingKind.GAP and finding.from_day == finding.to_day:
        return gettext("%(day)s: paused, or not exported?") % {"day": facts["from"]}
    if "day" in finding.facts:
        facts["day"] = formats.day(date.fromisoformat(finding.facts["day"]))
    return str(DETAILS[finding.kind]) % facts


def where(finding: Finding) -> str:
    """How many campaigns, or days, a finding is about."""
    if finding.kind == FindingKind.JUMP:
        days = int(finding.facts["days"])
        return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    count = len(finding.keys)
    return npgettext("ad platform", "%(n)s campaign", "%(n)s campaigns", count) % {"n": count}


def channel_name(slug: str) -> str:
    """A channel as people say it."""
    return str(CHANNELS.get(slug, slug))
