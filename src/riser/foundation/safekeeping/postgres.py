"""PostgreSQL's own programs: a dump of one moment, and the way back in one transaction."""

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from django.db import connection
from django.utils.translation import gettext as _

from riser.foundation.errors import Refused

DEBIAN = Path("/usr/lib/postgresql")
# Of the lines a dump begins with: what we do ourselves, and a setting that older servers do not know.
LEFT_OUT = (b"CREATE SCHEMA public;", b"SET transaction_timeout")
RESTRICT = (b"\\restrict ", b"\\unrestrict ")  # newer programs fence commands of the shell off; so do we


def program(name: str) -> str | None:
    """Where one of PostgreSQL's programs is: on the PATH, else where Debian keeps them; None if missing."""
    versions = sorted(DEBIAN.glob(f"*/bin/{name}"), key=lambda path: float(path.parts[-3]))
    return shutil.which(name) or next((str(path) for path in reversed(versions)), None)


def dump(file: Path, snapshot: str) -> None:
    """Writes what a transaction that exported its view sees into the file, as SQL. Raises Refused."""
    options = ["--format=plain", "--no-owner", "--no-privileges", "--schema=public"]
    _run("pg_dump", *options, f"--snapshot={snapshot}", f"--file={file}")


def restore(file: Path, *, mark: str, keep_as: str, rows: Mapping[str, int]) -> None:
    """Replaces all of the schema `public` by the dump, in one transaction; `is_marked` says that it is done.

    What stood there is kept under the schema `keep_as`. Every table must then have as many rows as `rows`
    says. Raises Refused with the database as it was. Killed in between, the database does the one or the
    other, never a part.
    """
    script = file.with_suffix(".all.sql")
    with script.open("wb") as target:
        target.writelines(_script(file, mark=mark, keep_as=keep_as, rows=rows))
    try:
        _run("psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", f"--file={script}")
    except Refused:
        if not is_marked(mark):  # else: one that was killed had come to its end meanwhile
            raise
    finally:
        script.unlink(missing_ok=True)


def is_marked(mark: str) -> bool:
    """Whether the restore of this mark has taken place."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description(to_regnamespace('public')::oid, 'pg_namespace')")
        row = cursor.fetchone()
    return bool(row and row[0] == mark)


def _script(file: Path, *, mark: str, keep_as: str, rows: Mapping[str, int]) -> Iterator[bytes]:
    yield b"BEGIN;\nSELECT pg_advisory_xact_lock(hashtext('riser restore'));\n"
    if connection.introspection.table_names():
        yield f'ALTER SCHEMA public RENAME TO "{keep_as}";\n'.encode()
    yield b"CREATE SCHEMA IF NOT EXISTS public;\n"
    with file.open("rb") as dumped:
        yield from only_sql(dumped)
    yield from (_counts_as(table, count).encode() for table, count in rows.items())
    yield f"\nCOMMENT ON SCHEMA public IS '{mark}';\nCOMMIT;\n".encode()


def _counts_as(table: str, count: int) -> str:
    """A statement that fails unless the table has so many rows."""
    name = f"public.{connection.ops.quote_name(table)}"
    return (
        f"\nDO $riser$ BEGIN IF (SELECT count(*) FROM {name}) <> {int(count)} "  # noqa: S608 - quoted
        f"THEN RAISE EXCEPTION 'not {int(count)} rows in {table}'; END IF; END $riser$;\n"
    )


def only_sql(dumped: Iterable[bytes]) -> Iterator[bytes]:
    """The lines of a dump that are SQL or data. Raises Refused for a command to the program that reads it."""
    in_data = False
    for line in dumped:
        if in_data:
            in_data = line.rstrip() != b"\\."
        elif line.startswith(b"COPY ") and line.rstrip().endswith(b"FROM stdin;"):
            in_data = True
        elif line.startswith((*LEFT_OUT, *RESTRICT)):
            continue
        elif line.startswith(b"\\"):
            raise Refused(
                _("The dump of the database holds a command that no dump has. Nothing was changed.")
            )
        yield line


def _run(name: str, *arguments: str) -> None:
    """Runs a program on the database of the settings. Raises Refused with what it complained."""
    found = program(name)
    if found is None:
        text = _("%(program)s is not installed here. “riser doctor” says how to install it.")
        raise Refused(text % {"program": name})
    words, more = connection.client.settings_to_cmd_args_env(connection.settings_dict, [])
    done = subprocess.run(  # noqa: S603 - our own words, and those of the settings
        [found, *arguments, *words[1:]],
        env=os.environ | (more or {}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        told = {"program": name, "said": done.stderr.strip()[-1000:] or done.returncode}
        raise Refused(_("%(program)s failed: %(said)s") % told)
