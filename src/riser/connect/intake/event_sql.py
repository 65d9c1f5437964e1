"""The queries that flatten the records of a web analytics export: DuckDB reads them, Python never sees a row.

Paths come from mapping files, whose schema lets nothing but names and points through.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from riser.connect.lake.bench import quoted
from riser.connect.rules.event_mapping import FIELDS, EventShape

KEYED = (
    'STRUCT("key" VARCHAR, "value" STRUCT(string_value VARCHAR, int_value VARCHAR,'
    " float_value VARCHAR, double_value VARCHAR))[]"
)
LATEST = 4_102_444_800_000_000  # microseconds: the year 2100
LONGEST = 2000
CLICK_IDS = ("gclid", "gbraid", "wbraid", "dclid", "msclkid", "fbclid", "ttclid", "li_fat_id")
PAID = {"gclid": "google", "gbraid": "google", "wbraid": "google", "dclid": "google", "msclkid": "bing"}
BLANK = r"[\s\x0b\x1c-\x1f]+"  # as Python sees it
PATH = f"left(nullif(regexp_extract(page, '^[^:?#]+://[^/?#]*([^?#]*)', 1), ''), {LONGEST})"
ADDRESS = r"[\w.%+-]+(?:@|%40)[\w.-]+"  # of a person; it stands in paths of newsletters and in careless tags
TAGS = ("utm_source", "utm_medium", "utm_campaign")


def records(shape: EventShape, path: Any, *, by_line: bool) -> str:
    """The records of a file, of each no more than the paths of the shape need."""
    types = ", ".join(f"\"{name}\": '{kind}'" for name, kind in _types(shape).items())
    form = "newline_delimited" if by_line else "array"
    return f"SELECT * FROM read_json({quoted(path)}, format = '{form}', columns = {{{types}}})"


def fields(shape: EventShape, source: str) -> str:
    """One row per record of `source`: each field of the shape as the text it holds."""
    keys = "".join(
        f', list_transform("{name}", lambda one: one."key") AS "keys_{name}"' for name in shape.lists
    )
    told = ", ".join(f'{_field(shape, name)} AS "{name}"' for name in FIELDS)
    return f"SELECT {told} FROM (SELECT *{keys} FROM ({source}))"


def typed(source: str, pads: tuple[bytes, bytes]) -> str:
    """The fields of `source` as values; `day`, `at` and `event` are null where they cannot be read."""
    return f"""
        SELECT coalesce(account, '') AS account, day AS told_day, "at" AS told_at,
            coalesce(try_strptime(day, '%Y%m%d')::DATE, try_cast(day AS DATE)) AS day,
            CASE WHEN try_cast("at" AS BIGINT) BETWEEN 1 AND {LATEST}
                THEN make_timestamp(try_cast("at" AS BIGINT)) END AS "at",
            nullif(left(event, 255), '') AS event,
            {hashed("person", pads)} AS person, {hashed('"user"', pads)} AS "user",
            nullif(session, '') AS session,
            nullif({_host("page")}, '') AS host,
            {_nameless(PATH)} AS page,
            last_click_source, last_click_medium, last_click_campaign,
            collected_source, collected_medium, collected_campaign,
            CASE WHEN contains(page, '?') THEN regexp_extract(page, '\\?([^#]*)', 1) END AS query,
            nullif({_host("referrer")}, '') AS referrer_host,
            click_id,
            nullif("transaction", '') AS "transaction",
            try_cast("value" AS DECIMAL(18, 6)) AS "value",
            CASE WHEN regexp_full_match(currency, '[A-Za-z]{{3}}') THEN upper(currency) END AS currency,
            CASE WHEN engaged IN ('1', 'true') THEN true WHEN engaged IN ('0', 'false') THEN false
                END AS engaged,
            device, country
        FROM ({source})"""


def with_tags(source: str) -> str:
    """The same, with the tags of the page and the kind of its click id."""
    tags = ", ".join(f"{_tag(name)} AS {name}" for name in TAGS)
    kinds = " ".join(f"WHEN regexp_matches(query, '(?:^|&){name}=[^&]') THEN '{name}'" for name in CLICK_IDS)
    return f"""
        SELECT * EXCLUDE (click_id, query), {tags},
            CASE {kinds} WHEN click_id IS NOT NULL THEN 'gclid' END AS click_id
        FROM ({source})"""


def with_traffic(source: str, searches: Iterable[str]) -> str:
    """The same, with where the visit came from: the first of four places that says it, never the first visit.

    Last click of the session, else what was collected, else the tags of the page (a click id of an ad system
    that tags by itself counts as one), else the page before. `searches` are search engines by name or host.
    """
    paid = " ".join(f"WHEN '{kind}' THEN '{name}'" for kind, name in PAID.items())
    by = f"""CASE
            WHEN {_any("last_click_source", "last_click_medium", "last_click_campaign")} THEN 'last_click'
            WHEN {_any("collected_source", "collected_medium", "collected_campaign")} THEN 'collected'
            WHEN {_any(*TAGS)} OR click_id IN ({_listed(PAID)}) THEN 'page'
            WHEN referrer_host IS NOT NULL AND referrer_host IS DISTINCT FROM host THEN 'referrer' END"""
    return f"""
        SELECT * EXCLUDE ({", ".join(_TRAFFIC)}),
            CASE traffic_by WHEN 'last_click' THEN last_click_source WHEN 'collected' THEN collected_source
                WHEN 'page' THEN coalesce(utm_source, CASE click_id {paid} END)
                WHEN 'referrer' THEN coalesce(engine, referrer_host) END AS traffic_source,
            CASE traffic_by WHEN 'last_click' THEN last_click_medium WHEN 'collected' THEN collected_medium
                WHEN 'page' THEN coalesce(utm_medium,
                    CASE WHEN utm_source IS NULL AND click_id IN ({_listed(PAID)}) THEN 'cpc' END)
                WHEN 'referrer' THEN if(engine IS NULL, 'referral', 'organic') END AS traffic_medium,
            CASE traffic_by WHEN 'last_click' THEN last_click_campaign
                WHEN 'collected' THEN collected_campaign WHEN 'page' THEN utm_campaign END AS traffic_campaign
        FROM (SELECT *, {_engine(searches)} AS engine, {by} AS traffic_by FROM ({source}))"""


def _engine(searches: Iterable[str]) -> str:
    """The search engine of the page before: google of google.co.uk, a host that is listed as it is."""
    known = list(searches)
    names = "|".join(name for name in known if "." not in name)
    hosts = _listed(name.removeprefix("www.") for name in known if "." in name)
    name = f"nullif(regexp_extract(referrer_host, '^({names})\\.(?:com?\\.)?[a-z]{{2,3}}$', 1), '')"
    return f"coalesce({name}, CASE WHEN referrer_host IN ({hosts}) THEN referrer_host END)"


_TRAFFIC = (
    "engine",
    "last_click_source",
    "last_click_medium",
    "last_click_campaign",
    "collected_source",
    "collected_medium",
    "collected_campaign",
    *TAGS,
)


def _types(shape: EventShape) -> dict[str, str]:
    """The type of each top of a path: a list of keys, a struct of what is needed, or a text."""
    trees: dict[str, Any] = {}
    for path in _paths(shape):
        top, *rest = path.split(".")
        if top not in shape.lists:
            _grow(trees.setdefault(top, {}), rest)
    return {top: _type(tree) for top, tree in trees.items()} | dict.fromkeys(shape.lists, KEYED)


def _grow(tree: dict[str, Any], rest: Iterable[str]) -> None:
    for name in rest:
        tree = tree.setdefault(name, {})


def _type(tree: Mapping[str, Any]) -> str:
    if not tree:
        return "VARCHAR"
    return "STRUCT(" + ", ".join(f'"{name}" {_type(inner)}' for name, inner in tree.items()) + ")"


def _paths(shape: EventShape) -> list[str]:
    return [path for column in shape.columns.values() for path in column.names]


def _field(shape: EventShape, name: str) -> str:
    column = shape.columns.get(name)
    found = [_path(shape, path) for path in column.names] if column else []
    return f"coalesce({', '.join(found)}, NULL)" if found else "NULL::VARCHAR"


def _path(shape: EventShape, path: str) -> str:
    top, *rest = path.split(".")
    if top not in shape.lists:
        return f"nullif(trim({'.'.join(_named(top, *rest))}), '')"
    key = ".".join(rest)
    value = f'"{top}"[list_position("keys_{top}", \'{key}\')]."value"'
    kinds = ("string_value", "int_value", "double_value", "float_value")
    return f"nullif(trim(coalesce({', '.join(f'{value}.{kind}' for kind in kinds)})), '')"


def _named(*names: str) -> list[str]:
    return [f'"{name}"' for name in names]


def _host(column: str) -> str:
    """The host of an address, without www."""
    host = f"regexp_extract({column}, '^[A-Za-z][A-Za-z0-9+.-]*://(?:[^/?#@]*@)?([^/?#:]*)', 1)"
    return f"regexp_replace(lower({host}), '^www\\.', '')"


def _tag(name: str) -> str:
    raw = f"nullif(regexp_extract(query, '(?:^|&){name}=([^&]*)', 1), '')"
    spaced = f"replace({raw}, '+', ' ')"
    told = f"left(coalesce(TRY(url_decode({spaced})), {spaced}), 255)"
    return f"CASE WHEN query <> '' THEN {_nameless(told)} END"


_BLANK = "[\\s\\x0b\\x1c-\\x1f]+"  # as Python sees it


def _nameless(text: str) -> str:
    """A text without the e-mail addresses in it, which nobody could find again to erase them."""
    return (
        f"CASE WHEN contains({text}, '@') OR contains({text}, '%40')"
        f" THEN regexp_replace({text}, '{ADDRESS}', '…', 'g') ELSE {text} END"
    )


def hashed(column: str, pads: tuple[bytes, bytes]) -> str:
    """HMAC-SHA256 of a text without regard to capitals and blanks, as `privacy.person_key` makes it."""
    inner, outer = (_blob(pad) for pad in pads)
    plain = f"encode(lower(trim(regexp_replace({column}, '{BLANK}', ' ', 'g'))))"
    return f"CASE WHEN {column} <> '' THEN sha256({outer} || unhex(sha256({inner} || {plain}))) END"


def _blob(value: bytes) -> str:
    return "'" + "".join(f"\\x{byte:02X}" for byte in value) + "'::BLOB"


def _any(*columns: str) -> str:
    return f"coalesce({', '.join(columns)}) IS NOT NULL"


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)
