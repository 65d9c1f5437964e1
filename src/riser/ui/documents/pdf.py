"""HTML to PDF. Nothing is fetched from a network or a disk but our own typefaces and data in the page."""

import re
from collections.abc import Mapping
from html import unescape
from threading import Lock
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from riser.ui import formats
from riser.ui.documents import fonts
from riser.ui.documents.drawn import FAMILIES
from riser.ui.documents.errors import CannotDraw
from riser.ui.documents.style import ink

# Pango and fontconfig keep state of their own that two threads may not change at once.
_one_at_a_time = Lock()
# From as designed down to what can still be read at arm's length (7 pt of 9).
SCALES: Final = (1.0, 0.94, 0.88, 0.82, 0.78)
SHEET: Final = "ui/documents/report.css"
_TAG = re.compile(r"<[^>]*>")


def pdf(template: str, context: Mapping[str, Any], *, style: str = "", on_one_page: bool = False) -> bytes:
    """A template as a tagged PDF in the active language.

    Args:
        template: extends "ui/documents/page.html".
        style: the template of a style sheet that comes after that of every document.
        on_one_page: the type shrinks in steps until the document fits a single page. What does not fit at
            the smallest runs on to a second page: nothing is cut.

    Raises:
        CannotDraw: Pango is not on this machine.
    """
    if not on_one_page:
        return _written(_laid_out(template, context, style))
    for scale in SCALES:
        document = _laid_out(template, context, style, scale=scale)
        if len(document.pages) == 1:
            break
    return _written(document)


def _laid_out(template: str, context: Mapping[str, Any], style: str, *, scale: float = 1.0) -> Any:
    html = _dressed(render_to_string(template, dict(context)), _rules(style, scale))
    with _one_at_a_time:
        return _engine().HTML(string=html, url_fetcher=_fetcher(), base_url=None).render()


def _written(document: Any) -> bytes:
    with _one_at_a_time:
        written: bytes = document.write_pdf(pdf_tags=True)
    return written


def _rules(style: str, scale: float) -> str:
    """The style sheets of every document and of this one. Pages have none inside: their policy refuses it."""
    told = {"ink": ink(), "scale": f"{scale:g}"}
    return "".join(render_to_string(one, told) for one in (SHEET, style) if one)


def _dressed(html: str, rules: str) -> str:
    """The page with its style sheets and with the typefaces that its own text needs."""
    chinese = formats.language() == "zh-hans"
    used = fonts.needed(unescape(_TAG.sub("", html)), chinese=chinese)
    families = fonts.families(used)
    style = f"<style>{fonts.rules(used)}{rules} html{{font-family:{families}}}</style>"
    return html.replace("</head>", f"{style}</head>", 1).replace(FAMILIES, families)


def _engine() -> Any:
    """WeasyPrint, imported when the first document is asked for: it takes a second, and needs Pango."""
    try:
        import weasyprint
    except OSError as error:
        raise CannotDraw(
            _("A PDF or picture needs Pango, which this machine lacks. “riser doctor” names the command.")
        ) from error
    return weasyprint


def _fetcher() -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Packaged(URLFetcher):  # type: ignore[misc]
        """Hands out packaged typefaces and what stands inside the page; refuses every other address."""

        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Any:
            if url.startswith(fonts.SCHEME):
                return URLFetcherResponse(
                    url, fonts.content(url.removeprefix(fonts.SCHEME)), {"Content-Type": "font/ttf"}
                )
            if url.startswith("data:"):
                return super().fetch(url, headers)
            raise ValueError(f"A document fetches nothing: {url[:80]}")

    return Packaged()
