"""Loads as the shell shows them: in words, and as the JSON that scripts rely on."""

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from riser.connect.actions import ManyLoads, Preview, UndoPreview
    from riser.connect.actions.many import FileLoad
    from riser.connect.intake.work import WorkIntake
    from riser.connect.ledger import LoadRecord

SHOWN_REJECTIONS = 10


def undo_json(found: "UndoPreview") -> dict[str, Any]:
    """What taking a load back would change, as JSON."""
    return {
        "load": found.load.id,
        "vanished": found.changes.vanished,
        "changed": found.changes.changed,
        "added": found.changes.added,
        "same": found.changes.same,
        "days": len(found.days),
        "items": found.items,
        "replayed": found.replayed,
        "spend_before": dict(found.before),
        "spend_after": dict(found.after),
        "based_on": found.based_on,
    }


def print_told(told: dict[str, Any]) -> None:
    """One line a fact; of several, such as notes or rejected rows, each on a line of its own."""
    for key, value in told.items():
        first, *more = (
            [_in_a_line(one) for one in value] or [""] if isinstance(value, list) else [_counted(value)]
        )
        click.echo("\n  ".join([f"{key}: {first}"] if not more else [f"{key}:", first, *more]))


def _in_a_line(one: Any) -> str:
    return " ".join(str(part) for part in one.values() if part) if isinstance(one, dict) else str(one)


def _counted(value: Any) -> str:
    """A figure as it is, figures by a name as "12.50 EUR, 3.00 USD"."""
    from riser.ui.formats import listed

    return listed(f"{n} {of}" for of, n in value.items()) if isinstance(value, dict) else str(value)


def contract(record: "LoadRecord") -> dict[str, Any]:
    """The load as JSON promises it; `nothing_taken` stands there only where no row can be taken."""
    nothing = {"nothing_taken": str(record.nothing_taken)} if record.nothing_taken else {}
    return {
        "load": record.id,
        "state": record.state,
        "rows_read": record.rows_read,
        "rows_accepted": record.rows_accepted,
        "rows_skipped": record.rows_skipped,
        "rows_rejected": record.rows_rejected,
        "rejections": _rejections(record.rejections),
        "unchanged": record.unchanged,
        **nothing,
    }


def many_json(found: "ManyLoads") -> dict[str, Any]:
    """What became of several files, as JSON: each as alone, with its name, and one summary."""
    return {
        "loads": [_file_json(one) for one in found.files],
        "left_out": [{"file": str(path), "why": why.value} for path, why in found.left_out],
        **_counts(found),
    }


def print_many(found: "ManyLoads") -> None:
    """Says what became of each file, then all of it in one line."""
    from django.utils.translation import gettext as _

    from riser.connect.words import left_out_word

    for one in found.files:
        state = _("cannot be read") if one.load is None else one.load.state
        click.echo(f"{one.file}  {state}")
        click.echo(f"  {one.why}" if one.load is None else f"  {one.load.id}  {one.load.rows_accepted}")
    for path, why in found.left_out:
        click.echo(_("%(file)s is left out: %(why)s.") % {"file": path, "why": left_out_word(why)})
    told = _(
        "Files: %(done)s stored, %(waiting)s waiting, %(unreadable)s that cannot be read. "
        "Rows stored: %(rows_accepted)s"
    )
    click.echo(told % _counts(found))


def _file_json(one: "FileLoad") -> dict[str, Any]:
    told = {"state": "unreadable", "why": one.why} if one.load is None else contract(one.load)
    return {"file": str(one.file), **told}


def _counts(found: "ManyLoads") -> dict[str, int]:
    names = ("done", "waiting", "unreadable", "rows_accepted")
    return {name: getattr(found, name) for name in names}


def _rejections(rows: "Any") -> list[dict[str, Any]]:
    return [{"row": row.row, "column": row.column, "reason": row.reason} for row in rows]


def print_record(record: "LoadRecord") -> None:
    """Says what became of a file: the notes, the counts, the first rejected rows, what to do next."""
    from django.utils.translation import gettext as _

    state = _("done, unchanged") if record.unchanged else record.state
    click.echo(f"{record.id}  {state}")
    if record.nothing_taken:
        _print_nothing_taken(record)
        return
    for note in record.notes:
        click.echo(note)
    counts = {
        "read": record.rows_read,
        "accepted": record.rows_accepted,
        "skipped": record.rows_skipped,
        "rejected": record.rows_rejected,
    }
    click.echo(
        _("Rows: %(read)s read, %(accepted)s accepted, %(skipped)s skipped, %(rejected)s rejected") % counts
    )
    _print_rejections(record.rejections)
    if record.waits:
        told = _("Nothing is stored yet. To store the rest: %(command)s")
        click.echo(told % {"command": f"riser connect accept {record.id}"})


def _print_nothing_taken(record: "LoadRecord") -> None:
    from django.utils.translation import gettext as _

    for line in record.nothing_taken.lines if record.nothing_taken else ():
        click.echo(line)
    if record.waits:
        click.echo(_("To put it away: %(command)s") % {"command": f"riser connect discard {record.id}"})


def _print_rejections(rows: "Any") -> None:
    from django.utils.translation import gettext as _

    for row in rows[:SHOWN_REJECTIONS]:
        place = _("row %(row)s") % {"row": row.row}
        click.echo(f"  {place}{', ' + row.column if row.column else ''}: {row.reason}")
    if len(rows) > SHOWN_REJECTIONS:
        click.echo(_("  … %(n)s more, all with --json") % {"n": len(rows) - SHOWN_REJECTIONS})


def preview_json(found: "Preview") -> dict[str, Any]:
    """What importing would do, as JSON."""
    from riser.connect import sentences
    from riser.connect.intake.ads import AdIntake
    from riser.connect.intake.work import WorkIntake

    intake = found.intake
    told = {
        "source": intake.source.slug,
        "notes": [sentences.note_sentence(note) for note in intake.notes],
        "rows_read": intake.rows_read,
        "rows_accepted": intake.rows_accepted,
        "rows_skipped": intake.rows_skipped,
        "rows_rejected": intake.rows_rejected,
        "rejections": _rejections(found.rejections),
        "added": found.changes.added,
        "changed": found.changes.changed,
        "vanished": found.changes.vanished,
        "nothing_taken": str(found.nothing_taken or ""),
    }
    if isinstance(intake, AdIntake):
        owners = sorted(set(intake.owners.values()), key=lambda owner: owner.account)
        return told | {
            "spend": intake.reading.spend,
            "accounts": [f"{owner.account} {owner.currency}" for owner in owners],
            "assumed": sentences.assumed(found.days),
        }
    return told | (_work_json(intake) if isinstance(intake, WorkIntake) else {"table": intake.table.name})


def _work_json(intake: "WorkIntake") -> dict[str, Any]:
    """What a work file holds: how many records of each kind, and words that nobody knows yet."""
    from riser.connect.intake.summary import kinds_in, unknown_words_in

    unknown = unknown_words_in(intake)
    return {
        "kinds": kinds_in(intake),
        "changes": len(intake.changes),
        "unknown_words": [{"of": one.of.value, "word": one.word, "count": one.count} for one in unknown],
    }
