"""The pages of allauth that Riser uses: signing in and out, and the own password.

Addresses are given by administrators, so nobody signs up here or moves to another address; without a mail
server there is nobody to send a reset link to: `riser setup --email ADDRESS --new-password` is the way back.
"""

from allauth.account.urls import urlpatterns as offered

KEPT = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reauthenticate",
    "account_change_password",
    "account_set_password",
}

urlpatterns = [pattern for pattern in offered if pattern.name in KEPT]
