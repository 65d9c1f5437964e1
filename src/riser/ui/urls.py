"""Pages that show the look itself."""

from django.urls import path

from riser.ui import views

urlpatterns = [path("", views.gallery, name="ui_gallery")]
