"""The connection to the database stays open between requests, and one that broke is not used again."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import close_old_connections, connection

pytestmark = pytest.mark.django_db(transaction=True)


def _two_requests() -> bool:
    """Whether the second request of a thread finds the connection of the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    before = connection.connection
    close_old_connections()  # as at the end and the beginning of every request
    found = before is not None and connection.connection is before
    connection.close()
    return found


def test_a_thread_keeps_its_connection_from_one_request_to_the_next() -> None:
    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(_two_requests).result()


def test_a_connection_is_tried_before_a_request_uses_it() -> None:
    """The server of a database may have started anew in between."""
    assert connection.settings_dict["CONN_HEALTH_CHECKS"] is True
    assert 0 < connection.settings_dict["CONN_MAX_AGE"] <= 3600
