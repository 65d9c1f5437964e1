"""URLs of the settings pages, of attachments and of search."""

from django.urls import path

from riser.foundation.views import attachments, invitations, members, search, settings, tokens, unsent

urlpatterns = [
    path("settings/", settings.settings_page, name="settings"),
    path("settings/organisation/", settings.organisation, name="settings_organisation"),
    path("settings/members/", members.member_add, name="member_add"),
    path("settings/members/<int:member_id>/", members.member, name="member"),
    path("settings/members/<int:member_id>/role/", members.member_role, name="member_role"),
    path("settings/members/<int:member_id>/hand-over/", members.member_hand_over, name="member_hand_over"),
    path("settings/members/<int:member_id>/deactivate/", members.member_deactivate, name="member_deactivate"),
    path("settings/members/<int:member_id>/reactivate/", members.member_reactivate, name="member_reactivate"),
    path("settings/invitations/", invitations.invitation_make, name="invitation_make"),
    path(
        "settings/invitations/<int:invitation_id>/resend/",
        invitations.invitation_resend,
        name="invitation_resend",
    ),
    path(
        "settings/invitations/<int:invitation_id>/revoke/",
        invitations.invitation_revoke,
        name="invitation_revoke",
    ),
    path("settings/tokens/", tokens.tokens, name="tokens"),
    path("settings/tokens/<int:token_id>/revoke/", tokens.token_revoke, name="token_revoke"),
    path("account/join/<str:secret>/", invitations.join, name="join"),
    path("attachments/", attachments.attach, name="attach"),
    path("attachments/<int:attachment_id>/", attachments.attachment, name="attachment"),
    path("attachments/<int:attachment_id>/file/", attachments.attachment_file, name="attachment_file"),
    path(
        "attachments/<int:attachment_id>/withdraw/",
        attachments.attachment_withdraw,
        name="attachment_withdraw",
    ),
    path("search/", search.search_page, name="search"),
    path("unsent/", unsent.unsent_page, name="unsent"),
]
