"""URLs of the approvals."""

from django.urls import path

from riser.foundation.approvals import views, views_settings

urlpatterns = [
    path("", views.inbox_page, name="approvals"),
    path("<int:request_id>/", views.request_page, name="approvals_request"),
    path("<int:request_id>/decide/", views.request_decide, name="approvals_decide"),
    path("<int:request_id>/delegate/", views.request_delegate, name="approvals_delegate"),
    path("<int:request_id>/withdraw/", views.request_withdraw, name="approvals_withdraw"),
    path("changes/<int:change_id>/", views.change_page, name="approvals_change"),
    path("changes/<int:change_id>/decide/", views.change_decide, name="approvals_change_decide"),
    path("changes/<int:change_id>/withdraw/", views.change_withdraw, name="approvals_change_withdraw"),
    path("thresholds/", views_settings.thresholds_page, name="approvals_thresholds"),
    path(
        "thresholds/<int:threshold_id>/remove/",
        views_settings.threshold_remove,
        name="approvals_threshold_remove",
    ),
]
