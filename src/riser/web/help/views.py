"""The help: one page of the documentation."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from riser.foundation.errors import NotFound
from riser.foundation.roles import CAMPAIGN_READERS, Permission
from riser.foundation.web import RiserRequest, member_view
from riser.ui import formats
from riser.web.help.drawing import draw
from riser.web.help.shelf import FIRST, GLOSSARY
from riser.web.help.words import words_on

SEE_HELP = Permission("help.see", CAMPAIGN_READERS, gettext_lazy("read the help"))


@member_view(SEE_HELP)
def help_page(request: RiserRequest, page: str = FIRST) -> HttpResponse:
    """A page of the documentation in the reader's language, with the words of the glossary that it uses."""
    language = formats.language()[:2]
    try:
        drawn = draw(page, language)
    except KeyError:
        raise NotFound(_("The help has no such page.")) from None
    words = () if page in {FIRST, GLOSSARY} else words_on(drawn.text, drawn.language)
    other = drawn.language != language and page != GLOSSARY  # that page holds both languages
    context = {"page": page, "drawn": drawn, "words": words, "other": other}
    return render(request, "web/help.html", context)
