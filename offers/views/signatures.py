"""The picture of the signature on letters: sent, looked at on a letter, and borne by letters from then on."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from careleavers.documents.typesetting import CannotPrint, TooLong
from careleavers.permissions import Permission
from careleavers.views.downloads import as_pdf
from careleavers.views.gates import current_user, files_of, policies_of, post_data, requires, today_of
from careleavers.views.submission import attempt, submit
from offers.actions import signatures as actions
from offers.documents.proof import proof_pdf
from offers.forms.signatures import SignatureForm
from offers.models import LetterSignature


@requires(Permission.MANAGE_SETTINGS)
def page(request: HttpRequest) -> HttpResponse:
    """What letters bear, a draft that is to be looked at, and every version; sent: the picture is kept as a draft."""
    user, today, policies = current_user(request), today_of(request), policies_of(request)
    form = SignatureForm(post_data(request), files_of(request))
    keep = actions.keep_signature
    if submit(request, form, lambda: keep(by=user, picture=form.cleaned_data["file"], today=today), refused_on="file"):
        return redirect("offers:signature")
    name = policies["director_name"].strip()
    rows = LetterSignature.objects.select_related("recorded_by", "used_by", "ended_by").defer("picture")
    context = {
        "form": form,
        "name": name,
        "in_use": LetterSignature.objects.in_use(today, name),
        "draft": LetterSignature.objects.draft(),
        "versions": list(rows.exclude(used_from=None)),
        "today": today,
    }
    return render(request, "offers/letters/signature.html", context)


@requires(Permission.MANAGE_SETTINGS)
@require_safe
def picture(request: HttpRequest, signature_id: UUID) -> HttpResponse:
    row = get_object_or_404(LetterSignature, pk=signature_id)
    return HttpResponse(bytes(row.picture), content_type="image/png")


@requires(Permission.MANAGE_SETTINGS)
@require_safe
def letter(request: HttpRequest, signature_id: UUID) -> HttpResponse:
    """A letter to nobody that bears it, as it would print."""
    row = get_object_or_404(LetterSignature.objects.defer("picture"), pk=signature_id)
    try:
        return as_pdf(proof_pdf(policies_of(request), today_of(request), row.called), "signature.pdf")
    except (TooLong, CannotPrint) as wrong:
        messages.error(request, str(wrong))
        return redirect("offers:signature")


@require_POST
@requires(Permission.MANAGE_SETTINGS)
def use(request: HttpRequest, signature_id: UUID) -> HttpResponse:
    row = get_object_or_404(LetterSignature.objects.defer("picture"), pk=signature_id)
    attempt(
        request,
        lambda: actions.use_signature(by=current_user(request), signature=row, today=today_of(request)),
        "Letters that are approved from now on bear it. Those that are approved stay as they are.",
    )
    return redirect("offers:signature")


@require_POST
@requires(Permission.MANAGE_SETTINGS)
def take_away(request: HttpRequest, signature_id: UUID) -> HttpResponse:
    row = get_object_or_404(LetterSignature.objects.defer("picture"), pk=signature_id)
    attempt(
        request,
        lambda: actions.take_signature_away(by=current_user(request), signature=row, today=today_of(request)),
        "The draft is discarded." if row.is_draft else "Letters that are approved from now on are signed with a pen.",
    )
    return redirect("offers:signature")
