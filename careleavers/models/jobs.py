"""Signs of life from what runs by itself."""

from django.db import models

from careleavers.models.sensitivity import RECORD_KEEPING


class Heartbeat(models.Model):
    """When something that runs by itself last did so."""

    name = models.CharField(max_length=40, primary_key=True, db_comment=RECORD_KEEPING)
    last_seen_at = models.DateTimeField(db_comment=RECORD_KEEPING)
