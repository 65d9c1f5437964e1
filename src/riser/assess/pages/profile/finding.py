"""What the profile found, in sentences, and the title block: scope, model, window, coverage, who said it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from riser.assess.profile import Profile
from riser.ui.formats import day, sentences


@dataclass(frozen=True, slots=True)
class AppraisalNote:
    """The appraisal in force: what it came to, or what it waits for."""

    text: str
    href: str


def title(profile: Profile) -> str:
    """The first finding: stated against evidenced."""
    records, stated = profile.level_indicative, profile.level_stated
    if not profile.rated:
        return _("Your records do not say anything yet.")
    if stated is None:
        return _("Your records show level %(records)s.") % {"records": records}
    if stated == records:
        return _("You stated level %(level)s, and your records show it.") % {"level": records}
    words = {"stated": stated, "records": records}
    return _("You stated level %(stated)s. Your records show level %(records)s.") % words


def lead(profile: Profile) -> str:
    """How many areas hold the next level, and what stands between."""
    if profile.next_level is None:
        return _("Nothing stands above: every level that has practices is held.")
    held = profile.held_at(profile.next_level)
    said = ngettext(
        "%(held)s of %(of)s area holds level %(level)s.",
        "%(held)s of %(of)s areas hold level %(level)s.",
        held["of"],
    ) % {**held, "level": profile.next_level}
    begins = "" if profile.rated else _("Level 1 has no practices; everybody begins there.")
    return sentences(begins, said, _between(profile))


def _between(profile: Profile) -> str:
    """What stands in the way up to the next level: what does not hold, and what nothing shows yet."""
    unmet = len(profile.steps)
    unseen = len(profile.blocking) - unmet
    words = {"level": profile.next_level, "unmet": unmet, "unseen": unseen}
    if not unmet:
        said = ngettext(
            "Up to level %(level)s: %(unseen)s practice cannot be seen yet.",
            "Up to level %(level)s: %(unseen)s practices cannot be seen yet.",
            unseen,
        )
        return said % words if unseen else ""
    said = ngettext(
        "Up to level %(level)s: %(unmet)s practice does not hold, %(unseen)s cannot be seen yet.",
        "Up to level %(level)s: %(unmet)s practices do not hold, %(unseen)s cannot be seen yet.",
        unmet,
    )
    return said % words


def facts(profile: Profile) -> tuple[tuple[str, str], ...]:
    """The lines of the title block."""
    total = len(profile.practices)
    return (
        (_("Scope"), _scope(profile)),
        (_("Model"), f"{profile.model.name} {profile.model.version}"),
        (_("Window"), _("180 days, or three instances")),
        (
            _("Coverage"),
            _("%(rated)s of %(total)s practices rated") % {"rated": len(profile.rated), "total": total},
        ),
        (_("Stated by"), _stated_by(profile)),
    )


def _scope(profile: Profile) -> str:
    count = len(profile.instances)
    if not count:
        return _("no record yet")
    return ngettext("%(count)s instance", "%(count)s instances", count) % {"count": count}


def _stated_by(profile: Profile) -> str:
    answers = sum(one.stated.answers for one in profile.practices.values())
    roles = {role for one in profile.practices.values() for role in one.stated.by_role}
    if not answers:
        return _("nobody yet; the fitness test stands apart")
    return _("%(answers)s answers, %(roles)s roles") % {"answers": answers, "roles": len(roles)}


def appraisal(profile: Profile) -> AppraisalNote | None:
    """What the appraisal in force came to, or waits for; None where nobody appraised."""
    found = profile.appraised
    if found is None:
        return None
    waiting = len(found.undecided)
    said = ngettext("%(count)s practice to decide", "%(count)s practices to decide", waiting)
    text = (
        said % {"count": waiting} if waiting else _("Judged by %(name)s") % {"name": found.sitting.opened_by}
    )
    href = reverse("assess_appraisal", args=[found.sitting.id])
    return AppraisalNote(f"{text}, {day(found.sitting.as_of)}", href)
