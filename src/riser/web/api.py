"""Root of the REST API: one router a room, the tag is the room's name."""

from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer, SessionAuth

import riser
from riser.assess.api import router as assess
from riser.connect.api import router as connect
from riser.foundation.api import router as foundation
from riser.foundation.roles import Face
from riser.foundation.web import enter, enter_by_token
from riser.launch.api import router as launch
from riser.measure.api import router as measure
from riser.plan.api import router as plan
from riser.web.refusals import Objects, SpokenAPI, speak


class MemberToken(HttpBearer):
    """A personal token in the header: `Authorization: Bearer riser_…`. It needs no cookie."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """The member behind the token; sets `request.act`. Raises Unknown: 401, session or not."""
        return enter_by_token(request, token)


class MemberSession(SessionAuth):
    """The browser's session, with CSRF."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        """The user where they are a member of an organisation; sets `request.act`."""
        return request.user if request.user.is_authenticated and enter(request, Face.API) else None


api = SpokenAPI(
    title="Riser",
    version=riser.__version__,
    auth=[MemberToken(), MemberSession()],
    urls_namespace="api",
    parser=Objects(),
)
ROUTERS = {
    "foundation": foundation,
    "connect": connect,
    "plan": plan,
    "launch": launch,
    "measure": measure,
    "assess": assess,
}
for name, router in ROUTERS.items():
    api.add_router(f"/{name}/", router, tags=[name])
speak(api)
