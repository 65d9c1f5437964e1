"""A mapping of one's own: a file beside the export that says how its columns are called."""

from pathlib import Path

import yaml

from riser.connect.mappings import AD_PLATFORM, MappingError, mapping_from
from riser.connect.rules.mapping import Match, Shape, Source
from riser.foundation.errors import Refused
from riser.foundation.speech import gettext as _
from riser.ui import formats

LARGEST = 256 * 1024  # bytes
CALLED = "mapping.yaml"  # what one is called that came as text


def mapping_text(path: Path) -> str:
    """The text of a mapping file. Raises Refused where it is no text, too large, or no mapping."""
    try:
        if path.stat().st_size > LARGEST:
            raise Refused(_("%(name)s is larger than 256 KB: that is no mapping.") % {"name": path.name})
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        told = _("%(name)s cannot be read as UTF-8 text. Check what it is.")
        raise Refused(told % {"name": path.name}) from None
    own_source(text, name=path.name)
    return text


def own_source(text: str, *, name: str = CALLED) -> Source:
    """The source that a mapping of one's own describes. Raises Refused naming place and remedy."""
    _refuse_twice(text, name)
    try:
        found = mapping_from(text, name=name)
    except MappingError as error:
        raise Refused(str(error)) from error
    if found.kind != AD_PLATFORM:
        raise Refused(
            _("%(name)s, kind: a mapping of your own reads exports of ad platforms. Write kind: ad_platform.")
            % {"name": name}
        )
    return found


def refuse_two_for_one(match: Match[Shape], name: str) -> None:
    """Raises Refused where two columns of the file are given to one field: only a person knows which."""
    taken: dict[str, list[str]] = {}
    known = {header.casefold(): header for header in match.headers}
    for field, column in match.shape.columns.items():
        taken[field] = [known[one.casefold()] for one in column.names if one.casefold() in known]
    for field, headers in taken.items():
        if len(headers) > 1:
            raise Refused(
                _(
                    "%(name)s: the mapping gives %(headers)s to one field, %(field)s. "
                    "Leave one of them out of the mapping, or out of the file."
                )
                % {"name": name, "headers": formats.listed(headers), "field": field}
            )


def _refuse_twice(text: str, name: str) -> None:
    """Raises Refused where a key stands twice: YAML itself would take the last without a word."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return  # told with its line by whoever reads it
    nodes = [root] if root is not None else []
    while nodes:
        node = nodes.pop()
        if isinstance(node, yaml.SequenceNode):
            nodes += node.value
        elif isinstance(node, yaml.MappingNode):
            _refuse_same_keys(node, name)
            nodes += [value for _key, value in node.value]


def _refuse_same_keys(node: yaml.MappingNode, name: str) -> None:
    seen: set[str] = set()
    for key, _value in node.value:
        if key.value in seen:
            raise Refused(
                _(
                    "%(name)s, line %(line)s: “%(key)s” stands twice. "
                    "Write it once; several names of one column go into its list of names."
                )
                % {"name": name, "line": key.start_mark.line + 1, "key": key.value}
            )
        seen.add(key.value)
