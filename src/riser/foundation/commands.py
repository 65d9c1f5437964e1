"""`riser search`, `riser members`, `riser attachments`: what belongs to no room."""

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from riser.foundation.shell import DAY, echo_json, with_act

ROLES = ("guest", "viewer", "contributor", "manager", "appraiser", "administrator")
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--kind", default="", help="Only this kind of record, such as campaign.")
@click.option("--limit", type=click.IntRange(1, 100), default=10, show_default=True, help="Most of a kind.")
@JSON
@with_act
def search(act: Any, words: tuple[str, ...], kind: str, limit: int, as_json: bool) -> None:
    """Find the records that hold every one of WORDS."""
    from riser.foundation.api.search import found_json
    from riser.foundation.search import search as look

    groups = look(act, " ".join(words), each=limit, kinds=(kind,) if kind else ())
    if as_json:
        hits = [hit for group in groups for hit in group.hits]
        echo_json(found_json(hits, [group.kind for group in groups if group.more]))
        return
    for group in groups:
        click.echo(f"{group.label}")
        for hit in group.hits:
            click.echo(f"  {hit.id:<14} {hit.title}{'  ·  ' + hit.under if hit.under else ''}")


@click.group()
def members() -> None:
    """People, their roles and access."""


@members.command("list")
@JSON
@with_act
def list_members(act: Any, as_json: bool) -> None:
    """List members, active or not."""
    from riser.foundation.api.people import MemberOut, member_json
    from riser.foundation.queries import people

    rows = [MemberOut(**member_json(person)).dict() for person in people(act.organisation_id)]
    if as_json:
        echo_json({"rows": rows})
        return
    for row in rows:
        click.echo(f"{row['role']:<14} {row['email']:<40} {row['name']}{'' if row['is_active'] else '  -'}")


@members.command()
@click.argument("address", metavar="EMAIL")
@click.option(
    "--role",
    type=click.Choice(ROLES),
    default="contributor",
    show_default=True,
    help="What they may do once they are in.",
)
@JSON
@with_act
def invite(act: Any, address: str, role: str, as_json: bool) -> None:
    """Invite EMAIL and print the link, which works once."""
    from riser.foundation.actions import invite as make
    from riser.foundation.roles import Role

    _say_link(make(act, email=address, role=Role(role)), as_json=as_json)


@members.command()
@click.argument("address", metavar="EMAIL")
@JSON
@with_act
def resend(act: Any, address: str, as_json: bool) -> None:
    """Print a new link for EMAIL, who is invited; the earlier one stops working."""
    from riser.foundation.actions import resend_invitation

    _say_link(resend_invitation(act, invitation_id=_invitation_id(act, address)), as_json=as_json)


@members.command()
@click.argument("address", metavar="EMAIL")
@with_act
def revoke(act: Any, address: str) -> None:
    """Withdraw the invitation for EMAIL."""
    from riser.foundation.actions import revoke_invitation

    revoke_invitation(act, invitation_id=_invitation_id(act, address))


@members.command()
@click.argument("address", metavar="EMAIL")
@click.argument("role", type=click.Choice(ROLES))
@with_act
def role(act: Any, address: str, role: str) -> None:
    """Give the member behind EMAIL another ROLE."""
    from riser.foundation.actions import change_role
    from riser.foundation.roles import Role

    change_role(act, member_id=_member_id(act, address), role=Role(role))


@members.command("hand-over")
@click.argument("address", metavar="EMAIL")
@with_act
def hand_over(act: Any, address: str) -> None:
    """Make the member behind EMAIL administrator in place of the one behind --as."""
    from riser.foundation.actions import hand_over as give

    give(act, member_id=_member_id(act, address))


@members.command()
@click.argument("address", metavar="EMAIL")
@with_act
def deactivate(act: Any, address: str) -> None:
    """Take access away from the member behind EMAIL; their records stay."""
    from riser.foundation.actions import deactivate_member

    deactivate_member(act, member_id=_member_id(act, address))


