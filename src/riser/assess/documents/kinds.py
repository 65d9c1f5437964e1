"""Which reports there are, and in which formats each comes."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise


class Kind(StrEnum):
    """A report."""

    PROFILE = "profile"
    BOARD = "board"


class Form(StrEnum):
    """A format; its value is the suffix of the file."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    PNG = "png"
    JSON = "json"


KINDS: Final[Mapping[Kind, StrOrPromise]] = {
    Kind.PROFILE: _("Maturity profile"),
    Kind.BOARD: _("Board report"),
}
OFFERED: Final[Mapping[Kind, tuple[Form, ...]]] = {
    Kind.PROFILE: tuple(Form),
    # Programs read the profile; the board's page is made for people.
    Kind.BOARD: (Form.PDF, Form.DOCX, Form.XLSX, Form.PNG),
}
MEDIA: Final[Mapping[Form, str]] = {
    Form.PDF: "application/pdf",
    Form.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.PNG: "image/png",
    Form.JSON: "application/json",
}
