"""Reports by email: which of them somebody is told of."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from careleavers.permissions import Permission
from careleavers.views.gates import current_user, post_data, requires, today_of
from reporting.actions.report_mail import choose_report_mail
from reporting.forms.report_mail import ReportMailForm
from reporting.queries.report_mail import chosen_by, reports_for
from reporting.rules.report_mail import SEES_PUBLISHED


@requires(*SEES_PUBLISHED)
def report_mail(request: HttpRequest) -> HttpResponse:
    user = current_user(request)
    form = ReportMailForm(post_data(request), reports=reports_for(user), initial={"reports": chosen_by(user)})
    if request.method == "POST" and form.is_valid():
        address = request.build_absolute_uri("/")
        choose_report_mail(by=user, reports=form.cleaned_data["reports"], address=address, today=today_of(request))
        messages.success(request, "Your choice is saved. You are told of the next ones.")
        return redirect("reporting:report_mail")
    context = {"form": form, "may_see_figures": user.may(Permission.VIEW_FIGURES)}
    return render(request, "reporting/report_mail.html", context)
