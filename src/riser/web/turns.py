"""One answer after another: the threads of a process share one interpreter and only lengthen each other."""

from collections.abc import Iterable
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PATIENCE = 0.2  # seconds; an answer that takes longer does not hold up the others
READING = ("GET", "HEAD")


class InTurn:
    """The application, whose pages are made one after another in each process.

    Four pages of 10 ms side by side are all ready after 40 ms, in turn after 10, 20, 30 and 40. Nobody waits
    longer than `patience` seconds for a turn: beside a page that computes, the others are made all the same.
    What sends something in takes no turn, since a slow line would hold it.
    """

    def __init__(self, application: "WSGIApplication", patience: float = PATIENCE) -> None:
        self._application, self._patience, self._turn = application, patience, Lock()

    def __call__(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        """The answer of the application."""
        if environ["REQUEST_METHOD"] not in READING or not self._turn.acquire(timeout=self._patience):
            return self._application(environ, start)
        try:
            return self._application(environ, start)
        finally:
            self._turn.release()
