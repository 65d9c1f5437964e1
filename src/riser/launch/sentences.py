"""Words and sentences of this room that more than one face says."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_stubs_ext import StrOrPromise

from riser.foundation.addresses import Trouble
from riser.launch.lists import check_list
from riser.launch.rules.checks import FETCH_HOLDS_DAYS, Eve, Fetched, Finding, Why
from riser.launch.rules.gate import Seen
from riser.launch.words import Decision, Purpose, Result
from riser.ui import formats

NAMES_SHOWN = 3

PURPOSES: dict[str, StrOrPromise] = {
    Purpose.BID: gettext_lazy("bids on conversions"),
    Purpose.COUNT: gettext_lazy("counts conversions"),
}
RESULTS: dict[str, StrOrPromise] = {
    Result.PASS: gettext_lazy("Pass"),
    Result.FAIL: gettext_lazy("Fail"),
    Result.UNKNOWN: gettext_lazy("Unknown"),
    Result.WAIVED: gettext_lazy("Waived"),
}
DECISIONS: dict[str, StrOrPromise] = {
    Decision.GO: gettext_lazy("GO"),
    Decision.GO_WITH_WAIVER: gettext_lazy("GO with waiver"),
    Decision.NO_GO: gettext_lazy("NO-GO"),
}
WHO: dict[str, StrOrPromise] = {
    "manager": gettext_lazy("manager"),
    "specialist": gettext_lazy("specialist"),
    "analyst": gettext_lazy("analyst"),
    "creative": gettext_lazy("creative"),
    "legal": gettext_lazy("legal"),
}
FINDINGS: dict[Why, StrOrPromise] = {
    Why.PLAN_APPROVED: gettext_lazy("Version %(version)d of the plan is approved."),
    Why.PLAN_CHANGED: gettext_lazy(
        "The plan, or what belongs to it, was changed after the approval of version %(approved)d."
    ),
    Why.PLAN_UNAPPROVED: gettext_lazy("Nobody approved the plan yet."),
    Why.CAP_APPROVED: gettext_lazy("Every cap is approved, and one holds on the first day."),
    Why.NO_CAP: gettext_lazy("No cap is set."),
    Why.CAP_UNAPPROVED: gettext_lazy("A cap waits for its approval and limits nothing yet."),
    Why.CAP_ABOVE_APPROVED: gettext_lazy("A cap stands above the amount that was approved."),
    Why.CAP_MISSES_START: gettext_lazy("No cap holds on the first day, %(start)s."),
    Why.MEASURABLE: gettext_lazy("Complete: %(names)s."),
    Why.NO_REQUIREMENT: gettext_lazy("No requirement says when the campaign has met its aim."),
    Why.NOT_MEASURABLE: gettext_lazy("Not complete: %(names)s."),
    Why.OWNER_AND_ROLES: gettext_lazy("Named: %(names)s."),
    Why.OWNER_ALONE: gettext_lazy("%(names)s answers for it."),
    Why.NO_OWNER: gettext_lazy("Nobody is named as owner."),
    Why.OWNER_STRANGE: gettext_lazy("Behind this owner stands no active member: %(names)s."),
    Why.SEVERAL_OWNERS: gettext_lazy("Several owners: %(names)s. One has to answer for it."),
    Why.NO_ROLE: gettext_lazy("Beside %(names)s nobody has a part in it."),
    Why.TAGGED: gettext_lazy("Source, medium and campaign are there."),
    Why.NO_LINK: gettext_lazy("No landing link is on record."),
    Why.NOT_TAGGED: gettext_lazy("Parameters are missing or wrong: %(names)s."),
    Why.KEY_KNOWN: gettext_lazy("Known: %(names)s."),
    Why.NO_KEY: gettext_lazy("No platform campaign is mapped yet."),
    Why.KEY_SHARED: gettext_lazy("Another plan claims it on the same days: %(names)s."),
    Why.NOTHING_TO_OPEN: gettext_lazy("There is no link that could be opened."),
    Why.NOT_OPENED: gettext_lazy("Not opened yet: %(names)s."),
    Why.OPENED_LONG_AGO: gettext_lazy("Opened more than %(days)d days ago: %(names)s."),
}
TROUBLES: dict[Trouble, StrOrPromise] = {
    Trouble.NOT_HTTPS: gettext_lazy("it leads to an address without https"),
    Trouble.NO_HOST: gettext_lazy("it names no place to go to"),
    Trouble.CREDENTIALS: gettext_lazy("it carries a name or password"),
    Trouble.OTHER_PORT: gettext_lazy("it leads to another port than that of https"),
    Trouble.INNER_ADDRESS: gettext_lazy("it leads to an address that nobody outside can reach"),
    Trouble.BAD_STATUS: gettext_lazy("the page answers %(status)s"),
    Trouble.REFUSES_MACHINES: gettext_lazy("the page turns machines away (%(status)s); open it yourself"),
    Trouble.TOO_MANY_HOPS: gettext_lazy("it is sent on more than three times"),
    Trouble.LEADS_NOWHERE: gettext_lazy("it is sent on without an address"),
    Trouble.BAD_CERTIFICATE: gettext_lazy("its certificate does not hold"),
    Trouble.NO_NAME: gettext_lazy("its name was not found from here"),
    Trouble.NO_ANSWER: gettext_lazy("nothing answered from here"),
    Trouble.TOO_SLOW: gettext_lazy("it took more than five seconds"),
    Trouble.BROKEN_ANSWER: gettext_lazy("what came back could not be read"),
}
VERBS: dict[str, StrOrPromise] = {
    "open launch": gettext_lazy("Came to the launch gate"),
    "declare live": gettext_lazy("Live versions declared"),
    "open link": gettext_lazy("Landing link opened"),
    "waive check": gettext_lazy("Check waived"),
    "end waiver": gettext_lazy("Waiver taken back"),
    "decide launch": gettext_lazy("Launch decided"),
    "set class list": gettext_lazy("List of a class changed"),
}


def says(finding: Finding, eve: Eve) -> str:
    """What a machine's check found, in one sentence."""
    if finding.why in {Why.BAD_ANSWER, Why.NO_ANSWER}:
        return _answers([eve.opened[url] for url in finding.names])
    if finding.why == Why.ANSWERED:
        return _answered([eve.opened[url] for url in finding.names])
    words: dict[str, Any] = {
        "names": several(finding.names),
        "version": eve.plan.version,
        "approved": eve.plan.approved_version or 0,
        "start": formats.day(eve.plan.start) if eve.plan.start else formats.EN_DASH,
        "days": FETCH_HOLDS_DAYS,
    }
    return str(FINDINGS[finding.why]) % words


