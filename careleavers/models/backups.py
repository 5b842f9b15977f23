"""What is known of backups: the drills that tried to restore one."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from careleavers.models.base import UUIDModel
from careleavers.models.sensitivity import RECORD_KEEPING


class BackupDrill(UUIDModel):
    """One backup was restored elsewhere and compared. Proved when there is no difference."""

    drilled_at = models.DateTimeField(db_comment=RECORD_KEEPING)
    file = models.CharField(max_length=200, blank=True, db_comment=RECORD_KEEPING)
    taken_at = models.DateTimeField(null=True, blank=True, db_comment=RECORD_KEEPING)  # none where it could not be read
    seconds = models.FloatField(default=0, db_comment=RECORD_KEEPING)
    rows = models.PositiveBigIntegerField(default=0, db_comment=RECORD_KEEPING)
    # Names of tables and guards, and numbers: nothing of anybody.
    differences = ArrayField(models.TextField(), default=list, blank=True, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["-drilled_at"]

    @property
    def proved(self) -> bool:
        return not self.differences
