"""The names that people read for the codes of this room, in their language."""

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_stubs_ext import StrOrPromise

from riser.assess.rules.fitness import Reply
from riser.assess.rules.judgement import AppraisalState, Harm, Moved
from riser.assess.rules.stated import Choice, Respondent

APPRAISAL_STATES: Final[dict[AppraisalState, StrOrPromise]] = {
    AppraisalState.OPEN: pgettext_lazy("appraisal", "Open"),
    AppraisalState.FINISHED: pgettext_lazy("appraisal", "Finished"),
    AppraisalState.WITHDRAWN: pgettext_lazy("appraisal", "Withdrawn"),
}
HARMS: Final[dict[Harm, StrOrPromise]] = {
    Harm.HARM: _("significant harm"),
    Harm.NO_HARM: _("no significant harm"),
}
MOVED: Final[dict[Moved, StrOrPromise]] = {
    Moved.ALLOWED: _("other ratings are allowed now"),
    Moved.BY_COUNT: _("the share by count moved by five points or more"),
    Moved.BY_SPEND: _("the share by spend moved by five points or more"),
    Moved.COMPUTED: _("it is computed otherwise now"),
    Moved.WEAKNESSES: _("other weaknesses are noted now"),
}
CAUSES: Final[dict[str, StrOrPromise]] = {
    "plan": _("outside any plan"),
    "cap": _("above the cap"),
    "blind": _("while tracking was broken"),
    "fatigue": _("creative fatigue"),
    "aim": _("outside the planned audience"),
    "tests": _("tests without a valid decision"),
    "wait": _("waiting and rework"),
}
RESPONDENTS: Final[dict[Respondent, StrOrPromise]] = {
    Respondent.LEADER: _("Leader"),
    Respondent.MANAGER: _("Campaign manager"),
    Respondent.SPECIALIST: _("Channel specialist"),
    Respondent.ANALYST: _("Analyst"),
    Respondent.CREATIVE: _("Creative"),
    Respondent.LEGAL: _("Legal"),
    Respondent.AGENCY: _("Agency"),
    Respondent.FINANCE: _("Finance"),
    Respondent.SALES: _("Sales"),
}
CHOICES: Final[dict[Choice, StrOrPromise]] = {
    Choice.FM: pgettext_lazy("of the last five", "All"),
    Choice.LM: pgettext_lazy("of the last five", "Most"),
    Choice.PM: pgettext_lazy("of the last five", "Some"),
    Choice.DM: pgettext_lazy("of the last five", "None"),
    Choice.DONT_KNOW: _("Don't know"),
    Choice.NOT_APPLICABLE: _("Not applicable"),
}
REPLIES: Final[dict[Reply, StrOrPromise]] = {
    Reply.YES: _("Yes"),
    Reply.NO: _("No"),
    Reply.DONT_KNOW: _("Don't know"),
}
