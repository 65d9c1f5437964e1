"""What a document says when it cannot be made."""


class CannotDraw(Exception):
    """The machine lacks what draws PDF; the sentence names the remedy."""
