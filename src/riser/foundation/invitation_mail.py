"""The mail that carries an invitation. It is sent at once and kept nowhere: its link is a secret."""

import logging

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from riser.foundation.actions.invitations import Issued
from riser.foundation.queries import House
from riser.foundation.roles import Act

log = logging.getLogger(__name__)


def link_of(issued: Issued) -> str:
    """The address that opens the invitation."""
    return settings.RISER_URL.rstrip("/") + reverse("join", args=[issued.secret])


def send(issued: Issued, house: House, act: Act) -> bool:
    """Whether the invitation was handed to the mail server. Call outside any transaction.

    Without a mail server nothing is sent: the console of a server is no place for a secret.
    """
    if settings.EMAIL_BACKEND.endswith("console.EmailBackend"):
        return False
    with translation.override(house.language):
        said = {"who": act.actor.name, "organisation": house.name, "link": link_of(issued)}
        said |= {"until": issued.expires_at.date().isoformat()}
        subject = _("%(who)s invites you to %(organisation)s on Riser") % said
        text = _(
            "%(who)s invites you to work with %(organisation)s in Riser.\n\n"
            "Open this link to accept; it works once, until %(until)s:\n%(link)s\n"
        )
    try:
        send_mail(" ".join(subject.split()), text % said, None, [issued.email])
    except OSError as error:  # smtplib's errors are OSErrors too
        log.warning("an invitation could not be sent: %s", type(error).__name__)
        return False
    return True
