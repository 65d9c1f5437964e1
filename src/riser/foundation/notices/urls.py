"""URLs of the notices."""

from django.urls import path

from riser.foundation.notices import views

urlpatterns = [
    path("", views.notice_list, name="notices"),
    path("read/", views.notices_read, name="notices_read"),
    path("choices/", views.notice_choices, name="notice_choices"),
    path("<int:notice_id>/open/", views.notice_open, name="notice_open"),
]
