"""Log lines as JSON, each with the request and the job in which it was written."""

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponseBase

_request: ContextVar[str] = ContextVar("request", default="")
_job: ContextVar[int | None] = ContextVar("job", default=None)


def request_id() -> str:
    """The id of the request being answered, or of the one that asked for this job; empty elsewhere."""
    return _request.get()


@contextmanager
def about(*, request: str = "", job: int | None = None) -> Iterator[None]:
    """Every log line of the block names this request and job."""
    kept = _request.set(request), _job.set(job)
    try:
        yield
    finally:
        _request.reset(kept[0])
        _job.reset(kept[1])


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, logger, message; request, job and error where there are any."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "request": _request.get() or None,
            "job": _job.get(),
            "error": self.formatException(record.exc_info) if record.exc_info else None,
        }
        return json.dumps(
            {name: value for name, value in line.items() if value is not None}, ensure_ascii=False
        )


class RequestId:
    """Gives each request an id, says it in X-Request-Id, and names it in every log line.

    Ours, never the client's: what a stranger sends does not belong into the log.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = uuid4().hex
        with about(request=given):
            response = self.get_response(request)
        response.headers["X-Request-Id"] = given
        return response
