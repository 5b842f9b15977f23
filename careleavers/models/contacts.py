"""Contacts with and about young people, their drafts, and what was promised next."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.db.models import Q
from django.db.models.fields.json import KT
from django.db.models.functions import Left

from careleavers.models.base import Recorded, Revised, UUIDModel, count_revision, track
from careleavers.models.people import YoungPerson
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING, SENSITIVE
from careleavers.models.staff import User

FIRST_WORDS = 100  # characters of an unfinished note
UNDONE = "Undone"  # the reason of a contact that its writer took back at once; any other reason was written down
LIVE = Q(voided_at__isnull=True, superseded_at__isnull=True)


class ContactQuerySet(models.QuerySet["Contact"]):
    def live(self) -> ContactQuerySet:
        """Contacts that stand: neither undone nor replaced by an amendment."""
        return self.filter(LIVE)

    def with_young_person(self) -> ContactQuerySet:
        """Contacts in which we spoke with the young person: the only ones that count as in touch."""
        return self.filter(result=Contact.SPOKE)


@track
class Contact(Recorded):
    """One contact, or attempt, on a day. Never edited: an amendment is a new row that supersedes this one.

    Contacts logged together for several people share `group_id`, the `submission_id` of the form's own contact; each
    has the words that all share and its own. `submission_id` makes a form count once.
    """

    FACE_TO_FACE, PHONE, TEXT, VIDEO, LETTER, OTHER = "face_to_face", "phone", "text", "video", "letter", "other"
    METHODS = [
        (FACE_TO_FACE, "Face to face"),
        (PHONE, "Phone"),
        (TEXT, "Text or WhatsApp"),
        (VIDEO, "Video"),
        (LETTER, "Email or letter"),
        (OTHER, "Another way"),
    ]
    SPOKE, NO_REPLY, ABOUT = "spoke", "no_reply", "about"
    RESULTS = [
        (SPOKE, "Spoke with them"),
        (NO_REPLY, "Tried, no reply"),
        (ABOUT, "Somebody else, about them"),
    ]

    person = models.ForeignKey(YoungPerson, on_delete=models.CASCADE, related_name="contacts", db_comment=PERSONAL)
    submission_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False, db_comment=RECORD_KEEPING)
    # A fingerprint of the form's answers: a form sent again is the same one only if it says the same.
    answers_digest = models.CharField(max_length=64, blank=True, db_comment=RECORD_KEEPING)
    group_id = models.UUIDField(null=True, blank=True, db_comment=RECORD_KEEPING)
    worker = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="contacts", db_comment=PERSONAL)
    method = models.CharField(max_length=12, choices=METHODS, db_comment=RECORD_KEEPING)
    result = models.CharField(max_length=8, choices=RESULTS, db_comment=RECORD_KEEPING)
    happened_on = models.DateField(db_comment=RECORD_KEEPING)
    happened_at_time = models.TimeField(null=True, blank=True, db_comment=RECORD_KEEPING)
    note = models.TextField(blank=True, db_comment=SENSITIVE)
    # Marked while writing, so that it can be taken out of a copy for the young person.
    about_others = models.TextField("about somebody else", blank=True, db_default="", db_comment=SENSITIVE)
    from_agencies = models.TextField("from another agency", blank=True, db_default="", db_comment=SENSITIVE)
    place = models.CharField(max_length=100, blank=True, db_comment=PERSONAL)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True, db_comment=RECORD_KEEPING)
    participants = models.CharField("who else was there", max_length=200, blank=True, db_comment=PERSONAL)
    saw_home = models.BooleanField("saw where they live", default=False, db_comment=RECORD_KEEPING)
    is_concern = models.BooleanField("a concern", default=False, db_comment=SENSITIVE)
    is_safeguarding = models.BooleanField("a safeguarding concern", default=False, db_comment=SENSITIVE)
    supersedes = models.OneToOneField(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="superseded_by",
        db_comment=RECORD_KEEPING,
    )
    superseded_at = models.DateTimeField(null=True, blank=True, db_comment=RECORD_KEEPING)
    amendment_reason = models.CharField(max_length=200, blank=True, db_comment=SENSITIVE)
    voided_at = models.DateTimeField(null=True, blank=True, db_comment=RECORD_KEEPING)
    voided_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_comment=RECORD_KEEPING
    )
    void_reason = models.CharField(max_length=200, blank=True, db_comment=SENSITIVE)
    # The system that it was brought over from; empty for one that was logged here.
    source = models.CharField(max_length=60, blank=True, db_default="", default="", db_comment=RECORD_KEEPING)

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_on", "-recorded_at"]
        indexes = [
            models.Index(fields=["person", "-happened_on", "-recorded_at"], name="contact_timeline", condition=LIVE),
            models.Index(fields=["person", "-happened_on"], name="contact_spoke", condition=LIVE & Q(result="spoke")),
            models.Index(
                fields=["happened_on", "person"], name="contact_spoke_by_day", condition=LIVE & Q(result="spoke")
            ),
            models.Index(fields=["worker", "-happened_on"], name="contact_by_worker"),
            models.Index(fields=["group_id"], name="contact_by_group", condition=Q(group_id__isnull=False)),
        ]


def last_contact_on(today: date) -> models.Subquery:
    """An expression over young people: the last day up to `today` on which we spoke with them; null if never."""
    return models.Subquery(_spoken_with_by(today).values("happened_on")[:1])


def last_meeting_on(today: date) -> models.Subquery:
    """An expression over young people: the last day up to `today` on which we met them face to face; null if never."""
    return models.Subquery(_spoken_with_by(today).filter(method=Contact.FACE_TO_FACE).values("happened_on")[:1])


def _spoken_with_by(today: date) -> ContactQuerySet:
    spoke = Contact.objects.live().with_young_person().filter(person=models.OuterRef("pk"), happened_on__lte=today)
    return spoke.order_by("-happened_on")


class DraftQuerySet(models.QuerySet["Draft"]):
    def with_first_words(self) -> DraftQuerySet:
        """Adds `first_words`, the beginning of the note, by which its writer tells one draft from another.

        None for forms that have no note.
        """
        return self.annotate(first_words=Left(KT("data__note__0"), FIRST_WORDS))

    def notes_about(self, person: YoungPerson) -> DraftQuerySet:
        """The unfinished notes of contacts with or about this person, with their first words."""
        return self.filter(person=person, kind="contact").with_first_words()


class Draft(UUIDModel, Revised):
    """Something begun and not yet sent, saved as it was typed. Its writer alone may read it.

    `submission_id` is the form's own id: of a contact that is yet to be logged, or of the row that the form writes in.
    `page` is the address of the form, where it comes back. `kind` is one that an app registered in its `record.py`.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="drafts", db_comment=PERSONAL)
    person = models.ForeignKey(YoungPerson, on_delete=models.CASCADE, related_name="drafts", db_comment=PERSONAL)
    kind = models.CharField(max_length=20, default="contact", db_comment=RECORD_KEEPING)
    submission_id = models.UUIDField(db_comment=RECORD_KEEPING)
    page = models.CharField(max_length=200, db_comment=RECORD_KEEPING)
    data = models.JSONField(default=dict, db_comment=SENSITIVE)
    saved_at = models.DateTimeField(db_comment=RECORD_KEEPING)

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering = ["-saved_at"]
        constraints = [models.UniqueConstraint(fields=["user", "submission_id"], name="draft_once")]
        indexes = [models.Index(fields=["person"], name="draft_by_person")]
        triggers = [count_revision()]


