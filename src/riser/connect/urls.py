"""URLs of the room connect."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
