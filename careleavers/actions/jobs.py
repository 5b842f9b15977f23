from datetime import datetime

from careleavers.actions.base import action
from careleavers.models import Heartbeat, JobRun


@action
def record_heartbeat(*, name: str, at: datetime) -> None:
    """No event: it says nothing about anybody, and comes every 30 seconds."""
    Heartbeat.objects.update_or_create(name=name, defaults={"last_seen_at": at})


@action
def record_job_start(*, task: str, at: datetime) -> None:
    """No event either, for the same reason."""
    started = {"started_at": at}
    JobRun.objects.update_or_create(task=task, defaults=started, create_defaults=started | {"known_since": at})


@action
def record_job_success(*, task: str, at: datetime) -> None:
    JobRun.objects.filter(task=task).update(succeeded_at=at)


@action
def record_job_failure(*, task: str, error: BaseException, at: datetime) -> None:
    JobRun.objects.filter(task=task).update(failed_at=at, failed_because=type(error).__name__[:80])
