"""Which program a home belongs to, and whether this program may work on it."""

from pathlib import Path

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from riser import __version__
from riser.foundation.errors import Refused
from riser.ui.formats import listed

FILE = "version"


class Newer(Refused):
    """A newer program made it; this one would damage what it does not know."""


class NotMigrated(Refused):
    """An older program made it; `riser upgrade` brings it up to date."""


def of_home(home: Path) -> str:
    """The version of the program that brought this home up to date last; "" where nobody said."""
    path = home / FILE
    return path.read_text(encoding="utf-8").strip() if path.is_file() else ""


def set_stamp(home: Path) -> None:
    """Notes that the home is up to date with this program."""
    if of_home(home) == __version__:
        return
    passing = home / f"{FILE}.part"
    passing.write_text(f"{__version__}\n", encoding="utf-8")
    passing.rename(home / FILE)


def refuse_newer(applied: set[tuple[str, str]], made_by: str) -> None:
    """Nothing where this program knows every one of these migrations. Raises Newer."""
    loader = MigrationLoader(None)
    ours = {app for app, _name in loader.disk_migrations}
    known = {*loader.disk_migrations, *loader.replacements}
    strange = sorted(f"{app} {name}" for app, name in applied - known if app in ours)
    if strange:
        raise Newer(
            _(
                "This was made by a newer Riser (%(newer)s) than this one (%(ours)s), which does not know "
                "%(strange)s. Install the newer one: pip install --upgrade riser"
            )
            % {"newer": made_by or "?", "ours": __version__, "strange": listed(strange[:3])}
        )


def pending() -> list[str]:
    """The migrations that this database still lacks, in their order."""
    loader = MigrationLoader(connection)
    done = loader.applied_migrations
    plan = [key for leaf in loader.graph.leaf_nodes() for key in loader.graph.forwards_plan(leaf)]
    return [f"{app} {name}" for app, name in dict.fromkeys(plan) if (app, name) not in done]


def applied() -> set[tuple[str, str]]:
    """The migrations that this database has had; none where it is empty."""
    return set(MigrationLoader(connection).applied_migrations or ())
