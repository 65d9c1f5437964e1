"""Channels and links as programs read them, and a rule in words."""

from collections.abc import Mapping, Sequence
from typing import Any

from riser.connect.channels import rulesets
from riser.connect.rules.channels import Assigned
from riser.connect.rules.links import LinkReport
from riser.ui import formats


def channel_json(assigned: Assigned) -> dict[str, str]:
    """A channel, the id of the rule that named it, and the ruleset it stands in."""
    return {"channel": assigned.channel, "rule": assigned.rule, "ruleset": assigned.ruleset}


def report_json(one: LinkReport) -> dict[str, Any]:
    """A link, its channel (null where it cannot be told) and the codes of what was found."""
    return {"url": one.url, "channel": one.channel, "findings": list(one.findings)}


def rule_words(assigned: Assigned) -> str:
    """What the rule says, in the reader's language."""
    ruleset = next(one for one in rulesets() if one.id == assigned.ruleset)
    rule = next(one for one in ruleset.rules if one.id == assigned.rule)
    return said_here(rule.says)


def said_here(said: Mapping[str, str]) -> str:
    """What is said in two languages, in the reader's."""
    return said["zh" if formats.language() == "zh-hans" else "en"]


def results_table(found: Sequence[LinkReport]) -> list[list[str]]:
    """The findings as rows for a spreadsheet: a link, its channel, what is wrong, what to do."""
    from riser.connect.channels.sentences import finding_remedy, finding_words

    return [
        [
            one.url,
            one.channel or "",
            " ".join(one.findings),
            "; ".join(map(finding_words, one.findings)),
            " ".join(map(finding_remedy, one.findings)),
        ]
        for one in found
    ]
