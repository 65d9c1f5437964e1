"""URLs of the room connect."""

from django.urls import path, register_converter

from riser.connect.views import drop, ledger, rows


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
    path("accounts/confirm/", ledger.confirm, name="connect_confirm"),
    path("rows/", rows.rows, name="connect_rows"),
]
