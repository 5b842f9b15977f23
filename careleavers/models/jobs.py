"""Signs of life from what runs by itself."""

from django.db import models

from careleavers.models.sensitivity import RECORD_KEEPING


class Heartbeat(models.Model):
    """When something that runs by itself last did so. The TICK is sent by the beat and written by a worker."""

    TICK = "tick"

    name = models.CharField(max_length=40, primary_key=True, db_comment=RECORD_KEEPING)
    last_seen_at = models.DateTimeField(db_comment=RECORD_KEEPING)


class JobRun(models.Model):
    """When a task last began, ended well and failed. One row for each task, written by whichever worker runs it."""

    task = models.CharField(max_length=100, primary_key=True, db_comment=RECORD_KEEPING)
    known_since = models.DateTimeField(db_comment=RECORD_KEEPING)
    started_at = models.DateTimeField(db_comment=RECORD_KEEPING)
    succeeded_at = models.DateTimeField(null=True, blank=True, db_comment=RECORD_KEEPING)
    failed_at = models.DateTimeField(null=True, blank=True, db_comment=RECORD_KEEPING)
    # The kind of error and never its words, which may hold what somebody typed.
    failed_because = models.CharField(max_length=80, blank=True, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["task"]
