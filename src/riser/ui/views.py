"""The gallery: every component in its states, for who builds pages."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from riser.ui import samples


@login_required
def gallery(request: HttpRequest) -> HttpResponse:
    """All components in their states, staff only."""
    if not getattr(request.user, "is_staff", False):
        raise PermissionDenied
    return render(request, "ui/gallery.html", samples.page())
