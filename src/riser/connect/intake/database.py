"""A table of somebody's PostgreSQL as a file: one JSON object a line, which takes the path of every file."""

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from riser.foundation.errors import Refused

if TYPE_CHECKING:
    from psycopg import Connection
    from psycopg.sql import Composed

SCHEMES = ("postgresql", "postgres")
AT_ONCE = 5000  # rows
# Nothing can be written by what we send, and a table that never ends does not hold the shell for ever.
SETTINGS = "-c default_transaction_read_only=on -c statement_timeout=1800000 -c lock_timeout=10000"


def write_table(url: str, table: str, out: Path) -> int:
    """How many rows of the table now stand in the file. Raises Refused where it cannot be read.

    `url` is postgresql://user@host/database; a password stands elsewhere (PGPASSWORD, ~/.pgpass). `table` may
    name its schema: sales.orders.
    """
    _refuse_odd(url)
    try:
        import psycopg
    except ImportError as error:
        raise Refused(_("To read PostgreSQL: pip install riser[postgres].")) from error
    try:
        with psycopg.connect(url, connect_timeout=10, options=SETTINGS) as connection:
            return _written(connection, _query(table), out)
    except psycopg.errors.UndefinedTable as error:
        told = _("There is no table “%(table)s” in that database, or you may not see it.")
        raise Refused(told % {"table": table[:60]}) from error
    except psycopg.Error as error:
        first = str(error).strip().partition("\n")[0]
        raise Refused(_("%(table)s cannot be read: %(why)s") % {"table": table[:60], "why": first}) from error


def _refuse_odd(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in SCHEMES:
        raise Refused(_("Write the database as postgresql://user@host/database."))
    if parts.password or "password=" in parts.query:
        raise Refused(
            _(
                "Leave the password out of the address: it would stand in the history of your shell. "
                "Put it into PGPASSWORD or ~/.pgpass."
            )
        )


def _query(table: str) -> "Composed":
    from psycopg.sql import SQL, Identifier

    named = Identifier(*table.split("."))
    return SQL("SELECT row_to_json(told)::text FROM {} AS told").format(named)


def _written(connection: "Connection", query: "Composed", out: Path) -> int:
    """Rows as the server sends them, so that a table may be larger than the memory."""
    with connection.cursor(name="riser") as rows, out.open("w", encoding="utf-8") as file:
        rows.itersize = AT_ONCE
        rows.execute(query)
        return sum(1 for (row,) in rows if file.write(row + "\n"))
