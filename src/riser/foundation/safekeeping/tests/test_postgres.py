"""A dump is SQL and data; nothing in it speaks to the program that reads it."""

import pytest

from riser.foundation.errors import Refused
from riser.foundation.safekeeping.postgres import only_sql

HEADER = [b"\\restrict abc\n", b"SET transaction_timeout = 0;\n", b"CREATE SCHEMA public;\n", b"SELECT 1;\n"]
DATA = [
    b"COPY public.x (a) FROM stdin;\n",
    b"\\N\n",
    b"SET transaction_timeout\n",
    b"CREATE SCHEMA public;\n",
]
END = [b"\\.\n", b"\\unrestrict abc\n"]


def test_the_data_stays_as_it_is_and_the_header_loses_what_servers_do_not_know() -> None:
    assert list(only_sql([*HEADER, *DATA, *END])) == [b"SELECT 1;\n", *DATA, b"\\.\n"]


@pytest.mark.parametrize("line", [b"\\! rm -rf /\n", b"\\copy x from program 'x'\n", b"\\connect other\n"])
def test_a_command_to_the_program_is_refused(line: bytes) -> None:
    with pytest.raises(Refused, match="no dump has"):
        list(only_sql([*HEADER, *DATA, *END, line]))
