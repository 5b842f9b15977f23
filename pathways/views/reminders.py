"""One's own reminders: how far ahead Today goes, and the message in the morning."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from careleavers.permissions import Permission
from careleavers.views.gates import current_user, policies_of, post_data, requires
from pathways.actions.morning_mail import choose_reminders
from pathways.forms.reminders import RemindersForm
from pathways.models import MorningMail
from pathways.rules.reminders import KIND_WORDS


@requires(Permission.LOG_CONTACT)
def reminders(request: HttpRequest) -> HttpResponse:
    user = current_user(request)
    chosen = MorningMail.objects.filter(user=user).first()
    initial = {
        "days_ahead": user.days_ahead,
        "days": chosen.days if chosen else "",
        "kinds": [kind.value for kind in KIND_WORDS if chosen is None or kind.value not in chosen.left_out],
    }
    form = RemindersForm(post_data(request), initial=initial, warning_days=policies_of(request)["warning_days"])
    if request.method == "POST" and form.is_valid():
        choose_reminders(by=user, **form.facts)
        messages.success(request, "Your choice is saved.")
        return redirect("home")
    return render(request, "pathways/today/reminders.html", {"form": form})