@track
class ContactComment(Recorded):
    """What a manager wrote to the worker about a contact: a comment, thanks, or what was decided on a concern.

    It is on Today of `for_worker` until they have read it.
    """

    COMMENT, THANKS, DECISION = "comment", "thanks", "decision"
    KINDS = [(COMMENT, "Comment"), (THANKS, "Thanks"), (DECISION, "Decision on the safeguarding concern")]

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="comments", db_comment=RECORD_KEEPING)
    kind = models.CharField(max_length=10, choices=KINDS, default=COMMENT, db_comment=RECORD_KEEPING)
    text = models.TextField(blank=True, db_comment=SENSITIVE)
    for_worker = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="comments_received", db_comment=PERSONAL
    )
    read_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["recorded_at"]
        indexes = [
            models.Index(fields=["contact"], name="comment_by_contact"),
            models.Index(fields=["for_worker"], name="comment_unread", condition=Q(read_on__isnull=True)),
        ]


@track
class FollowUp(Recorded, Revised):
    """Something somebody said they would do by a day, or a manager asked for."""

    person = models.ForeignKey(YoungPerson, on_delete=models.CASCADE, related_name="follow_ups", db_comment=PERSONAL)
    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.SET_NULL, related_name="follow_ups", db_comment=RECORD_KEEPING
    )
    text = models.CharField(max_length=200, db_comment=SENSITIVE)
    due_on = models.DateField(db_comment=RECORD_KEEPING)
    assigned_to = models.ForeignKey(User, on_delete=models.PROTECT, related_name="follow_ups", db_comment=PERSONAL)
    done_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    done_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_comment=RECORD_KEEPING
    )

    # Filled in, it was not done: on the day `done_on` somebody said that it is not needed any more, and why.
    not_needed_because = models.CharField(max_length=200, blank=True, db_default="", db_comment=SENSITIVE)

    @property
    def days_late(self) -> int:
        """By how many days it was done too late; 0 while it is open, when it was done in time, or is not needed."""
        if self.done_on is None or self.not_needed_because:
            return 0
        return max((self.done_on - self.due_on).days, 0)

    class Meta:
        ordering = ["due_on"]
        indexes = [
            models.Index(fields=["assigned_to", "due_on"], name="follow_up_open", condition=Q(done_on__isnull=True)),
            models.Index(fields=["person", "due_on"], name="follow_up_by_person"),
        ]
