"""The three faces as the table knocks at them: what each answered, as its people read it."""

import html
import json
import re
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

from bad_input.world import World
from cast import PASSWORD
from riser.cli import main
from riser.foundation.models import Member

LANGUAGES = ("en", "zh-hans")
# What no person should ever read.
NEVER = ("Traceback", "Server Error", "Riser made a mistake", "Riser 出错了", "object at 0x")
# Commands that act as nobody and in no organisation.
WITHOUT_ACT = {
    ("assess", "rate"),
    ("assess", "level"),
    ("assess", "check"),
    ("connect", "check"),
    ("connect", "lint-url"),
    ("connect", "channel"),
    ("plan", "template"),
}
Said = Mapping[str, Any]


@dataclass(frozen=True)
class Answer:
    """What a face answered: its status or exit code, its words, and what broke inside."""

    status: int
    text: str
    broke: str = ""


def knock(world: World, face: str, said: Any, *, who: str, language: str, file: Path | None) -> Answer:
    """What this face answers in this language."""
    return FACES[face](world, said, who, language, file)


def by_web(world: World, said: Said, who: str, language: str, file: Path | None) -> Answer:
    """A page, asked or sent a form; redirects are followed to where the sentence stands."""
    client = browser(who, language, strict=bool(said.get("forged")))
    if "ended" in said:
        return ended(client, said)
    method = "get" if "get" in said else "post"
    more = {"follow": True} | headers(said)
    if "body" in said:
        answer = client.generic(
            method.upper(), said[method], sent(said), said.get("type", "text/plain"), **more
        )
    else:
        answer = getattr(client, method)(said[method], form(said, file), **more)
    return Answer(answer.status_code, readable(answer.content), broken(answer))


def ended(client: Client, said: Said) -> Answer:
    """A form sent after the session had ended, and what stands there once its author has signed in again."""
    client.session.flush()  # the browser still has the cookie of a session that the server knows no more
    asked = client.post(said["post"], dict(said["form"]))
    assert asked.status_code == 302
    assert "/account/login/" in asked["Location"], asked["Location"]
    email = Member.objects.get(user__first_name=said["ended"]).user.email
    answer = client.post(asked["Location"], {"login": email, "password": PASSWORD}, follow=True)
    return Answer(answer.status_code, readable(answer.content), broken(answer))


def by_api(world: World, said: Said, who: str, language: str, file: Path | None) -> Answer:
    """An operation; its sentence and every single problem, with its place."""
    client = browser("" if "token" in said else who, language, strict=bool(said.get("forged")))
    [method] = {"get", "post", "patch", "put", "delete"} & said.keys()
    path, more = f"/api/v1/{said[method]}", headers(said)
    if "file" in said or "form" in said:
        answer = client.post(path, form(said, file), **more)
    else:
        kind = said.get("type", "application/json")
        answer = client.generic(method.upper(), path, b"" if method == "get" else sent(said), kind, **more)
    return Answer(answer.status_code, told(answer), broken(answer))


def by_cli(world: World, said: list[Any], who: str, language: str, file: Path | None) -> Answer:
    """A command with its exit code and what it printed, on both streams."""
    words = [str(file) if word == "{file}" else str(word) for word in said]
    acting = ["--as", world.words[f"email.{who}"]] if who else []
    common = [] if tuple(words[:2]) in WITHOUT_ACT else [*acting, "--org", "northwind"]
    with translation.override(language):
        done = CliRunner().invoke(main, [*words, *common])
    fault = done.exception if not isinstance(done.exception, SystemExit) else None
    shown = "".join(traceback.format_exception(fault)) if fault else ""
    return Answer(done.exit_code, squeezed(done.output), shown)


FACES: Mapping[str, Callable[[World, Any, str, str, Path | None], Answer]] = {
    "web": by_web,
    "api": by_api,
    "cli": by_cli,
}


def browser(who: str, language: str, *, strict: bool) -> Client:
    """A browser that reads this language, signed in as the person of that name; an error is a status here."""
    client = Client(enforce_csrf_checks=strict, raise_request_exception=False, HTTP_ACCEPT_LANGUAGE=language)
    if who:
        client.force_login(Member.objects.get(user__first_name=who).user)
    return client


def headers(said: Said) -> dict[str, Any]:
    """What goes with the request beside its body."""
    found = {
        f"HTTP_{name.upper().replace('-', '_')}": str(value)
        for name, value in said.get("headers", {}).items()
    }
    if "token" in said:
        found["HTTP_AUTHORIZATION"] = f"Bearer {said['token']}"
    if "length" in said:
        found["CONTENT_LENGTH"] = str(said["length"])
    return found


def form(said: Said, file: Path | None) -> dict[str, Any]:
    """The fields, and the file under the name and type that the sender claims."""
    fields = dict(said.get("form", {}))
    if said.get("file") and file is not None:
        name = str(said.get("called", file.name))
        upload = SimpleUploadedFile("x", file.read_bytes(), said.get("claims", "application/octet-stream"))
        upload._name = name  # type: ignore[attr-defined]  # what Django would clean, a rude client sends
        fields["file"] = upload
    return fields


def sent(said: Said) -> bytes:
    """A body: JSON made of values, or as it is written down, in brackets without end, in bytes."""
    if "nested" in said:
        return b"[" * int(said["nested"])
    if "latin" in said:
        return str(said["latin"]).encode("latin-1")
    body = said.get("body", {})
    text = body if isinstance(body, str) else json.dumps(body, default=str)
    return text.encode("utf-8", "surrogatepass")


def broken(answer: Any) -> str:
    """What was raised inside, "" where nothing was."""
    found = getattr(answer, "exc_info", None)
    return "".join(traceback.format_exception(*found)) if found and answer.status_code >= 500 else ""


def told(answer: Any) -> str:
    """A refusal of the API in words: the sentence, then each problem with its place."""
    try:
        said = json.loads(answer.content)
    except ValueError:
        return readable(answer.content)
    if not isinstance(said, dict) or "problems" not in said:
        return squeezed(json.dumps(said, ensure_ascii=False))
    places = (f"{one['row'] or ''} {one['column']}: {one['reason']}" for one in said["problems"])
    return squeezed(" ".join([said["detail"], *places]))


def readable(content: bytes) -> str:
    """A page as text, without its tags; what was escaped is itself again."""
    page = content.decode("utf-8", "replace")
    return squeezed(html.unescape(re.sub(r"<[^>]*>", "", page)))


def squeezed(text: str) -> str:
    """One blank where there are several."""
    return " ".join(text.split())
