"""What Celery tells of our tasks, kept so that a job that fails every night is seen."""

from __future__ import annotations

from typing import Any

from celery import Task
from celery.signals import task_failure, task_prerun, task_success
from django.utils import timezone

from careleavers.actions.jobs import record_job_failure, record_job_start, record_job_success

BUILT_IN = "celery."


@task_prerun.connect
def began(task: Task, **_: Any) -> None:
    if not task.name.startswith(BUILT_IN):
        record_job_start(task=task.name, at=timezone.now())


@task_success.connect
def ended_well(sender: Task, **_: Any) -> None:
    if not sender.name.startswith(BUILT_IN):
        record_job_success(task=sender.name, at=timezone.now())


@task_failure.connect
def failed(sender: Task, exception: BaseException, **_: Any) -> None:
    if not sender.name.startswith(BUILT_IN):
        record_job_failure(task=sender.name, error=exception, at=timezone.now())
