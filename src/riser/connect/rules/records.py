"""Records of nested objects, as programs deliver them, become flat rows of cells with dotted names."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from riser.connect.rules.cells import Cell

LISTS = ("results", "data", "rows", "elements", "records", "value", "list")  # where a page keeps its records
ABOUT_PAGES = frozenset(
    [
        "paging",
        "page_info",
        "pagination",
        "next_page",
        "nextPageToken",
        "nextRecordsUrl",
        "next",
        "meta",
        "links",
        "metadata",
        "total",
        "totalSize",
        "done",
        "count",
        "fieldMask",
        "requestId",
        "queryResourceConsumption",
        "summaryRow",
        "totalResultsCount",
        "code",
        "message",
        "request_id",
        "rowCount",
        "kind",
        "has_more",
        "hasMore",
        "offset",
        "limit",
    ]
)
DEEPEST = 12
DAY = frozenset({"year", "month", "day"})


def records_of(document: object) -> Iterator[Mapping[str, Any]]:
    """The records of a document: of a list, of a page that holds a list of them, or the one it is itself.

    A list may hold pages, as some APIs answer all at once. Raises ValueError where there is something else
    than an object.
    """
    if isinstance(document, list):
        for one in document:
            yield from records_of(one)
    elif isinstance(document, Mapping):
        yield from _page(document)
    else:
        raise ValueError(json.dumps(document)[:60])


def _page(found: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    if _is_report(found):
        yield from _report(found)
        return
    inside = _listed(found)
    if inside is None:
        yield found
    else:
        yield from inside


def _listed(found: Mapping[str, Any]) -> list[Mapping[str, Any]] | None:
    """The list that makes a page of an object: nothing stands beside it but words about paging.

    A record that happens to hold a list, even an empty one, stays a record.
    """
    name = next((one for one in LISTS if isinstance(found.get(one), list)), "")
    if not name and isinstance(data := found.get("data"), Mapping) and isinstance(data.get("list"), list):
        return _listed(data)
    if not name or not found.keys() - {name} <= ABOUT_PAGES:
        return None
    inside: list[Mapping[str, Any]] = found[name]
    return inside if all(isinstance(one, Mapping) for one in inside) else None


def _is_report(found: Mapping[str, Any]) -> bool:
    return {"dimensionHeaders", "metricHeaders"} <= found.keys()


def _report(page: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The rows of a report that tells the names of its columns once, as Google Analytics does."""
    try:
        names = [one["name"] for key in ("dimensionHeaders", "metricHeaders") for one in page[key]]
        for row in page.get("rows") or ():
            values = [*row.get("dimensionValues", ()), *row.get("metricValues", ())]
            yield {name: value.get("value") for name, value in zip(names, values, strict=True)}
    except (KeyError, TypeError, AttributeError) as odd:
        raise ValueError(str(odd)) from odd


def flat(record: Mapping[str, Any]) -> dict[str, Cell]:
    """The cells of a record by dotted name: `campaign.id`.

    A list of keys with values becomes cells too, `event_params.page_location`; a list of one text or number
    is that one, every other list a cell of JSON. A year, month and day are a day. Raises ValueError where
    objects are nested more than twelve deep.
    """
    return dict(_cells(record, "", 0))


def _cells(value: object, name: str, depth: int) -> Iterator[tuple[str, Cell]]:
    if depth > DEEPEST:
        raise ValueError(name)
    inner = _keyed(value) if isinstance(value, list) else value
    if isinstance(inner, Mapping) and inner.keys() == DAY:
        yield name, "-".join(str(inner[part]).zfill(2) for part in ("year", "month", "day"))
    elif isinstance(inner, Mapping):
        for key, one in inner.items():
            yield from _cells(one, f"{name}.{key}" if name else str(key), depth + 1)
    elif name:
        yield name, _cell(inner)


def _keyed(values: list[Any]) -> object:
    """The values of a list by key: {"key": …, "value": {"int_value": 3}}; the only one; else the list."""
    if len(values) == 1 and isinstance(values[0], str | int):
        return values[0]
    if not values or not all(isinstance(one, Mapping) and {"key", "value"} <= one.keys() for one in values):
        return values
    return {str(one["key"]): _first(one["value"]) for one in values}


def _first(value: object) -> object:
    if isinstance(value, Mapping):
        return next((one for one in value.values() if one is not None), None)
    return value


def _cell(value: object) -> Cell:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | Mapping):
        return json.dumps(value, ensure_ascii=False, default=str) if value else None
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
