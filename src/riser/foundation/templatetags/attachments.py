"""The panel of attachments, for any page about a record."""

from typing import Any

from django import template
from django.template import Context

from riser.foundation.attachments.panel import panel
from riser.foundation.evidence import RecordRef

register = template.Library()


@register.inclusion_tag("foundation/attachments/panel.html", takes_context=True)
def attachments_panel(context: Context, kind: str, record_id: object) -> dict[str, Any]:
    """What is attached to a record, as far as the one who asks may see it, and the form to add more."""
    request = context["request"]
    record = RecordRef(kind, str(record_id))
    return panel(request.act, record) | {"request": request, "csrf_token": context.get("csrf_token")}
