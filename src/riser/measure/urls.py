"""URLs of the room measure."""

from django.urls import path

from riser.measure.views import totals

urlpatterns = [path("", totals.measure, name="measure")]
