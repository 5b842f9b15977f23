import logging
from typing import Any

from celery import Task, shared_task
from celery.signals import task_failure, task_prerun, task_success
from django.utils import timezone

from careleavers.actions import allocations, backups, drafts, file_scans, housekeeping, unseen
from careleavers.actions.audit_seals import broken_seals, seal_audit, unchecked_seals
from careleavers.actions.jobs import record_heartbeat, record_job_failure, record_job_start, record_job_success
from careleavers.actions.mail import send_due_mail
from careleavers.actions.merging import forget_old_merges
from careleavers.actions.practice import run_new_beginnings
from careleavers.actions.record_imports import forget_old_imports, run_waiting_imports
from careleavers.actions.second_steps import encrypt_second_steps
from careleavers.actions.statuses import rebuild_all_statuses
from careleavers.models import Heartbeat

BUILT_IN = "celery."  # how the names of Celery's own tasks begin


@task_prerun.connect
def note_start(task: Task, **_: Any) -> None:
    if not task.name.startswith(BUILT_IN):
        record_job_start(task=task.name, at=timezone.now())


@task_success.connect
def note_success(sender: Task, **_: Any) -> None:
    if not sender.name.startswith(BUILT_IN):
        record_job_success(task=sender.name, at=timezone.now())


@task_failure.connect
def note_failure(sender: Task, exception: BaseException, **_: Any) -> None:
    if not sender.name.startswith(BUILT_IN):
        record_job_failure(task=sender.name, error=exception, at=timezone.now())


@shared_task
def tick() -> None:
    """Shows /health that the beat sends and a worker works."""
    record_heartbeat(name=Heartbeat.TICK, at=timezone.now())


@shared_task
def delete_old_drafts() -> None:
    """Drafts that nobody has touched for fourteen days, or as long as the deployment says, are forgotten."""
    drafts.delete_old_drafts(now=timezone.now())


@shared_task
def send_mail() -> None:
    """Mail that waits goes to the mail server; what fails is tried again later."""
    send_due_mail()


# Taken from the queue at its start: what takes longer than the broker waits would be given to a second worker.
@shared_task(acks_late=False, time_limit=4 * 3600)
def drill_backup() -> None:
    """The newest backup is restored elsewhere and tried out, unless it is proved already. Administrators hear of what
    is wrong, once a day."""
    backups.drill_newest(now=timezone.now(), today=timezone.localdate())


@shared_task
def delete_expired() -> None:
    """Sessions that ended, and what is known of mail, drills and imports of long ago. And second steps that are stored
    in clear or under a former key are stored under the one of today."""
    housekeeping.delete_expired(now=timezone.now())
    forget_old_imports(now=timezone.now())
    forget_old_merges(today=timezone.localdate())
    encrypt_second_steps()


# As a drill: taken from the queue at its start. Asked for by the page; the beat asks again for what was broken off.
@shared_task(acks_late=False, time_limit=4 * 3600)
def import_records() -> None:
    """Records of another system that wait are checked or brought over."""
    run_waiting_imports(now=timezone.now())


# As an import. In a council that is real it does nothing.
@shared_task(acks_late=False, time_limit=3600)
def begin_practice_again() -> None:
    """A practice council begins again where an administrator asked for it."""
    run_new_beginnings(now=timezone.now())


@shared_task
def scan_files() -> None:
    """The virus scanner is asked about files that wait for it. What it does not answer is tried again."""
    file_scans.scan_files()


@shared_task
def check_audit() -> None:
    """The log of changes and views and all history are checked against their seals, and sealed up to an hour ago.
    Fails where a row was changed or removed, so that it is seen."""
    if broken := [str(one) for one in broken_seals()]:
        raise RuntimeError("The log is not as it was sealed: " + "; ".join(broken))
    log = logging.getLogger(__name__)
    for sentence in unchecked_seals():
        log.warning("%s", sentence)
    for name, digest in seal_audit(now=timezone.now()).items():
        log.info("Log of %s sealed: %s", name, digest or "nothing yet")


@shared_task
def start_planned_allocations() -> None:
    """Hand-overs that were planned for today take effect, and what somebody may not see to any more is passed on."""
    try:
        allocations.start_planned_allocations(today=timezone.localdate())
    finally:
        unseen.pass_on_unseen_of_everybody(today=timezone.localdate())


@shared_task
def rebuild_statuses() -> None:
    """A policy that came into force, or a rule that changed, reaches everybody's stored legal status."""
    rebuild_all_statuses(by=None, today=timezone.localdate())
