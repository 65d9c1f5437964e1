"""The gallery: every component in its states, for who builds pages."""

from django.contrib.admin.views.decorators import staff_member_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@staff_member_required(login_url="account_login")
def gallery(request: HttpRequest) -> HttpResponse:
    """All components in their states, staff only."""
    return render(request, "ui/gallery.html")
