"""What the pages of this room say first."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from riser.launch.queries import Report
from riser.launch.sentences import decision_word
from riser.launch.words import Decision
from riser.ui import formats


def headline(found: Report) -> str:
    """The finding of a campaign's page: what was decided, or what the gate says now."""
    words = {"name": found.plan.name, "count": len(found.stopping)}
    if found.decided is not None and found.is_launched:
        decided = {"name": found.plan.name, "by": found.decided.by, "on": formats.day(found.decided.at)}
        if found.decided.decision == Decision.GO:
            return _("GO for %(name)s, given by %(by)s on %(on)s") % decided
        return _("GO with waiver for %(name)s, given by %(by)s on %(on)s") % decided
    if found.plan.first_spend is not None:
        return _("%(name)s ran without passing the gate") % words
    if found.stopping:
        text = ngettext(
            "NO-GO: %(count)d check stops %(name)s",
            "NO-GO: %(count)d checks stop %(name)s",
            len(found.stopping),
        )
        return text % words
    if found.decision == Decision.GO_WITH_WAIVER:
        return _("A waiver lets %(name)s pass; GO is not given yet") % words
    return _("Nothing stops %(name)s; GO is not given yet") % words


def lead(found: Report) -> str:
    """One sentence under it: what is next, or what was missed."""
    if found.is_launched:
        return _("The record below is frozen as it was decided. What the checks say today stands under it.")
    if found.plan.first_spend is not None:
        words = {
            "day": formats.day(found.plan.first_spend),
            "name": found.plan.go_by,
            "on": formats.day(found.plan.go_on) if found.plan.go_on else "",
        }
        if found.plan.go_on is None:
            return _("Money has run since %(day)s, and no GO is on record.") % words
        return (
            _("Money has run since %(day)s. %(name)s gave a GO on %(on)s that no check stood behind.") % words
        )
    if found.asked is not None:
        return _("%(name)s has asked for GO. A second person decides.") % {"name": found.asked.name}
    if found.decided is not None:
        words = {"name": found.decided.by, "day": formats.day(found.decided.at)}
        return _("%(name)s decided NO-GO on %(day)s. Mend what stops it and ask again.") % words
    return _("A red or unknown blocking check stops the launch. An unknown is never green.")


def why_ungated(found: Report) -> str:
    """Why no GO of the gate stands behind the money of a campaign, whatever else is on record."""
    if found.decided is not None:
        return _("the gate decided %(decision)s on %(day)s") % {
            "decision": decision_word(found.decided.decision),
            "day": formats.day(found.decided.at),
        }
    given, first = found.plan.go_on, found.plan.first_spend
    if given is None:
        return ""
    if first is not None and given > first:
        return _("given outside the gate, after the money began")
    return _("given outside the gate: no check list stood behind it")
