"""URLs of the room measure."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