def says_seen(seen: Seen) -> str:
    """Who looked, when, and what they wrote."""
    words = {"name": seen.by_name, "day": formats.day(seen.day), "note": seen.note}
    match seen.result:
        case Result.PASS:
            text = _("%(name)s passed it on %(day)s.")
        case Result.FAIL:
            text = _("%(name)s found it wrong on %(day)s.")
        case _:
            text = _("%(name)s could not tell on %(day)s.")
    return formats.sentences(text % words, seen.note)


def says_parts(parts: Sequence[tuple[str, Result, Seen | None]]) -> str:
    """How many of the systems or claims stand, and which do not."""
    missing = [name for name, result, _seen in parts if result != Result.PASS]
    done = ngettext("%(done)d of %(all)d is in.", "%(done)d of %(all)d are in.", len(parts)) % {
        "done": len(parts) - len(missing),
        "all": len(parts),
    }
    return formats.sentences(done, _("Missing: %(names)s.") % {"names": several(missing)} if missing else "")


def says_fetch(fetched: Fetched) -> str:
    """What came back when one link was opened."""
    if fetched.trouble is None:
        text = ngettext(
            "answered %(status)s after %(hops)d hop", "answered %(status)s after %(hops)d hops", fetched.hops
        )
        return text % {"status": fetched.status, "hops": fetched.hops}
    return trouble(fetched.trouble, fetched.status)


def trouble(found: Trouble, status: int | None) -> str:
    """Why a link did not pass, as part of a sentence."""
    return str(TROUBLES[found]) % {"status": status}


def several(names: Sequence[str]) -> str:
    """The first few names, and how many more there are."""
    shown = formats.listed(names[:NAMES_SHOWN])
    more = len(names) - NAMES_SHOWN
    return shown if more <= 0 else _("%(shown)s and %(more)d more") % {"shown": shown, "more": more}


def verb(said: str) -> str:
    """What an audit event of this room says happened, in words."""
    return str(VERBS.get(said, said))


def decision_word(decision: str) -> str:
    """GO, GO with waiver or NO-GO as the reader's language writes it."""
    return str(DECISIONS[decision])


def _answers(fetched: Sequence[Fetched]) -> str:
    first = fetched[0]
    words: Mapping[str, Any] = {"url": first.url, "why": says_fetch(first), "day": formats.day(first.on)}
    text = _("%(url)s: %(why)s (opened on %(day)s).") % words
    return formats.sentences(text, _more(len(fetched) - 1))


def _more(count: int) -> str:
    if not count:
        return ""
    return ngettext("%(count)d more link likewise.", "%(count)d more links likewise.", count) % {
        "count": count
    }


def _answered(fetched: Sequence[Fetched]) -> str:
    newest = formats.day(min(one.on for one in fetched))
    text = ngettext(
        "%(count)d link answers over https, opened on %(day)s.",
        "%(count)d links answer over https, opened on %(day)s.",
        len(fetched),
    )
    return text % {"count": len(fetched), "day": newest}


def happened(said: str, after: Mapping[str, Any]) -> str:
    """What an audit event of this room says happened; of a check its name in the list and its result."""
    line = check_list().lines.get(str(after.get("kind", "")))
    result = RESULTS.get(str(after.get("result", "")))
    if line is None or result is None or said in VERBS:
        return verb(said)
    return _("%(check)s: %(result)s") % {"check": line.name, "result": result}
