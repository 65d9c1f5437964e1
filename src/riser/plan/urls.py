"""URLs of the room plan."""

from django.urls import path

from riser.plan.views import campaign, files, grid, lists

urlpatterns = [
    path("", lists.campaigns, name="plan"),
    path("campaigns/new/", campaign.campaign_new, name="plan_campaign_new"),
    path("campaigns/<int:campaign_id>/", campaign.campaign, name="plan_campaign"),
    path("campaigns/<int:campaign_id>/edit/", campaign.campaign_edit, name="plan_campaign_edit"),
    path("campaigns/<int:campaign_id>/archive/", campaign.campaign_archive, name="plan_campaign_archive"),
    path("campaigns/<int:campaign_id>/approve/", campaign.campaign_approve, name="plan_campaign_approve"),
    path("campaigns/<int:campaign_id>/requirements/", campaign.requirement_add, name="plan_requirement_add"),
    path("campaigns/<int:campaign_id>/caps/", campaign.cap_set, name="plan_cap_set"),
    path("campaigns/<int:campaign_id>/keys/", campaign.key_map, name="plan_key_map"),
    path("campaigns/<int:campaign_id>/links/", campaign.link_add, name="plan_link_add"),
    path("campaigns/<int:campaign_id>/checks/", campaign.check_record, name="plan_check_record"),
    path("requirements/<int:requirement_id>/", campaign.requirement, name="plan_requirement"),
    path("requirements/<int:requirement_id>/edit/", campaign.requirement_edit, name="plan_requirement_edit"),
    path("caps/<int:line_id>/", campaign.line, name="plan_line"),
    path("caps/<int:line_id>/decide/", campaign.cap_decide, name="plan_cap_decide"),
    path("grid/", grid.grid, name="plan_grid"),
    path("objectives/", lists.objectives, name="plan_objectives"),
    path("objectives/<int:objective_id>/", lists.objective, name="plan_objective"),
    path("import/", files.import_plan, name="plan_import"),
    path("template.<str:form>", files.template, name="plan_template"),
]
