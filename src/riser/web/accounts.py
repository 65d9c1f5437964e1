"""Account rules for allauth: people come in by invitation or from the shell, never by signing up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedSignup(DefaultAccountAdapter):  # type: ignore[misc]  # allauth says no types
    """No open registration."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Always false."""
        return False
