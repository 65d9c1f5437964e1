"""URLs of the room measure."""

from django.urls import path

from riser.measure.views import results, totals

urlpatterns = [
    path("", totals.measure, name="measure"),
    path("campaigns/", results.campaigns, name="measure_campaigns"),
    path("<int:campaign_id>/", results.campaign, name="measure_campaign"),
    path("<int:campaign_id>/checkpoint/", results.decide, name="measure_decide"),
    path("requirements/<int:requirement_id>/verdict/", results.give, name="measure_give"),
    path("checkpoints/<int:checkpoint_id>/", results.checkpoint, name="measure_checkpoint"),
    path("verdicts/<int:verdict_id>/", results.verdict, name="measure_verdict"),
    path("lags/", results.lag, name="measure_lag"),
]
