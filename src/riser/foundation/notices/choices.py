"""How each member wants to be told: by kind, in the app, by e-mail, in which language."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from riser.foundation.errors import NotPermitted, Refused
from riser.foundation.evidence import RecordRef
from riser.foundation.models import Member, NoticeChoice
from riser.foundation.registries import NoticeKind, notices
from riser.foundation.roles import Act
from riser.foundation.trail import record_event


@dataclass(frozen=True, slots=True)
class Ways:
    """In the app, by e-mail, both or neither."""

    app: bool
    mail: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A member's choice: the language notices are written in for them, and the ways by kind."""

    language: str
    own_language: str  # empty: the organisation's
    kinds: Mapping[str, Ways]

    def ways(self, kind: str) -> Ways:
        """How this member is told of a kind."""
        return self.kinds.get(kind) or default_ways(notices.get(kind))


def default_ways(kind: NoticeKind | None) -> Ways:
    """How members are told who chose nothing."""
    return Ways(app=True, mail=kind.by_mail if kind else False)


def choices(organisation_id: int, member_ids: Collection[int]) -> dict[int, Choice]:
    """The choice of each of these members who is active in the organisation; two queries."""
    members = Member.objects.filter(organisation_id=organisation_id, pk__in=set(member_ids), is_active=True)
    houses = dict(members.values_list("pk", "organisation__language"))
    made = {row.member_id: row for row in NoticeChoice.objects.filter(member_id__in=houses)}
    return {member_id: _choice(made.get(member_id), language) for member_id, language in houses.items()}


def own_choice(act: Act) -> Choice:
    """The acting member's choice. Raises NotPermitted for the system, which nobody notifies."""
    found = choices(act.organisation_id, [act.actor.member_id or 0])
    if not found:
        raise NotPermitted(_("Only a member has notices."))
    return found[act.actor.member_id or 0]


@transaction.atomic
def choose(act: Act, *, language: str, kinds: Mapping[str, Ways]) -> Choice:
    """The acting member's new choice; kinds that are not named stay as they were.

    Raises Refused for a language or kind that there is not.
    """
    before = own_choice(act)
    _refuse_unknown(language, kinds)
    after = {kind: {"app": ways.app, "mail": ways.mail} for kind, ways in {**before.kinds, **kinds}.items()}
    values = {"language": language, "kinds": after}
    NoticeChoice.objects.update_or_create(member_id=act.actor.member_id or 0, defaults=values)
    record_event(act, RecordRef("member", str(act.actor.member_id)), "choose notices", after=values)
    return own_choice(act)


def _refuse_unknown(language: str, kinds: Mapping[str, Ways]) -> None:
    if language and language not in dict(settings.LANGUAGES):
        raise Refused(_("There is no language “%(language)s” here.") % {"language": language})
    for kind in kinds:
        if kind not in notices:
            raise Refused(_("There is no kind of notice “%(kind)s”.") % {"kind": kind})


def _choice(row: NoticeChoice | None, house_language: str) -> Choice:
    if row is None:
        return Choice(language=house_language, own_language="", kinds={})
    kinds = {kind: Ways(app=bool(on.get("app")), mail=bool(on.get("mail"))) for kind, on in row.kinds.items()}
    return Choice(language=row.language or house_language, own_language=row.language, kinds=kinds)
