"""REST face of the search."""

from typing import Annotated, Any

from ninja import Query, Router, Schema

from riser.foundation.api.typed import Line, Word
from riser.foundation.search import Found, recent, search
from riser.foundation.web import RiserRequest

router = Router()


class FoundOut(Schema):
    """One record: its kind, its id, its title, the line under it, its page."""

    kind: str
    id: str
    title: str
    under: str
    url: str


class FoundListOut(Schema):
    """What was found. `more` names the kinds of which there is more."""

    rows: list[FoundOut]
    more: list[str]


@router.get("/search", response=FoundListOut)
def search_records(
    request: RiserRequest,
    q: Line,
    kind: Word = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
) -> Any:
    """Records that hold every word; at most `limit` of a kind."""
    groups = search(request.act, q, each=limit, kinds=(kind,) if kind else ())
    return found_json([hit for group in groups for hit in group.hits], [g.kind for g in groups if g.more])


@router.get("/recent", response=FoundListOut)
def recent_records(request: RiserRequest) -> Any:
    """The records this person opened last, newest first."""
    return found_json(recent(request.act), [])


def found_json(hits: list[Found], more: list[str]) -> dict[str, Any]:
    """What was found as the shell prints it too."""
    names = FoundOut.model_fields
    return {"rows": [{name: getattr(hit, name) for name in names} for hit in hits], "more": more}
