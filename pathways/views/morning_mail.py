"""The choice of a message in the morning."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from careleavers.permissions import Permission
from careleavers.views.gates import current_user, post_data, requires
from pathways.actions.morning_mail import choose_morning_mail
from pathways.forms.morning_mail import MorningMailForm
from pathways.models import MorningMail


@requires(Permission.LOG_CONTACT)
def morning_mail(request: HttpRequest) -> HttpResponse:
    user = current_user(request)
    chosen = MorningMail.objects.filter(user=user).first()
    form = MorningMailForm(post_data(request), initial={"days": chosen.days if chosen else ""})
    if request.method == "POST" and form.is_valid():
        choose_morning_mail(by=user, days=form.cleaned_data["days"])
        messages.success(request, "Your choice is saved.")
        return redirect("home")
    return render(request, "pathways/today/morning_mail.html", {"form": form})