@members.command()
@click.argument("address", metavar="EMAIL")
@with_act
def reactivate(act: Any, address: str) -> None:
    """Give the member behind EMAIL access again."""
    from riser.foundation.actions import reactivate_member

    reactivate_member(act, member_id=_member_id(act, address))


@click.group()
def attachments() -> None:
    """Files and links beside records, which are named by KIND and id, such as campaign 12.

    A code such as C40 is not an id: `riser search C40` prints the ids of what it finds.
    """


@attachments.command("list")
@click.argument("kind")
@click.argument("record")
@JSON
@with_act
def list_attachments(act: Any, kind: str, record: str, as_json: bool) -> None:
    """List what stands beside the RECORD (its id, not its code) of this KIND, such as campaign 12."""
    from riser.foundation.api.attachments import attachment_json
    from riser.foundation.attachments import attached_to
    from riser.foundation.evidence import RecordRef
    from riser.foundation.scope import require_seen

    ref = RecordRef(kind, record)
    require_seen(act, ref)
    found = attached_to(act, ref)
    if as_json:
        echo_json({"rows": [attachment_json(one) for one in found]})
        return
    for one in found:
        click.echo(f"{one.id:>6} {one.happened_at:%Y-%m-%d} {one.sha256[:12]} {one.url or one.name}")


@attachments.command()
@click.argument("kind")
@click.argument("record")
@click.argument("file_or_link")
@click.option("--note", default="", help="What it shows.")
@click.option("--happened-on", "day", type=DAY, default=None, help="The day it is from (default: today).")
@JSON
@with_act
def add(
    act: Any, kind: str, record: str, file_or_link: str, note: str, day: datetime | None, as_json: bool
) -> None:
    """Attach a file or an https link to the RECORD (its id, not its code) of this KIND."""
    from riser.foundation.api.attachments import attachment_json
    from riser.foundation.attachments import attach_file, attach_link
    from riser.foundation.evidence import RecordRef

    beside: dict[str, Any] = {"note": note, "happened_on": day.date() if day else None}
    ref, path = RecordRef(kind, record), Path(file_or_link)
    if "://" in file_or_link:
        made = attach_link(act, ref, url=file_or_link, **beside)
    elif path.is_file():
        made = attach_file(act, ref, name=path.name, content=path.read_bytes(), **beside)
    else:
        raise click.UsageError(f"{file_or_link} is neither a file nor a link.")
    if as_json:
        echo_json(attachment_json(made))
    else:
        click.echo(f"{made.id} {made.sha256}")


@attachments.command()
@click.argument("attachment_id", type=click.IntRange(1, 2**63 - 1))
@click.option("--why", required=True, help="The reason; it stays on record.")
@with_act
def withdraw(act: Any, attachment_id: int, why: str) -> None:
    """Withdraw an attachment; it counts as evidence no more."""
    from riser.foundation.attachments import withdraw as take_back

    take_back(act, attachment_id, why=why)


def _say_link(issued: Any, *, as_json: bool) -> None:
    from riser.foundation.invitation_mail import link_of

    said = {"id": issued.id, "email": issued.email, "link": link_of(issued), "expires_at": issued.expires_at}
    if as_json:
        echo_json(said)
    else:
        click.echo(said["link"])


def _invitation_id(act: Any, email: str) -> int:
    """The open invitation for this address. Raises NotFound."""
    from django.utils.translation import gettext as _

    from riser.foundation.actions import MANAGE_MEMBERS
    from riser.foundation.errors import NotFound
    from riser.foundation.queries import invitations
    from riser.foundation.roles import require

    require(act, MANAGE_MEMBERS)
    for one in invitations(act.organisation_id, now=act.now):
        if one.email == email.strip().lower():
            return one.id
    raise NotFound(_("There is no such open invitation in this organisation."))


def _member_id(act: Any, email: str) -> int:
    """The member with this address, active or not. Raises NotFound."""
    from django.utils.translation import gettext as _

    from riser.foundation.errors import NotFound
    from riser.foundation.queries import people

    for person in people(act.organisation_id):
        if person.email == email.strip().lower():
            return person.member_id
    raise NotFound(_("There is no such member in this organisation."))
