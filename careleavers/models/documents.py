"""Photos and files that belong to a record."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from careleavers.models.base import Recorded, track, track_without
from careleavers.models.contacts import Contact
from careleavers.models.people import YoungPerson
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING, SENSITIVE
from careleavers.models.staff import User
from careleavers.rules.uploads import MediaType, size_words


@track
class Document(Recorded):
    """A photo or file about one young person, written down with a contact, or with something else of the record that
    leads to it, such as a sheet of their plan; never one about several.

    `file_name` is what it was called, for people. `size` is in bytes, `sha256` in hexadecimal, of what is kept. Taken
    out, the row stays and says why; its content is gone.
    """

    MEDIA_TYPES = [(MediaType.JPEG.value, "Photo"), (MediaType.PDF.value, "PDF")]

    person = models.ForeignKey(YoungPerson, on_delete=models.CASCADE, related_name="documents", db_comment=PERSONAL)
    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.CASCADE, related_name="documents", db_comment=RECORD_KEEPING
    )
    file_name = models.CharField(max_length=100, db_comment=SENSITIVE)
    media_type = models.CharField(max_length=20, choices=MEDIA_TYPES, db_comment=RECORD_KEEPING)
    size = models.PositiveIntegerField(db_comment=RECORD_KEEPING)
    sha256 = models.CharField(max_length=64, db_comment=RECORD_KEEPING)
    taken_out_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    taken_out_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_comment=RECORD_KEEPING
    )
    taken_out_because = models.CharField(max_length=200, blank=True, db_comment=SENSITIVE)

    class Meta:
        ordering = ["recorded_at", "file_name"]
        constraints = [
            models.CheckConstraint(
                name="document_taken_out_why",
                condition=Q(taken_out_on=None, taken_out_because="")
                | Q(taken_out_on__isnull=False) & ~Q(taken_out_because=""),
            ),
        ]

    @property
    def size_words(self) -> str:
        return size_words(self.size)


@track_without("content")
class DocumentContent(models.Model):
    """The bytes of a document: beside the row, so that no list fetches them and no history copies them."""

    document = models.OneToOneField(
        Document, primary_key=True, on_delete=models.CASCADE, related_name="file", db_comment=RECORD_KEEPING
    )
    content = models.BinaryField(db_comment=SENSITIVE)
