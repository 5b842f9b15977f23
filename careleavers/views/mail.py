"""Whether mail goes out, jobs run, the virus scanner answers and backups are proved, for whoever can have it mended."""

from functools import partial

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from careleavers.actions.file_scans import try_scans_again
from careleavers.actions.mail import try_mail_again
from careleavers.celery import run_soon
from careleavers.permissions import Permission
from careleavers.queries.backups import backup_state
from careleavers.queries.file_scans import scanner_state
from careleavers.queries.jobs import job_states
from careleavers.queries.mail import mail_state, unsent_mail
from careleavers.views.documents import scan_soon
from careleavers.views.gates import current_user, requires


@requires(Permission.MANAGE_USERS)
@require_safe
def mail(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    state = mail_state(now)
    backups, scanner = backup_state(), scanner_state(now)
    context = {
        "state": state,
        "goes_out": state.goes_out(now),
        "rows": unsent_mail(now),
        "jobs": job_states(now),
        "backups": backups,
        "scanner": scanner,
        "scanner_answers": scanner.answers(now),
        "is_proved": backups.is_proved(now),
        "now": now,
    }
    return render(request, "careleavers/staff/mail.html", context)


@require_POST
@requires(Permission.MANAGE_USERS)
def mail_again(request: HttpRequest) -> HttpResponse:
    try_mail_again(by=current_user(request))
    transaction.on_commit(partial(run_soon, "careleavers.tasks.send_mail"))
    messages.success(request, "Waiting mail is tried again now. Open this page again in a minute.")
    return redirect("mail")


@require_POST
@requires(Permission.MANAGE_USERS)
def files_again(request: HttpRequest) -> HttpResponse:
    try_scans_again(by=current_user(request))
    scan_soon()
    messages.success(request, "Files that wait are looked at now. Open this page again in a minute.")
    return redirect("mail")
