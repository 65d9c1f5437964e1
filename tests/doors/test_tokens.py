"""Personal tokens: what they open, what they never open, and how they end."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from cast import NOW, Cast
from riser.foundation import clock
from riser.foundation.actions import change_role, create_token, deactivate_member, reactivate_member
from riser.foundation.errors import NotPermitted, Refused
from riser.foundation.models import AuditEvent, Member, PersonalToken
from riser.foundation.roles import Role, Scope
from riser.plan.actions import create_campaign
from riser.plan.models import Campaign

ClientOf = Callable[[str], Client]
CAMPAIGNS = "/api/v1/plan/campaigns"


def token_of(cast: Cast, who: str, scope: Scope = Scope.WRITE, **changes: Any) -> str:
    """The secret of a new token of this person."""
    act = cast.act(who, now=clock.now())
    said: dict[str, Any] = {"name": "Report", "scope": scope, "days": 30} | changes
    return create_token(act, **said).secret


def ask(secret: str, path: str = CAMPAIGNS, method: str = "get", body: dict[str, Any] | None = None) -> Any:
    """What the API answers to a program with this token and no cookie."""
    bearer = {"authorization": f"Bearer {secret}"}
    call = getattr(Client(enforce_csrf_checks=True), method)
    return call(
        path, body or {}, headers=bearer, **({"content_type": "application/json"} if method != "get" else {})
    )


def test_a_token_acts_as_its_owner_without_cookie_or_form_token(cast: Cast) -> None:
    answer = ask(token_of(cast, "Cleo"), method="post", body={"name": "Spring"})
    assert answer.status_code == 200
    event = AuditEvent.objects.get(verb="create campaign")
    assert (event.actor_name, event.face, event.organisation_id) == ("Cleo", "api", cast.id)


def test_the_secret_is_stored_nowhere(cast: Cast) -> None:
    secret = token_of(cast, "Cleo")
    rows = [str(row) for row in (*PersonalToken.objects.values(), *AuditEvent.objects.values())]
    assert not any(secret in row for row in rows)


@pytest.mark.parametrize(
    ("scope", "method", "code"),
    [
        (Scope.READ, "get", 200),
        (Scope.READ, "post", 403),
        (Scope.WRITE, "get", 200),
        (Scope.WRITE, "post", 200),
    ],
)
def test_the_scope_decides_whether_a_token_writes(cast: Cast, scope: Scope, method: str, code: int) -> None:
    answer = ask(token_of(cast, "Cleo", scope), method=method, body={"name": "Spring"})
    assert answer.status_code == code
    assert Campaign.objects.count() == (method == "post" and code == 200)


@pytest.mark.parametrize(("scope", "code"), [(Scope.READ, 403), (Scope.WRITE, 403), (Scope.APPROVE, 200)])
def test_only_the_widest_scope_approves(cast: Cast, scope: Scope, code: int) -> None:
    made = create_campaign(cast.act("Cleo"), name="Spring")
    answer = ask(token_of(cast, "Bob", scope), f"{CAMPAIGNS}/{made.pk}/approvals", "post", {"topic": "plan"})
    assert answer.status_code == code, answer.content


def test_the_role_decides_whatever_the_scope_says(cast: Cast) -> None:
    secret = token_of(cast, "Vera", Scope.APPROVE)
    assert ask(secret, method="post", body={"name": "Spring"}).status_code == 403
    change_role(cast.act("Alice"), member_id=cast.user("Vera").pk, role=Role.CONTRIBUTOR)
    assert ask(secret, method="post", body={"name": "Spring"}).status_code == 200


def test_a_token_for_some_rooms_opens_no_other(cast: Cast) -> None:
    secret = token_of(cast, "Cleo", rooms=["plan"])
    assert ask(secret).status_code == 200
    refused = ask(secret, "/api/v1/connect/loads")
    assert (refused.status_code, "only plan" in refused.json()["detail"]) == (403, True)


@pytest.mark.parametrize("secret", ["", "riser_", "riser_wrong", "x" * 5000, "é", "' OR 1=1 --"])
def test_an_unknown_token_is_told_so(cast: Cast, secret: str) -> None:
    answer = ask(secret)
    assert answer.status_code == 401
    assert answer.json()["detail"]
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_wrong_token_is_not_made_good_by_a_session(cast: Cast, client_of: ClientOf) -> None:
    answer = client_of("Alice").get(CAMPAIGNS, headers={"authorization": "Bearer riser_wrong"})
    assert answer.status_code == 401


def test_without_token_and_session_the_answer_says_what_is_missing(cast: Cast) -> None:
    answer = Client().get(CAMPAIGNS)
    assert (answer.status_code, "Authorization: Bearer" in answer.json()["detail"]) == (401, True)


def test_a_token_ends_when_its_term_is_over(cast: Cast) -> None:
    secret = token_of(cast, "Cleo")
    PersonalToken.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    answer = ask(secret)
    assert (answer.status_code, "ended on" in answer.json()["detail"]) == (401, True)


def test_a_token_ends_when_it_is_revoked(cast: Cast, client_of: ClientOf) -> None:
    secret = token_of(cast, "Cleo")
    client_of("Cleo").post(reverse("token_revoke", args=[PersonalToken.objects.get().pk]))
    assert ask(secret).status_code == 401
    assert AuditEvent.objects.filter(verb="revoke token", actor_name="Cleo").exists()


def test_tokens_end_with_the_access_of_their_owner_and_do_not_come_back(cast: Cast) -> None:
    secret = token_of(cast, "Cleo")
    deactivate_member(cast.act("Alice"), member_id=cast.user("Cleo").pk)
    assert ask(secret).status_code == 401
    reactivate_member(cast.act("Alice"), member_id=cast.user("Cleo").pk)
    assert ask(secret).status_code == 401


def test_nobody_revokes_the_token_of_somebody_else_but_an_administrator(
    cast: Cast, client_of: ClientOf
) -> None:
    secret = token_of(cast, "Cleo")
    path = reverse("token_revoke", args=[PersonalToken.objects.get().pk])
    for name in ("Bob", "Vera", "Mallory"):
        assert client_of(name).post(path).status_code == 404
    assert ask(secret).status_code == 200
    client_of("Alice").post(path)
    assert ask(secret).status_code == 401


def test_a_token_changes_nothing_about_its_own_reach(cast: Cast) -> None:
    """The token of an administrator in the widest scope: stolen, it must not make itself at home."""
    secret, alice = token_of(cast, "Alice", Scope.APPROVE), cast.user("Alice").pk
    change_role(cast.act("Alice"), member_id=cast.user("Bob").pk, role=Role.ADMINISTRATOR)
    members = f"/api/v1/foundation/members/{alice}"
    assert ask(secret, f"{members}/role", "post", {"role": "viewer"}).status_code == 403
    assert ask(secret, f"{members}/deactivate", "post").status_code == 403
    assert (
        ask(secret, f"/api/v1/foundation/members/{cast.user('Bob').pk}/hand-over", "post").status_code == 403
    )
    assert Member.objects.get(pk=alice).role == "administrator"
    act = cast.act("Alice")
    with pytest.raises(NotPermitted, match="cannot make another"):
        create_token(type(act)(act.organisation_id, act.actor, act.face, act.now, Scope.APPROVE, 1),
                     name="Second", scope=Scope.READ, days=1)  # fmt: skip


def test_who_has_access_is_a_decision(cast: Cast) -> None:
    secret = token_of(cast, "Alice", Scope.WRITE)
    said = {"email": "dora@agency.example", "role": "administrator"}
    assert ask(secret, "/api/v1/foundation/invitations", "post", said).status_code == 403


def test_too_many_requests_are_told_when_to_come_back(
    cast: Cast, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.API_REQUESTS_A_MINUTE = 2
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(seconds=48))
    secret, other = token_of(cast, "Cleo"), token_of(cast, "Bob")
    answers = [ask(secret) for _time in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[-1].headers["Retry-After"] == "12"
    assert "in 12 seconds" in answers[-1].json()["detail"]
    assert ask(other).status_code == 200
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(seconds=60))
    assert ask(secret).status_code == 200


def test_the_last_use_is_noted(cast: Cast) -> None:
    secret = token_of(cast, "Cleo")
    ask(secret)
    assert PersonalToken.objects.get().last_used_at is not None


@pytest.mark.parametrize("changes", [{"name": " "}, {"name": "x" * 81}, {"days": 0}, {"days": 367}])
def test_a_token_without_name_or_with_too_long_a_term_is_refused(cast: Cast, changes: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        token_of(cast, "Cleo", **changes)
    assert not PersonalToken.objects.exists()


def test_the_page_makes_a_token_shows_it_once_and_lists_it(cast: Cast, client_of: ClientOf) -> None:
    cleo, path = client_of("Cleo"), reverse("tokens")
    said = {"name": "Monthly report", "scope": "read", "days": "90", "rooms": ["plan"]}
    page = cleo.post(path, said).content.decode()
    secret = page.partition('value="riser_')[2].partition('"')[0]
    assert ask(f"riser_{secret}").status_code == 200
    again = cleo.get(path).content.decode()
    assert "Monthly report" in again
    assert secret not in again
    assert "riser_" not in client_of("Bob").get(path).content.decode()


def test_large_files_come_in_by_token_and_by_nobody_unknown(cast: Cast) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    def send(secret: str) -> int:
        file = SimpleUploadedFile("x.csv", b"a\n" * 1_000_000)
        bearer = {"authorization": f"Bearer {secret}"}
        return int(Client().post("/api/v1/connect/imports", {"file": file}, headers=bearer).status_code)

    assert send(token_of(cast, "Cleo")) == 422
    assert send("riser_wrong") == 413
