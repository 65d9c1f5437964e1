"""How the shell says that a command was used wrongly: what, where, and what to type instead; exit 2.

Chinese needs Django, which is loaded for it only where the shell's locale is Chinese.
"""

import os
import re
import sys
from collections.abc import Callable
from typing import Any

import click

_QUOTED = re.compile(r"'([^']*)'")


class Spoken(click.Group):
    """A group whose usage errors are said in the language of the shell."""

    def main(self, *args: Any, standalone_mode: bool = True, **extra: Any) -> Any:
        """Runs the command as click does, but for the words of a usage error."""
        if not standalone_mode:
            return self._run(*args, **extra)
        try:
            done = self._run(*args, **extra)
            sys.exit(done if isinstance(done, int) else 0)  # what --help and the like end with
        except click.UsageError as error:
            _complain(error)
        except click.ClickException as error:
            error.show()
            sys.exit(error.exit_code)
        except click.Abort:
            click.echo("", err=True)
            sys.exit(1)

    def _run(self, *args: Any, **extra: Any) -> Any:
        """What click does, with its errors raised instead of said."""
        run: Callable[..., Any] = super().main
        return run(*args, standalone_mode=False, **extra)


def _complain(error: click.UsageError) -> None:
    """Says the sentence on standard error, with the help that goes with it."""
    _ = speaker()
    click.echo(sentence(error, _), err=True)
    if error.ctx is not None:
        told = _("How to use it: %(command)s --help") % {"command": error.ctx.command_path}
        click.echo(told, err=True)
    sys.exit(error.exit_code)


def speaker() -> Callable[[str], str]:
    """gettext where Django runs already or the shell is Chinese; else what leaves English as it is."""
    from django.apps import apps
    from django.utils.translation import gettext

    from riser.foundation.shell import start_django

    locale = os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    if not apps.ready and not locale.lower().startswith("zh"):
        return str
    start_django()
    return gettext


def sentence(error: click.UsageError, _: Callable[[str], str] = str) -> str:
    """What is wrong with the words of a command, and what would be right."""
    if isinstance(error, click.NoSuchOption):
        return _("There is no option %(option)s.") % {"option": error.option_name} + _near(error, _)
    if isinstance(error, click.MissingParameter):
        return _("%(what)s is missing. Add it.") % {"what": _name(error)}
    if isinstance(error, click.BadParameter):
        return f"{_name(error)}: {_bad(error, _)}"
    if error.message.startswith("No such command"):
        return _("There is no command “%(given)s”.") % {"given": _given(error)} + _near(error, _)
    if "unexpected extra argument" in error.message:
        return _("“%(given)s” is one word too many. Put words that belong together in quotation marks.") % {
            "given": error.message.partition("(")[2].rstrip(")")
        }
    return error.format_message()


def _bad(error: click.BadParameter, _: Callable[[str], str]) -> str:
    """What is wrong with one value, by the type that refused it; what our own types say is a sentence."""
    kind = error.param.type if error.param else None
    facts = {"given": _given(error)}
    if isinstance(kind, click.Choice):
        facts["known"] = ", ".join(map(str, kind.choices))
        return _("“%(given)s” is not known here. Write one of: %(known)s.") % facts
    if isinstance(kind, click.DateTime):
        return _("“%(given)s” is not a day. Write it as 2026-03-01.") % facts
    if isinstance(kind, click.IntRange) and "not in the range" in error.message:
        facts = {"given": error.message.split(" ")[0], "least": str(kind.min), "most": str(kind.max)}
        if kind.max is None:
            return _("%(given)s is too small. Write %(least)s or more.") % facts
        return _("%(given)s is not between %(least)s and %(most)s. Write such a number.") % facts
    if "not a valid integer" in error.message:
        return _("“%(given)s” is not a whole number. Write digits alone.") % facts
    if kind is not None and kind.name == "amount":
        return _("“%(given)s” is not an amount. Write it as 1234.56.") % facts
    if isinstance(kind, click.File | click.Path):
        return _("“%(given)s” cannot be opened. Check how it is spelt.") % facts
    return error.message


def _name(error: click.BadParameter) -> str:
    """The option or argument as it is typed."""
    if error.param_hint:
        return error.param_hint if isinstance(error.param_hint, str) else " / ".join(error.param_hint)
    if isinstance(error.param, click.Option):
        return error.param.opts[0]
    return (error.param.name or "").upper() if error.param else ""


def _given(error: click.UsageError) -> str:
    """What was typed, from click's own words, which quote it."""
    found = _QUOTED.search(error.message)
    return found[1] if found else ""


def _near(error: click.UsageError, _: Callable[[str], str]) -> str:
    """The names that come closest, after a blank; nothing where none does."""
    names = ", ".join(getattr(error, "possibilities", None) or ())
    return " " + _("Did you mean %(near)s?") % {"near": names} if names else ""
