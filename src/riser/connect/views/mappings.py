"""The mappings that an organisation keeps, and the page on which a person finishes one."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from riser.connect.actions import IMPORT, SEE, keep_mapping, remove_mapping
from riser.connect.forms import MappingForm
from riser.connect.intake import uploads
from riser.connect.intake.drafted import Sample, finished, sample
from riser.connect.queries.mappings import own_mapping, own_mappings
from riser.connect.rules.drafting import FIELDS, Why, lacking
from riser.connect.views.words import path_to
from riser.connect.words import ad_field
from riser.foundation.errors import Refused
from riser.foundation.roles import allows
from riser.foundation.web import RiserRequest, member_view
from riser.ui import formats


@member_view(SEE)
def mappings(request: RiserRequest) -> HttpResponse:
    """Every mapping that is kept."""
    context = {
        "kept": own_mappings(request.house.id),
        "may_change": allows(request.act.actor, IMPORT),
        "crumbs": path_to(_("Mappings of your own")),
    }
    return render(request, "connect/mappings.html", context)


@member_view(SEE)
def mapping_file(request: RiserRequest, mapping: str) -> HttpResponse:
    """A mapping as YAML."""
    found = own_mapping(request.house.id, mapping)
    answer = HttpResponse(found.text, content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{found.slug}.yaml"'
    return answer


@require_POST
@member_view(IMPORT)
def remove(request: RiserRequest, mapping: str) -> HttpResponse:
    """Removes a mapping; what was loaded by it stays."""
    remove_mapping(request.act, mapping)
    messages.success(request, _("The mapping is removed. What was loaded by it stays."))
    return redirect("connect_mappings")


@member_view(IMPORT)
def finish(request: RiserRequest, token: str) -> HttpResponse:
    """Which column of an unknown file is what: guessed first, settled by a person, kept for the next file."""
    upload = uploads.find(request.house.id, token)
    found = sample(upload.path, upload.name)
    if request.method != "POST":
        chosen = {guess.header: field for field, guess in found.draft.guesses.items()}
        return _page(request, upload, found, chosen, MappingForm(initial={"name": _name_of(upload.name)}))
    form, chosen = MappingForm(request.POST), _chosen(request, found)
    try:
        if not form.is_valid():
            raise Refused(_("Say what the tool is called."))
        keep_mapping(request.act, _text(form.cleaned_data["name"], chosen, upload.name))
    except Refused as refusal:
        return _page(request, upload, found, chosen, form, why=str(refusal))
    messages.success(request, _("The mapping is kept. Files like this one are recognised from now on."))
    return redirect("connect_preview", token)


def _text(name: str, chosen: Mapping[str, str], file_name: str) -> str:
    """The mapping as YAML. Raises Refused where two columns are one field, or one that is needed lacks."""
    fields = list(chosen.values())
    if twice := sorted({field for field in fields if fields.count(field) > 1}):
        headers = [header for header, field in chosen.items() if field == twice[0]]
        told = _("%(headers)s are given to one field, %(field)s. Leave one of them out.")
        raise Refused(told % {"headers": formats.listed(headers), "field": ad_field(twice[0])})
    if missing := lacking(fields):
        told = _("A file of ads needs: %(fields)s. Say which column it is.")
        raise Refused(told % {"fields": formats.listed(map(ad_field, missing))})
    by_field = {field: header for header, field in chosen.items()}
    return finished(by_field, slug=_slug(name), name=name, file_name=file_name)


def _slug(name: str) -> str:
    """The name as a source: its letters and digits, small; what has none is called own."""
    slug = re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_")[:36]
    return slug if len(slug) > 1 and slug[0].isalpha() else f"own_{slug}".rstrip("_")


def _name_of(file_name: str) -> str:
    return re.sub(r"[\W_\d]+", " ", file_name.rsplit(".", 1)[0]).strip().title()


def _chosen(request: RiserRequest, found: Sample) -> dict[str, str]:
    """By header the field that was chosen for it."""
    told = {header: request.POST.get(f"column_{n}", "") for n, header in enumerate(found.headers)}
    return {header: field for header, field in told.items() if field in FIELDS}


def _page(
    request: RiserRequest,
    upload: uploads.Upload,
    found: Sample,
    chosen: Mapping[str, str],
    form: MappingForm,
    why: str = "",
) -> HttpResponse:
    context = {
        "upload": upload,
        "form": form,
        "why": why,
        "fields": [(name, ad_field(name)) for name in FIELDS],
        "columns": list(_columns(found, chosen)),
        "crumbs": path_to(_("New mapping"), (_("Mappings of your own"), reverse("connect_mappings"))),
    }
    return render(request, "connect/mapping.html", context, status=422 if why else 200)


def _columns(found: Sample, chosen: Mapping[str, str]) -> "Iterator[dict[str, Any]]":
    """Each column with what stands in it, what is chosen for it, and why what was guessed."""
    guesses = {guess.header: (field, guess) for field, guess in found.draft.guesses.items()}
    for number, header in enumerate(found.headers):
        if header and header not in found.headers[:number]:
            field, guess = guesses.get(header, ("", None))
            yield {
                "n": number,
                "header": header,
                "values": formats.listed(found.values.get(header, ())),
                "field": chosen.get(header, ""),
                "guess": field,
                "why": _because(guess.why, guess.by) if guess else "",
            }


def _because(why: Why, by: str) -> str:
    return _("its values look so") if why == Why.LOOK else _("%(source)s calls it so") % {"source": by}
