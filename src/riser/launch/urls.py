"""URLs of the room launch."""

from django.urls import path

from riser.launch.views import board, campaign

urlpatterns = [
    path("", board.launches, name="launch"),
    path("classes/", board.classes, name="launch_classes"),
    path("records/<int:decision_id>/", board.decision, name="launch_decision"),
    path("records/<slug:kind>/<int:record_id>/", board.record, name="launch_record"),
    path("waivers/<int:waiver_id>/end/", campaign.waiver_end, name="launch_waiver_end"),
    path("<int:campaign_id>/", campaign.campaign, name="launch_campaign"),
    path("<int:campaign_id>/run/", campaign.run, name="launch_run"),
    path("<int:campaign_id>/fetch/", campaign.fetch, name="launch_fetch"),
    path("<int:campaign_id>/checks/<slug:code>/sign/", campaign.sign, name="launch_sign"),
    path("<int:campaign_id>/checks/<slug:code>/waive/", campaign.waive, name="launch_waive"),
    path("<int:campaign_id>/ask/", campaign.ask, name="launch_ask"),
    path("<int:campaign_id>/withdraw/", campaign.withdraw, name="launch_withdraw"),
    path("<int:campaign_id>/decide/", campaign.decide, name="launch_decide"),
]
