"""`{% once line may_edit %}<tr>…</tr>{% endonce %}`: what is drawn once for as long as it says the same.

A long list draws the same rows for every reader, and drawing is most of what it takes. What stands between
the tags may show nothing but what the tag names, and nothing of the request: then equal values give an equal
text, whoever asks. Values have to be hashable; those that change give another row.

`{% once sight %}` is for a whole list that only the trail can change: `request.sight` names the state of the
records, the reader, the address and the day. What no event tells of is named beside it.

Two things of the request are put in anew each time: the token against forgery, and `here`, the address.
"""

import secrets
from collections.abc import Hashable, Iterable, Sequence

from django.template import Library, Node, NodeList, TemplateSyntaxError
from django.template.base import FilterExpression, Parser, Token
from django.template.context import Context
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from riser.ui import formats
from riser.ui.drawn_once import drawn_once

register = Library()


# What stands in a kept text for what is put in anew; nobody can guess it and write it into a record.
ANEW = {name: secrets.token_hex(16) for name in ("csrf_token", "here")}


class OnceNode(Node):
    """The text between the tags, drawn once for these values in this language."""

    def __init__(self, inside: NodeList, values: Sequence[FilterExpression]) -> None:
        self.inside, self.values = inside, values

    def render(self, context: Context) -> SafeString:
        """The text."""
        anew = tuple(name for name in ANEW if name in context)
        values = (value.resolve(context) for value in self.values)
        key: Hashable = (self, formats.language(), anew, *values)
        return _filled(drawn_once(key, lambda: self._draw(context, anew)), context, anew)

    def _draw(self, context: Context, anew: Iterable[str]) -> SafeString:
        with context.push(**{name: ANEW[name] for name in anew}):
            return mark_safe(self.inside.render(context))  # noqa: S308 - drawn escaped


def _filled(text: SafeString, context: Context, anew: Iterable[str]) -> SafeString:
    """The kept text with what belongs to this request alone."""
    for name in anew:
        if ANEW[name] in text:
            text = mark_safe(text.replace(ANEW[name], conditional_escape(context[name])))  # noqa: S308
    return text


@register.tag
def once(parser: Parser, token: Token) -> OnceNode:
    """`{% once VALUE… %}…{% endonce %}`."""
    _name, *words = token.split_contents()
    if not words:
        raise TemplateSyntaxError("“once” names every value that is shown between its tags.")
    inside = parser.parse(("endonce",))
    parser.delete_first_token()
    return OnceNode(inside, [parser.compile_filter(word) for word in words])
