"""URLs of the settings pages."""

from django.urls import path

from riser.foundation import views

urlpatterns = [
    path("", views.settings_page, name="settings"),
    path("organisation/", views.organisation, name="settings_organisation"),
    path("members/", views.member_add, name="member_add"),
    path("members/<int:member_id>/deactivate/", views.member_deactivate, name="member_deactivate"),
]
