"""Reads: the door that other rooms use. Values are frozen; every call runs a constant number of queries.

`to_day` bounds the facts (an as-of day); without it every day counts. Nothing loaded gives empty answers.
"""

from riser.connect.ledger import LoadRecord
from riser.connect.queries.accounts import (
    account,
    account_totals,
    accounts,
    agreed_latencies,
    quiet_days,
    retired_after,
)
from riser.connect.queries.days import (
    TotalsBy,
    account_days,
    campaign_days,
    connected_sources,
    link_days,
    newest_day,
    platform_campaigns,
    totals,
)
from riser.connect.queries.links import LinkHistory, PolicyState, link_history, link_rules, utm_policy
from riser.connect.queries.loads import (
    begun,
    findings,
    lake_state,
    load,
    load_days,
    load_of_file,
    loads,
    waiting_loads,
)
from riser.connect.queries.tables import ShownRows, TableState, rows_in_words, table, table_rows, tables
from riser.connect.queries.work import board_words, work_item, work_items, work_sources
from riser.connect.rules.board_words import UsedWord
from riser.connect.rules.facts import (
    AccountDay,
    AccountTotal,
    AdAccount,
    CampaignDay,
    ConnectedSource,
    Level,
    PlatformCampaign,
    Total,
)
from riser.connect.rules.findings import Finding
from riser.connect.rules.work import WorkItem, WorkSource

__all__ = [
    "AccountDay",
    "AccountTotal",
    "AdAccount",
    "CampaignDay",
    "ConnectedSource",
    "Finding",
    "Level",
    "LinkHistory",
    "LoadRecord",
    "PlatformCampaign",
    "PolicyState",
    "ShownRows",
    "TableState",
    "Total",
    "TotalsBy",
    "UsedWord",
    "WorkItem",
    "WorkSource",
    "account",
    "account_days",
    "account_totals",
    "accounts",
    "agreed_latencies",
    "begun",
    "board_words",
    "campaign_days",
    "connected_sources",
    "findings",
    "lake_state",
    "link_days",
    "link_history",
    "link_rules",
    "load",
    "load_days",
    "load_of_file",
    "loads",
    "newest_day",
    "platform_campaigns",
    "quiet_days",
    "retired_after",
    "rows_in_words",
    "table",
    "table_rows",
    "tables",
    "totals",
    "utm_policy",
    "waiting_loads",
    "work_item",
    "work_items",
    "work_sources",
]
