"""URLs of the room assess."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
