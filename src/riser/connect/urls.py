"""URLs of the room connect."""

from django.urls import path, register_converter

from riser.connect.views import (
    accounts,
    asking,
    dictionary,
    drop,
    ledger,
    links,
    mappings,
    metrics,
    pulls,
    quality,
    reconciliation,
    retention,
    rows,
    undo,
    work,
)


class HexConverter:
    """32 hexadecimal digits: the id of a load."""

    regex = "[0-9a-f]{32}"

    def to_python(self, value: str) -> str:
        """The id as it is."""
        return value

    def to_url(self, value: str) -> str:
        """The id as it is."""
        return value


register_converter(HexConverter, "load")

urlpatterns = [
    path("", ledger.connect, name="connect"),
    path("drop/", drop.drop, name="connect_drop"),
    path("drop/<str:token>/", drop.preview, name="connect_preview"),
    path("drop/<str:token>/store/", drop.store, name="connect_store"),
    path("loads/<load:load_id>/", ledger.load, name="connect_load"),
    path("loads/<load:load_id>/accept/", ledger.accept, name="connect_accept"),
    path("loads/<load:load_id>/discard/", ledger.discard, name="connect_discard"),
    path("loads/<load:load_id>/undo/", undo.undo, name="connect_undo"),
    path("loads/<load:load_id>/redo/", undo.redo, name="connect_redo"),
    path("accounts/<int:account_id>/", accounts.account, name="connect_account"),
    path("accounts/<int:account_id>/retire/", accounts.retire, name="connect_retire"),
    path("accounts/<int:account_id>/resume/", accounts.resume, name="connect_resume"),
    path("work/", work.items, name="connect_items"),
    path("work/<slug:source>/<path:item_id>/", work.item, name="connect_item"),
    path("words/", work.words, name="connect_words"),
    path("words/settle/", work.settle, name="connect_settle_words"),
    path("template/", work.template, name="connect_template"),
    path("accounts/confirm/", ledger.confirm, name="connect_confirm"),
    path("links/", links.links, name="connect_links"),
    path("channels/", links.channels, name="connect_channels"),
    path("policy/", links.policy, name="connect_policy"),
    path("rows/", rows.rows, name="connect_rows"),
    path("metrics/", metrics.metrics, name="connect_metrics"),
    path("metrics/<slug:metric>/", metrics.one_metric, name="connect_metric"),
    path("pulls/", pulls.pulls, name="connect_pulls"),
    path("pulls/<int:connection_id>/pull/", pulls.pull_now, name="connect_pull_now"),
    path("pulls/<int:connection_id>/forget/", pulls.forget, name="connect_forget"),
    path("reconciliation/", reconciliation.reconciliation, name="connect_reconciliation"),
    path("quality/", quality.quality, name="connect_quality"),
    path("tables/", dictionary.tables, name="connect_tables"),
    path("tables/<slug:table>/", dictionary.table, name="connect_table"),
    path("mappings/", mappings.mappings, name="connect_mappings"),
    path("mappings/new/<str:token>/", mappings.finish, name="connect_mapping_new"),
    path("mappings/<slug:mapping>/file/", mappings.mapping_file, name="connect_mapping_file"),
    path("mappings/<slug:mapping>/remove/", mappings.remove, name="connect_mapping_remove"),
    path("query/", asking.query, name="connect_query"),
    path("tables/<slug:table>/export/", asking.export, name="connect_export"),
    path("tables/<slug:table>/retention/", retention.keep, name="connect_retention"),
]
