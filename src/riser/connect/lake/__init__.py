"""Delta tables: the one place that writes and reads them.

In a notebook: `from riser.connect import lake; lake.table("ad_daily", organisation="northwind")`.
"""

from types import ModuleType
from typing import TYPE_CHECKING

from riser.connect.lake import table

if TYPE_CHECKING:
    import ibis.expr.types as ir


class _Called(ModuleType):
    """The module `table` may be called as well, which gives a table to a notebook."""

    def __call__(self, name: str, organisation: str = "") -> "ir.Table":
        from riser.connect.lake.notebook import opened

        return opened(name, organisation)


table.__class__ = _Called
