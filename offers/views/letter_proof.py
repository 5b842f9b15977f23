"""A letter printed as a proof, by whoever sets the council up. It is about nobody."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from careleavers.actions.setting_up import prove_step
from careleavers.documents.typesetting import CannotPrint, TooLong
from careleavers.permissions import Permission
from careleavers.views.downloads import as_pdf
from careleavers.views.gates import current_user, policies_of, requires, today_of
from offers.documents.composing import Composer
from offers.documents.proof import checked_proof, proof_digest, proof_pdf
from offers.queries.setting_up import PROOF


@requires(Permission.MANAGE_SETTINGS)
def page(request: HttpRequest) -> HttpResponse:
    """What the check of a letter's pages, margins and address window says of it; sent: it was printed and is right."""
    policies, today = policies_of(request), today_of(request)
    missing = Composer((), today, policies).missing_from_sender()
    wrong, checked = "", None
    if not missing:
        try:
            checked = checked_proof(policies, today)
        except (TooLong, CannotPrint) as why:
            wrong = str(why)
    if request.method == "POST" and checked and checked.prints:
        prove_step(by=current_user(request), step=PROOF, proof=proof_digest(policies, today))
        messages.success(request, "Letters print as they should.")
        return redirect("set_up")
    context = {"checked": checked, "missing": missing, "wrong": wrong}
    return render(request, "offers/letters/proof.html", context)


@requires(Permission.MANAGE_SETTINGS)
@require_safe
def pdf(request: HttpRequest) -> HttpResponse:
    return as_pdf(proof_pdf(policies_of(request), today_of(request)), "proof.pdf")
