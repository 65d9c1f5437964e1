"""Exports of any size, the same each time: days × campaigns × devices × networks of one account."""

from pathlib import Path

DAYS, SEGMENTS = 730, 8


def write_export(path: Path, rows: int, days: int = DAYS) -> Path:
    """A CSV as the Google Ads API delivers it, of about so many rows, by day from November 2023."""
    import duckdb

    campaigns = max(1, rows // (days * SEGMENTS))
    connection = duckdb.connect()
    told = {"campaigns": campaigns, "days": days, "path": str(path).replace("'", "''")}
    connection.execute(_QUERY.format(**told))
    connection.close()
    return path


def write_events(path: Path, rows: int) -> Path:
    """Events as GA4's BigQuery export holds them, one JSON object a line, over 28 days."""
    import duckdb

    connection = duckdb.connect()
    connection.execute(_EVENTS.format(rows=rows, path=str(path).replace("'", "''")))
    connection.close()
    return path


# Every figure is a hash of its place: no seed to keep, the same file on every machine.
_QUERY = """
COPY (
    SELECT 2121450128 AS customer_id, d::DATE AS date, 10000000 + c AS id,
        'customers/2121450128/campaigns/' || (10000000 + c) AS base_campaign,
        'eu_search_campaign' || c AS campaign_name,
        (hash(c, d, s) % 90000000 + 10000)::BIGINT AS cost_micros,
        (hash(c, d, s, 1) % 5000)::BIGINT AS impressions, (hash(c, d, s, 2) % 200)::BIGINT AS clicks,
        ((hash(c, d, s, 3) % 4000) / 100.0)::DECIMAL(10, 2) AS conversions,
        ((hash(c, d, s, 4) % 400000) / 100.0)::DECIMAL(12, 2) AS conversions_value,
        ['MOBILE', 'DESKTOP', 'TABLET', 'CONNECTED_TV'][s % 4 + 1] AS device,
        CASE WHEN s < 4 THEN 'SEARCH' ELSE 'CONTENT' END AS ad_network_type, 'EUR' AS currency_code
    FROM (SELECT DATE '2023-11-01' + n::INTEGER AS d FROM range({days}) AS every(n)),
        (SELECT unnest(generate_series(1, {campaigns})) AS c),
        (SELECT unnest(generate_series(0, 7)) AS s)
    ORDER BY d, c, s
) TO '{path}' (HEADER)
"""

_EVENTS = """
COPY (
    SELECT strftime(DATE '2026-01-01' + (n % 28)::INTEGER, '%Y%m%d') AS event_date,
        (1767225600000000 + (n % 28) * 86400000000 + (hash(n) % 86400000000)::BIGINT)::VARCHAR
            AS event_timestamp,
        ['page_view', 'scroll', 'session_start', 'purchase'][(hash(n, 1) % 4 + 1)::BIGINT] AS event_name,
        (hash(n // 11) % 900000000)::VARCHAR || '.' || (n // 11)::VARCHAR AS user_pseudo_id,
        [
            {{'key': 'ga_session_id', 'value': {{'string_value': NULL, 'int_value': n // 11 + 1700000000}}}},
            {{'key': 'page_location', 'value': {{'string_value': 'https://www.shop.example/list/'
                || (hash(n, 3) % 400) || if(n % 11 = 0, '?utm_source=news&utm_medium=email', ''),
                'int_value': NULL}}}},
            {{'key': 'page_referrer', 'value': {{'string_value': 'https://www.google.com/',
                'int_value': NULL}}}},
            {{'key': 'session_engaged', 'value': {{'string_value': '1', 'int_value': NULL}}}}
        ] AS event_params,
        {{'category': ['mobile', 'desktop'][n % 2 + 1], 'language': 'en', 'operating_system': 'Web',
          'web_info': {{'browser': 'Chrome', 'browser_version': '143.0'}}}} AS device,
        {{'continent': 'Europe', 'country': 'France', 'region': 'Normandy', 'city': 'Caen'}} AS geo,
        {{'source': 'google', 'medium': 'organic', 'name': '(organic)'}} AS traffic_source,
        2100450278 AS stream_id, 'WEB' AS platform
    FROM range({rows}) AS every(n)
) TO '{path}' (FORMAT json)
"""
