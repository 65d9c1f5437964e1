"""Channels and tags as data: GA4's rules by date, its list of sources, and the policy a link is held against.

Read from the files of this package once; nothing here needs a database.
"""

import csv
import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from riser.connect.rules.channels import ChannelBook, Ruleset, in_force, rulesets_from
from riser.connect.rules.links import LinkPolicy, LinkRules
from riser.connect.rules.macros import macro_from
from riser.foundation.schemas import faults
from riser.foundation.speech import gettext as _

FOLDER = files("riser.connect.channels")
LARGEST_POLICY = 256 * 1024  # bytes
Plain = Mapping[str, Any]


class PolicyError(ValueError):
    """A UTM policy cannot be used. The text names file, place and remedy, one fault a line."""


@cache
def rulesets() -> tuple[Ruleset, ...]:
    """Every ruleset, oldest first."""
    return rulesets_from(yaml.safe_load((FOLDER / "ga4_rules.yaml").read_text("utf-8")))


@cache
def categories() -> Mapping[str, str]:
    """The published category of each known source: shopping, search, social or video."""
    lines = (FOLDER / "ga4_source_categories.csv").read_text("utf-8").splitlines()
    rows = csv.DictReader(lines)
    return {row["source"].lower(): row["source_category"].rpartition("_")[2].lower() for row in rows}


def book_on(day: date) -> ChannelBook:
    """The rules in force on a day, and the list of sources."""
    return _book(in_force(rulesets(), day).id)


@cache
def _book(ruleset: str) -> ChannelBook:
    return ChannelBook(next(one for one in rulesets() if one.id == ruleset), categories())


def rules_on(day: date, policy: LinkPolicy | None = None) -> LinkRules:
    """What a link is held against on a day: by this policy, or by the one that comes with Riser."""
    return LinkRules(policy or default_policy(), book_on(day))


# --- the policy --------------------------------------------------------------------------------------------


@cache
def default_values() -> Plain:
    """The policy that comes with Riser, as plain data."""
    data: Plain = yaml.safe_load((FOLDER / "utm_policy.yaml").read_text("utf-8"))
    return data


@cache
def default_policy() -> LinkPolicy:
    """The policy that comes with Riser."""
    return policy_of({})


def values_in(path: Path) -> Plain:
    """The fields of the policy in a JSON or YAML file, also under a field `policy`. Raises PolicyError."""
    try:
        if path.stat().st_size > LARGEST_POLICY:
            said = _(
                "%(name)s is too large for a policy. Choose the file that holds the rules, not the links."
            )
            raise PolicyError(said % {"name": path.name})
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        told = _("%(name)s cannot be read as UTF-8 text. Check what it is.") % {"name": path}
        raise PolicyError(told) from error
    return checked_values(_parsed(text, name=path.name), name=path.name)


def checked_values(data: Any, *, name: str) -> Plain:
    """The fields of a policy as they were given. Raises PolicyError for what no policy can say."""
    if not isinstance(data, dict) or not data:
        text = _("%(name)s holds no policy. Write fields such as “required: [utm_source, utm_medium]”.")
        raise PolicyError(text % {"name": name})
    check = Draft202012Validator(json.loads((FOLDER / "policy.schema.json").read_text()))
    if wrong := list(faults(check, data, name=name)):
        raise PolicyError("\n".join(wrong))
    said = {key: value for key, value in data.items() if key not in {"notes", "context"}}
    return {**said, **data.get("context", {})}


def policy_of(values: Plain) -> LinkPolicy:
    """The policy that these fields make; what they leave out is as in the one that comes with Riser."""
    said = {**default_values(), **values}
    return LinkPolicy(
        required=tuple(said["required"]),
        known=frozenset(said["known_params"]) | frozenset(said["required"]),
        mediums=_words(said["allowed_mediums"]),
        aliases={old.lower(): new.lower() for old, new in said["source_aliases"].items()},
        lower_case=said["case"] == "lower",
        separators=frozenset(said["separators"]),
        max_length=said["max_length"],
        prohibited=_words(said["prohibited"]),
        macros=tuple(macro_from(text) for text in said["macros"]),
        own_domains=_words(said["own_domains"]),
        campaign_is_paid=said["campaign_is_paid"],
    )


def _words(texts: list[str]) -> frozenset[str]:
    return frozenset(text.strip().lower() for text in texts)


def _parsed(text: str, *, name: str) -> Any:
    try:
        data = _json_or_yaml(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise PolicyError(_unreadable(name, error)) from error
    # A file of cases or settings may hold the policy as one of its fields.
    return data["policy"] if isinstance(data, dict) and isinstance(data.get("policy"), dict) else data


def _json_or_yaml(text: str) -> Any:
    """What the text holds. JSON may be indented by tabs, YAML may begin with a brace too."""
    if not text.lstrip().startswith("{"):
        return yaml.safe_load(text)
    try:
        return json.loads(text)
    except ValueError as error:
        try:
            return yaml.safe_load(text)
        except yaml.YAMLError:
            raise error from None


def _unreadable(name: str, error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    line = getattr(error, "lineno", None) or (mark.line + 1 if mark else 1)
    said = _(
        "%(name)s, line %(line)s: this is neither JSON nor YAML. "
        "Look for a missing bracket, comma or quotation mark there or above."
    )
    return said % {"name": name, "line": line}
