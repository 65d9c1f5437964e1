"""`{% once line may_edit %}<tr>…</tr>{% endonce %}`: rows drawn once for as long as they say the same.

A long list draws the same rows for every reader, and drawing is most of what it takes. What stands between
the tags may show nothing but what the tag names, and nothing of the request: then equal values give an equal
text, whoever asks. Values have to be hashable; those that change give another row.
"""

from collections.abc import Hashable, Sequence

from django.template import Library, Node, NodeList, TemplateSyntaxError
from django.template.base import FilterExpression, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe

from riser.ui import formats
from riser.ui.drawn_once import drawn_once

register = Library()


class OnceNode(Node):
    """The text between the tags, drawn once for these values in this language."""

    def __init__(self, inside: NodeList, values: Sequence[FilterExpression]) -> None:
        self.inside, self.values = inside, values

    def render(self, context: Context) -> SafeString:
        """The text."""
        key: Hashable = (self, formats.language(), *(value.resolve(context) for value in self.values))
        return drawn_once(key, lambda: mark_safe(self.inside.render(context)))  # noqa: S308 - drawn escaped


@register.tag
def once(parser: Parser, token: Token) -> OnceNode:
    """`{% once VALUE… %}…{% endonce %}`."""
    _name, *words = token.split_contents()
    if not words:
        raise TemplateSyntaxError("“once” names every value that is shown between its tags.")
    inside = parser.parse(("endonce",))
    parser.delete_first_token()
    return OnceNode(inside, [parser.compile_filter(word) for word in words])
