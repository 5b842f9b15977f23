"""Signs of life from what runs by itself."""

from django.db import models


class Heartbeat(models.Model):
    """When something that runs by itself last did so."""

    name = models.CharField(max_length=40, primary_key=True)
    last_seen_at = models.DateTimeField()
