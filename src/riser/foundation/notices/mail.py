"""Notices as plain e-mail, sent by a job; a message that went out is never sent by the next attempt again."""

from collections.abc import Iterable
from smtplib import SMTPException
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.urls import reverse
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from riser.foundation.errors import Later
from riser.foundation.models import Notice, Organisation
from riser.foundation.notices.choices import choices
from riser.foundation.registries import JobRun
from riser.ui.formats import listed

ON_CONSOLE = "django.core.mail.backends.console.EmailBackend"
SUBJECT_LENGTH = 90


def send_notices(job: JobRun) -> str:
    """Mails the notices named by `notices` in the arguments that are not mailed yet.

    One address that is refused does not hold up the others. Raises Later where some could not be sent.
    """
    rows = list(_unsent(job))
    languages = choices(job.organisation_id, [row.member_id for row in rows])
    failed = []
    for number, row in enumerate(rows, start=1):
        try:
            with translation.override(languages[row.member_id].language):
                message(row).send()
        except (OSError, SMTPException) as error:
            failed.append(f"{row.member.user.email}: {type(error).__name__}")
        else:
            Notice.objects.filter(pk=row.pk).update(mailed_at=job.act.now)
        job.progress(number / len(rows))
    if failed:
        raise Later(_("The mail server did not take: %(which)s.") % {"which": listed(failed)})
    return ngettext("%(count)s message sent.", "%(count)s messages sent.", len(rows)) % {"count": len(rows)}


def message(row: Notice) -> EmailMessage:
    """The mail of one notice, in the active language. Its id stays the same however often it is sent."""
    subject = Truncator(" ".join(row.text.split())).chars(SUBJECT_LENGTH)
    host = urljoin(settings.RISER_URL, "/").split("//")[-1].strip("/").split(":")[0]
    return EmailMessage(
        subject=f"[{row.organisation.name}] {subject}",
        body="\n\n".join(_paragraphs(row)) + "\n",
        to=[row.member.user.email],
        headers={"Message-ID": f"<notice-{row.pk}@{host}>", "Auto-Submitted": "auto-generated"},
        connection=connection_for(row.organisation),
    )


def connection_for(organisation: Organisation) -> BaseEmailBackend:
    """The way out: the mail server, but only the console for a demo, whose people do not exist."""
    made: BaseEmailBackend = get_connection(ON_CONSOLE if organisation.is_demo else None)
    return made


def _unsent(job: JobRun) -> Iterable[Notice]:
    rows = Notice.objects.filter(
        organisation_id=job.organisation_id,
        pk__in=job.args["notices"],
        by_mail=True,
        mailed_at=None,
        member__is_active=True,
    )
    return rows.select_related("member__user", "organisation").order_by("pk")


def _paragraphs(row: Notice) -> Iterable[str]:
    yield row.text
    if row.url:
        yield urljoin(settings.RISER_URL, row.url)
    about = _("You read this because you are a member of %(organisation)s in Riser.")
    choose = _("Choose what is mailed to you: %(url)s")
    yield "-- \n" + about % {"organisation": row.organisation.name}
    yield choose % {"url": urljoin(settings.RISER_URL, reverse("notice_choices"))}
