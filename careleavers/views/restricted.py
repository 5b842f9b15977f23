"""Opening a restricted record with a reason."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from careleavers.actions.restricted import break_glass
from careleavers.forms.restricted import BreakGlassForm
from careleavers.models import YoungPerson
from careleavers.permissions import Permission
from careleavers.views.gates import reader, requires, today_of


@requires(Permission.BREAK_GLASS)
def restricted_open(request: HttpRequest) -> HttpResponse:
    """For somebody who knows whose record it is and must see it now. A wrong number says nothing about others."""
    form = BreakGlassForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        number = form.cleaned_data["number"]
        person = YoungPerson.objects.filter(
            Q(local_id__iexact=number) | Q(ssda903_id__iexact=number), is_restricted=True
        ).first()
        if person is None:
            form.add_error("number", "No restricted record has this number. Check it, or search as usual.")
        else:
            break_glass(by=reader(request), person=person, reason=form.cleaned_data["reason"], today=today_of(request))
            messages.success(request, "The record is open to you until the end of tomorrow. Its manager has been told.")
            return redirect("person", person.pk)
    return render(request, "careleavers/restricted/open.html", {"form": form})
