"""What may be attached: the type is read from the content, and the name has to agree with it. No Django."""

import io
import unicodedata
import zipfile
from collections.abc import Mapping

OFFICE = "application/vnd.openxmlformats-officedocument"
# type -> how the names of such files end
ENDINGS: Mapping[str, tuple[str, ...]] = {
    "application/pdf": (".pdf",),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/gif": (".gif",),
    "image/webp": (".webp",),
    "video/mp4": (".mp4",),
    f"{OFFICE}.wordprocessingml.document": (".docx",),
    f"{OFFICE}.spreadsheetml.sheet": (".xlsx",),
    f"{OFFICE}.presentationml.presentation": (".pptx",),
    "text/csv": (".csv",),
    "text/plain": (".txt", ".md"),
    "application/json": (".json",),
}
TEXTS = ("text/csv", "text/plain", "application/json")
MARKS = {
    b"%PDF-": "application/pdf",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
}
OFFICE_PARTS = {
    "word/document.xml": f"{OFFICE}.wordprocessingml.document",
    "xl/workbook.xml": f"{OFFICE}.spreadsheetml.sheet",
    "ppt/presentation.xml": f"{OFFICE}.presentationml.presentation",
}
# What a browser might take for a page, were it ever to look at the content.
PAGE_MARKS = (b"<html", b"<script", b"<!doctype", b"<svg", b"<body", b"<iframe")
LOOKED_AT = 4096
LONGEST_NAME = 120


def type_of(content: bytes, name: str) -> str | None:
    """The type of a file that may be attached, or None: unknown, a page, or not what its name says."""
    found = _by_mark(content) or _office(content) or _text(content, name)
    return found if found and name.lower().endswith(ENDINGS[found]) else None


def plain_name(name: str) -> str:
    """The file's own name: no folder, no control or direction marks, short; "file" where none is left."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(letter for letter in last if not unicodedata.category(letter).startswith("C")).strip(". ")
    if len(shown) <= LONGEST_NAME:
        return shown or "file"
    stem, dot, ending = shown.rpartition(".")
    return f"{stem[: LONGEST_NAME - 10]}{dot}{ending[:9]}"


def _by_mark(content: bytes) -> str | None:
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content[4:8] == b"ftyp":
        return "video/mp4"
    return next((found for mark, found in MARKS.items() if content.startswith(mark)), None)


def _office(content: bytes) -> str | None:
    """An Office document without macros, by the parts it is made of; nothing is unpacked."""
    if not content.startswith(b"PK\x03\x04"):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = set(package.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None
    if "[Content_Types].xml" not in parts or any(part.endswith("vbaProject.bin") for part in parts):
        return None
    return next((found for part, found in OFFICE_PARTS.items() if part in parts), None)


def _text(content: bytes, name: str) -> str | None:
    start = content[:LOOKED_AT].lower().lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"<") or any(mark in start for mark in PAGE_MARKS) or b"\x00" in content:
        return None
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return next((kind for kind in TEXTS if name.lower().endswith(ENDINGS[kind])), None)
