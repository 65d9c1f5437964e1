"""`riser assess ask-affirmation, affirmations, affirm`."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from riser.assess.commands.door import AS_JSON, assess, practice_id, printed
from riser.foundation.shell import with_act

if TYPE_CHECKING:
    from riser.foundation.roles import Act


@assess.command("ask-affirmation")
@click.argument("practice", type=practice_id, required=False, default="")
@click.argument("instance", required=False, default="")
@click.option(
    "--record", default="", metavar="KIND:ID", help="About a declared record instead of an instance."
)
@click.option("--of", "colleague", required=True, metavar="EMAIL", help="The colleague who is asked.")
@click.option("--question", default="", help="What they should look at.")
@AS_JSON
@with_act
def ask(
    act: "Act", practice: str, instance: str, record: str, colleague: str, question: str, as_json: bool
) -> None:
    """Ask a colleague in another role whether what was declared is so.

    PRACTICE is its id, such as "BUD 2.1" or BUD-2.1; INSTANCE one of its instances, such as campaign:12.
    """
    from riser.assess.actions import ask_affirmation
    from riser.assess.pages.appraisal import ref_of
    from riser.foundation.queries import actor_by_email

    asked = ask_affirmation(
        act,
        of=actor_by_email(act.organisation_id, colleague).member_id or 0,
        practice=practice,
        instance=instance,
        record=ref_of(record) if record else None,
        question=question,
    )
    _show(act, asked.pk, as_json=as_json)


@assess.command()
@AS_JSON
@with_act
def affirmations(act: "Act", as_json: bool) -> None:
    """Every question asked of a colleague, newest first."""
    from riser.assess import affirmations as reads
    from riser.assess.plain import affirmed_plain

    rows = [affirmed_plain(one) for one in reads.affirmations(act.organisation_id)]
    printed({"rows": rows}, as_json=as_json, lines=_list)


@assess.command()
@click.argument("number", type=int)
@click.option("--yes/--no", "answer", required=True, help="Whether it is so.")
@click.option("--comment", default="", help="What you saw yourself.")
@AS_JSON
@with_act
def affirm(act: "Act", number: int, answer: bool, comment: str, as_json: bool) -> None:
    """Answer a question, by its number; needs --as the colleague who was asked."""
    from riser.assess import actions

    actions.affirm(act, number, answer=answer, comment=comment)
    _show(act, number, as_json=as_json)


def _show(act: "Act", number: int, *, as_json: bool) -> None:
    from riser.assess import affirmations as reads
    from riser.assess.plain import affirmed_plain

    plain = affirmed_plain(reads.affirmation(act.organisation_id, number))
    printed(plain, as_json=as_json, lines=lambda one: _list({"rows": [one]}))


def _list(plain: Any) -> Iterator[str]:
    words = {None: "…", True: "yes", False: "no"}
    for one in plain["rows"]:
        about = " ".join(filter(None, (one["practice"], one["instance"], one["record"])))
        yield f"{one['id']:>5}  {words[one['answer']]:4} {about}  {one['of']}: {one['comment']}".rstrip(": ")
