"""URLs of the room plan."""

from django.urls import path

from riser.plan.views import (
    approval,
    bulk,
    campaign,
    field,
    files,
    grid,
    hanging,
    intake,
    lists,
    named,
    objectives,
)

urlpatterns = [
    path("", lists.campaigns, name="plan"),
    path("campaigns/new/", campaign.campaign_new, name="plan_campaign_new"),
    path("campaigns/<int:campaign_id>/", campaign.campaign, name="plan_campaign"),
    path("campaigns/<int:campaign_id>/edit/", campaign.campaign_edit, name="plan_campaign_edit"),
    path("campaigns/<int:campaign_id>/archive/", campaign.campaign_archive, name="plan_campaign_archive"),
    path("campaigns/<int:campaign_id>/approve/", campaign.campaign_approve, name="plan_campaign_approve"),
    path("campaigns/<int:campaign_id>/submit/", approval.submit, name="plan_campaign_submit"),
    path("campaigns/<int:campaign_id>/changes/", approval.change_ask, name="plan_change_ask"),
    path("requirements/<int:requirement_id>/reviews/", approval.suspect_clear, name="plan_suspect_clear"),
    path("campaigns/<int:campaign_id>/restore/", campaign.campaign_restore, name="plan_campaign_restore"),
    path("campaigns/<int:campaign_id>/copy/", campaign.campaign_copy, name="plan_campaign_copy"),
    path("campaigns/<int:campaign_id>/fields/<slug:name>/", field.field, name="plan_field"),
    path("campaigns/<int:campaign_id>/requirements/", hanging.requirement_add, name="plan_requirement_add"),
    path("campaigns/<int:campaign_id>/caps/", hanging.cap_set, name="plan_cap_set"),
    path("campaigns/<int:campaign_id>/keys/", hanging.key_map, name="plan_key_map"),
    path("campaigns/<int:campaign_id>/links/", hanging.link_add, name="plan_link_add"),
    path("campaigns/<int:campaign_id>/roles/", named.role_name, name="plan_role_name"),
    path("campaigns/<int:campaign_id>/guests/", named.guest_admit, name="plan_guest_admit"),
    path(
        "campaigns/<int:campaign_id>/guests/<int:member_id>/dismiss/",
        named.guest_dismiss,
        name="plan_guest_dismiss",
    ),
    path("roles/<int:role_id>/clear/", named.role_clear, name="plan_role_clear"),
    path("requirements/<int:requirement_id>/", hanging.requirement, name="plan_requirement"),
    path("requirements/<int:requirement_id>/edit/", hanging.requirement_edit, name="plan_requirement_edit"),
    path(
        "requirements/<int:requirement_id>/remove/",
        hanging.requirement_remove,
        name="plan_requirement_remove",
    ),
    path("caps/<int:line_id>/", hanging.line, name="plan_line"),
    path("caps/<int:line_id>/edit/", hanging.cap_edit, name="plan_cap_edit"),
    path("caps/<int:line_id>/remove/", hanging.cap_remove, name="plan_cap_remove"),
    path("caps/<int:line_id>/decide/", hanging.cap_decide, name="plan_cap_decide"),
    path("keys/<int:key_id>/", hanging.key, name="plan_key"),
    path("keys/<int:key_id>/edit/", hanging.key_edit, name="plan_key_edit"),
    path("keys/<int:key_id>/remove/", hanging.key_remove, name="plan_key_remove"),
    path("links/<int:link_id>/", hanging.link, name="plan_link"),
    path("links/<int:link_id>/edit/", hanging.link_edit, name="plan_link_edit"),
    path("links/<int:link_id>/remove/", hanging.link_remove, name="plan_link_remove"),
    path("bulk/", bulk.preview, name="plan_bulk"),
    path("bulk/change/", bulk.change, name="plan_bulk_change"),
    path("requests/", intake.requests, name="plan_requests"),
    path("requests/<int:request_id>/", intake.request_page, name="plan_request"),
    path("requests/<int:request_id>/edit/", intake.request_edit, name="plan_request_edit"),
    path("requests/<int:request_id>/decide/", intake.request_decide, name="plan_request_decide"),
    path("grid/", grid.grid, name="plan_grid"),
    path("objectives/", objectives.objectives, name="plan_objectives"),
    path("objectives/archive/", objectives.objectives_archive, name="plan_objectives_archive"),
    path("objectives/<int:objective_id>/", objectives.objective, name="plan_objective"),
    path(
        "objectives/<int:objective_id>/archive/", objectives.objective_archive, name="plan_objective_archive"
    ),
    path(
        "objectives/<int:objective_id>/restore/", objectives.objective_restore, name="plan_objective_restore"
    ),
    path("import/", files.import_plan, name="plan_import"),
    path("template.<str:form>", files.template, name="plan_template"),
]
