"""What the findings of a link mean, and what to do about each. Needs no database: the shell says them too."""

from collections.abc import Callable, Mapping

from riser.foundation.speech import gettext as _

Said = Callable[[], str]

# By the word of a finding: what is wrong, and the remedy.
WORDS: Mapping[str, tuple[Said, Said]] = {
    "not_a_url": (
        lambda: _("this is no address of a page"),
        lambda: _("Copy the link from the browser, from https:// on."),
    ),
    "link_too_long": (
        lambda: _("the link is longer than servers and browsers take"),
        lambda: _("Take out what the page can do without: beyond 8,000 characters nothing is checked."),
    ),
    "missing_required": (
        lambda: _("%(name)s is missing"),
        lambda: _("Add %(name)s with a value: without it the visit cannot be joined to its campaign."),
    ),
    "unknown_utm_param": (
        lambda: _("%(name)s is no known parameter"),
        lambda: _("Look for a typing error; analytics ignores a name it does not know."),
    ),
    "duplicate_param": (
        lambda: _("%(name)s stands twice"),
        lambda: _("Leave one of them out: analytics reads the first alone."),
    ),
    "bad_percent_encoding": (
        lambda: _("%(name)s is badly encoded"),
        lambda: _("Write the value again: a percent sign has to be followed by two hexadecimal digits."),
    ),
    "unresolved_macro": (
        lambda: _("%(name)s holds an unfilled placeholder"),
        lambda: _("Write the value itself, or use a placeholder that this platform fills in."),
    ),
    "too_long": (
        lambda: _("%(name)s is too long"),
        lambda: _("Shorten the value of %(name)s; what is beyond the limit may be cut off in reports."),
    ),
    "prohibited_value": (
        lambda: _("%(name)s holds a prohibited value"),
        lambda: _("Write what %(name)s really stands for; this value is left from a draft."),
    ),
    "pii": (
        lambda: _("%(name)s tells who a person is"),
        lambda: _("Take the e-mail address or telephone number out: no such thing may reach analytics."),
    ),
    "mixed_separators": (
        lambda: _("%(name)s mixes separators"),
        lambda: _("Part the words of a value by one mark alone, such as “_”."),
    ),
    "uppercase": (
        lambda: _("capital letters split rows in reports"),
        lambda: _("Write names and values of the parameters in lower case."),
    ),
    "space": (
        lambda: _("blanks in a parameter"),
        lambda: _("Put “_” or “-” in place of each blank, also of each “+”."),
    ),
    "source_alias": (
        lambda: _("utm_source is a short form of a name on the list"),
        lambda: _("Write the name in full: each source has one writing."),
    ),
    "insecure_scheme": (
        lambda: _("http instead of https"),
        lambda: _("Begin the link with https://; on the way from http the tags may be lost."),
    ),
    "internal_link_tagged": (
        lambda: _("an internal link is tagged"),
        lambda: _("Take the parameters off: on the own site they end the visit and hide where it came from."),
    ),
    "utm_in_fragment": (
        lambda: _("UTM parameters stand behind the “#”"),
        lambda: _("Move them before the “#”: analytics does not read what follows it."),
    ),
    "autotag_conflict": (
        lambda: _("a click id of Google Ads and UTM parameters stand in one link"),
        lambda: _("Keep one of the two: analytics goes by the click id and passes over the parameters."),
    ),
    "medium_not_allowed": (
        lambda: _("utm_medium is not on the list"),
        lambda: _("Take a medium of the list, or have it put on the list."),
    ),
    "channel_unassigned": (
        lambda: _("analytics will call the channel “Unassigned”"),
        lambda: _("Choose a medium that belongs to a channel, such as cpc, paid_social or email."),
    ),
    "paid_link_in_unpaid_channel": (
        lambda: _("a paid link with the medium of an unpaid channel"),
        lambda: _("Take a paid medium, such as cpc or paid_social; else its spend joins free visits."),
    ),
}


def finding_words(finding: str) -> str:
    """What a finding means: `too_long:utm_term` -> “utm_term is too long”."""
    return _said(finding, 0)


def finding_remedy(finding: str) -> str:
    """What to do about a finding."""
    return _said(finding, 1)


def _said(finding: str, part: int) -> str:
    word, _colon, name = finding.partition(":")
    text = WORDS[word][part]()
    return text % {"name": name} if name else text
