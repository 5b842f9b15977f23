"""Letters: one row for each person and birthday, or for what else one is about, whatever runs twice. The rows are the
queue."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import Q

from careleavers.models import OutgoingMail, User, YoungPerson
from careleavers.models.base import Recorded, UUIDModel, choices_of, track, track_without
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING, SENSITIVE
from careleavers.permissions import Permission
from careleavers.rules.layouts import Layout
from offers.models.letter_templates import LetterTemplate
from offers.models.local_offer import LocalOffer
from offers.models.reading_wishes import LAYOUT_CHOICES
from offers.models.translations import OfferTranslation
from offers.rules import letter_kinds
from offers.rules.addresses import LetterChannel
from offers.rules.enclosing import in_words
from offers.rules.languages import ENGLISH
from offers.rules.letter_fields import TemplateKind
from offers.rules.letter_kinds import LETTER_KIND_LABELS, LetterKind
from offers.rules.letter_states import (
    FROZEN_STATES,
    LETTER_STATE_LABELS,
    POSTING_STATES,
    SERVICE_STATES,
    LetterState,
)
from offers.rules.letter_text import GIVEN_BY_ANOTHER
from offers.rules.posting import Postage


class LetterQuerySet(models.QuerySet["Letter"]):
    def visible_to(self, user: User) -> LetterQuerySet:
        """Letters to people whom the user may see. Whoever only posts letters sees those that are to be posted."""
        if not user.may(Permission.VIEW_LETTERS):
            return self.none()
        letters = self.filter(person__in=YoungPerson.objects.visible_to(user))
        if user.may(Permission.POST_LETTERS):
            # Whoever had a letter printed must have it stopped, also where the record is restricted since.
            letters |= self.filter(status__in=[LetterState.WITHDRAWN, LetterState.TO_STOP])
        if user.may(Permission.VIEW_RECORD) or user.may(Permission.APPROVE_LETTERS):
            return letters
        letters = letters.exclude(channel__in=[LetterChannel.EMAIL, LetterChannel.TEXT])
        by_service = Q(status=LetterState.NEEDS_ATTENTION, channel=LetterChannel.PRINTING_SERVICE)
        return letters.filter(Q(status__in=POSTING_STATES) | by_service)


def _in_none_of(states: Iterable[LetterState]) -> Q:
    """Compared one by one: Postgres writes a list of them in other words once it has been dumped and restored."""
    return Q(*(~Q(status=state.value) for state in states))


# Where a letter goes as a message, its states are called otherwise.
MESSAGE_STATE_WORDS = {
    (LetterChannel.EMAIL, LetterState.RENDERED): "Made, to be sent by email",
    (LetterChannel.EMAIL, LetterState.SENDING): "On its way to the mail server",
    (LetterChannel.EMAIL, LetterState.POSTED): "Sent by email",
    (LetterChannel.EMAIL, LetterState.NEEDS_ATTENTION): "The email did not go",
    (LetterChannel.TEXT, LetterState.RENDERED): "Made, a text is to say so",
    (LetterChannel.TEXT, LetterState.SENDING): "The text is being handed to GOV.UK Notify",
    (LetterChannel.TEXT, LetterState.WITH_SERVICE): "The text is with GOV.UK Notify",
    (LetterChannel.TEXT, LetterState.POSTED): "A text said that it is there",
    (LetterChannel.TEXT, LetterState.NEEDS_ATTENTION): "The text did not arrive",
}


class LetterBatch(Recorded):
    """Letters printed together: one PDF for the printer, made again without a letter that must not go any more.

    `letter_count` is the number of letters in it; the PDF of a batch without any is empty.
    """

    letter_count = models.PositiveIntegerField(db_comment=RECORD_KEEPING)
    pdf = models.BinaryField(db_comment=PERSONAL)
    pdf_sha256 = models.CharField(max_length=64, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["-recorded_at"]
        verbose_name_plural = "letter batches"


@track
class Letter(UUIDModel):
    """One letter. Words and address are frozen in `content` when it is approved, and never changed.

    Of a birthday letter `occasion` is the age, `occurrence_on` the birthday. Of another `kind` `about` is the id of
    what it is about (`offers.rules.letter_kinds`), `occasion` how that begins, and the day that by which it is to be
    there. `template`: the council's own words it was approved with, if any; `template_version`: the version of the
    product's. `attempts`, `lease_until`, `next_attempt_at` and `last_error`
    belong to whoever makes the PDF: a claim is written before the work begins, so that a worker that dies loses
    nothing. `hold_reasons`: why it must not go, a sentence each; of one that was posted, why it should not have gone.
    `translation` and `layout`: in whose words the enclosed version of the offer is, null for its own, and how they
    wish it printed.
    `approved_despite`: what stood against posting it when somebody approved it to be given by hand.
    `withdrawn_on`: the day from which printed paper must not be posted, or given.
    `lapsed`: cancelled because its time was over and nobody had approved it.

    Where `channel` is the printing service, the claim belongs, once the PDF is made, to whoever hands it over.
    `reference` is what we call the letter there: a letter that goes a second time has another. `notify_id` is its own
    name for it, `service_status` the last status that it gave, `postage` the class asked for. `unclear_since`: when an
    answer failed to say whether the service has the letter; `look_ups`: how often it was asked since and knew nothing.

    Where `channel` is a message, `sent_to` is the email address or the digits of the mobile that was approved, and
    `mail` the message on its way. `by_post`: somebody chose paper for this one, whatever they prefer.
    """

    person = models.ForeignKey(YoungPerson, on_delete=models.CASCADE, related_name="letters", db_comment=PERSONAL)
    kind = models.CharField(
        max_length=20,
        choices=choices_of(LETTER_KIND_LABELS),
        default=LetterKind.BIRTHDAY.value,
        db_default=LetterKind.BIRTHDAY.value,
        db_comment=RECORD_KEEPING,
    )
    about = models.UUIDField(null=True, blank=True, db_comment=PERSONAL)
    occasion = models.CharField(max_length=10, db_comment=PERSONAL)
    occurrence_on = models.DateField(db_comment=PERSONAL)
    template = models.ForeignKey(
        LetterTemplate,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="letters",
        db_comment=RECORD_KEEPING,
    )
    template_version = models.CharField(max_length=20, db_comment=RECORD_KEEPING)
    status = models.CharField(
        max_length=16,
        choices=choices_of(LETTER_STATE_LABELS),
        default=LetterState.PLANNED.value,
        db_comment=RECORD_KEEPING,
    )
    planned_at = models.DateTimeField(auto_now_add=True, db_comment=RECORD_KEEPING)
    hold_reasons = ArrayField(models.CharField(max_length=300), default=list, blank=True, db_comment=SENSITIVE)
    approved_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_comment=RECORD_KEEPING
    )
    approved_at = models.DateTimeField(null=True, blank=True, db_comment=RECORD_KEEPING)
    reference = models.UUIDField(unique=True, default=uuid.uuid4, editable=False, db_comment=RECORD_KEEPING)
    approved_despite = models.CharField(max_length=1000, blank=True, db_comment=SENSITIVE)
    content = models.JSONField(null=True, blank=True, db_comment=PERSONAL)
    offer = models.ForeignKey(
        LocalOffer, null=True, blank=True, on_delete=models.PROTECT, related_name="letters", db_comment=RECORD_KEEPING
    )
    translation = models.ForeignKey(
        OfferTranslation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="letters",
        db_comment=RECORD_KEEPING,
    )
    layout = models.CharField(
        max_length=10, choices=LAYOUT_CHOICES, default=Layout.ORDINARY.value, db_default="ordinary", db_comment=PERSONAL
    )
    pdf_sha256 = models.CharField(max_length=64, blank=True, db_comment=RECORD_KEEPING)
    channel = models.CharField(
        max_length=20,
        choices=[(channel.value, channel.label) for channel in LetterChannel],
        default=LetterChannel.OWN_PRINTER.value,
        db_default=LetterChannel.OWN_PRINTER.value,
        db_comment=RECORD_KEEPING,
    )
    postage = models.CharField(
        max_length=10,
        choices=[(postage.value, postage.label) for postage in Postage],
        blank=True,
        default="",
        db_default="",
        db_comment=RECORD_KEEPING,
    )
    by_post = models.BooleanField(default=False, db_default=False, db_comment=RECORD_KEEPING)
    sent_to = models.CharField(max_length=200, blank=True, default="", db_default="", db_comment=PERSONAL)
    mail = models.ForeignKey(
        OutgoingMail, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_comment=RECORD_KEEPING
    )
    notify_id = models.UUIDField(unique=True, null=True, blank=True, db_comment=RECORD_KEEPING)
    service_status = models.CharField(max_length=30, blank=True, default="", db_default="", db_comment=RECORD_KEEPING)
    handed_over_at = models.DateTimeField(null=True, blank=True, db_comment=RECORD_KEEPING)
    unclear_since = models.DateTimeField(null=True, blank=True, db_comment=RECORD_KEEPING)
    look_ups = models.PositiveSmallIntegerField(default=0, db_default=0, db_comment=RECORD_KEEPING)
    attempts = models.PositiveSmallIntegerField(default=0, db_comment=RECORD_KEEPING)
    lease_until = models.DateTimeField(null=True, blank=True, db_comment=RECORD_KEEPING)
    next_attempt_at = models.DateTimeField(null=True, blank=True, db_comment=RECORD_KEEPING)
    last_error = models.CharField(max_length=300, blank=True, db_comment=SENSITIVE)
    batch = models.ForeignKey(
        LetterBatch, null=True, blank=True, on_delete=models.PROTECT, related_name="letters", db_comment=RECORD_KEEPING
    )
    reprints = models.PositiveSmallIntegerField(default=0, db_comment=RECORD_KEEPING)
    withdrawn_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    posted_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    returned_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    returned_reason = models.CharField(max_length=200, blank=True, db_comment=SENSITIVE)
    given_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    given_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_comment=PERSONAL
    )
    # What it was known to say wrongly once it had gone, and whom it reached knows.
    noted_reasons = ArrayField(
        models.CharField(max_length=300), default=list, db_default=[], blank=True, db_comment=SENSITIVE
    )
    cancelled_reason = models.CharField(max_length=2000, blank=True, db_comment=SENSITIVE)
    lapsed = models.BooleanField(default=False, db_default=False, db_comment=RECORD_KEEPING)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["occurrence_on", "person__sort_name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "occasion", "occurrence_on"], name="letter_once"),
            # No unique index: the linter of migrations takes each new one for what the version before could run into.
            ExclusionConstraint(
                name="letter_once_about_it",
                expressions=[("about", RangeOperators.EQUAL)],
                condition=Q(about__isnull=False),
            ),
            models.CheckConstraint(
                name="letter_marks_birthday_or_is_about",
                condition=Q(kind="birthday", about__isnull=True) | ~Q(kind="birthday") & Q(about__isnull=False),
            ),
            models.CheckConstraint(
                name="letter_approved_is_frozen",
                condition=~Q(status__in=[state.value for state in FROZEN_STATES])
                | Q(content__isnull=False, approved_at__isnull=False),
            ),
            models.CheckConstraint(
                name="letter_printable_has_pdf",
                condition=~Q(status__in=["rendered", "printed"]) | ~Q(pdf_sha256=""),
            ),
            models.CheckConstraint(
                name="letter_on_hold_says_why", condition=~Q(status="on_hold") | ~Q(hold_reasons=[])
            ),
            models.CheckConstraint(
                name="letter_attention_says_why", condition=~Q(status="needs_attention") | ~Q(last_error="")
            ),
            models.CheckConstraint(
                name="letter_printed_in_batch", condition=~Q(status="printed") | Q(batch__isnull=False)
            ),
            models.CheckConstraint(
                name="letter_withdrawn_says_why",
                condition=~Q(status="withdrawn")
                | (Q(withdrawn_on__isnull=False, batch__isnull=False) & ~Q(hold_reasons=[])),
            ),
            models.CheckConstraint(
                name="letter_on_its_way_is_made",
                condition=_in_none_of(SERVICE_STATES)
                | Q(content__isnull=False, approved_at__isnull=False) & ~Q(pdf_sha256="") & ~Q(channel="own_printer"),
            ),
            models.CheckConstraint(
                name="letter_as_message_has_address",
                condition=~Q(channel="email") & ~Q(channel="text") | ~Q(sent_to="", content__isnull=False),
            ),
            models.CheckConstraint(
                name="letter_with_service_has_id",
                condition=_in_none_of((LetterState.WITH_SERVICE, LetterState.TO_STOP))
                | Q(notify_id__isnull=False, handed_over_at__isnull=False),
            ),
            models.CheckConstraint(
                name="letter_to_stop_says_why", condition=~Q(status="to_stop") | ~Q(hold_reasons=[])
            ),
            models.CheckConstraint(
                name="letter_posted_has_day",
                condition=~Q(status__in=["posted", "returned"]) | Q(posted_on__isnull=False),
            ),
            models.CheckConstraint(
                name="letter_returned_has_day", condition=~Q(status="returned") | Q(returned_on__isnull=False)
            ),
            models.CheckConstraint(
                name="letter_given_has_day", condition=~Q(status="given") | Q(given_on__isnull=False)
            ),
            models.CheckConstraint(
                name="letter_lapsed_is_cancelled", condition=Q(lapsed=False) | Q(status="cancelled")
            ),
        ]
        indexes = [
            models.Index(fields=["status", "occurrence_on"], name="letter_by_status"),
            models.Index(
                fields=["occurrence_on"],
                name="letter_to_make",
                condition=Q(status="approved") | Q(status="hand_delivery", pdf_sha256=""),
            ),
        ]
        triggers = [
            # Taking an approval back empties the content: other words are never put straight in place of approved ones.
            pgtrigger.Protect(
                name="letter_words_are_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.content IS NOT NULL AND NEW.content IS NOT NULL AND OLD.content IS DISTINCT FROM NEW.content"
                ),
            )
        ]

    @property
    def hold_reason(self) -> str:
        """Why it must not go, every reason; "" when it may."""
        return " ".join(self.hold_reasons)

    @property
    def is_to_be_given_again(self) -> bool:
        """Whether it was approved to be given by hand, and waits to be approved for that again."""
        return GIVEN_BY_ANOTHER in self.hold_reasons

    @property
    def state(self) -> LetterState:
        return LetterState(self.status)

    @property
    def is_unclear(self) -> bool:
        """Whether the printing service may have it, and nobody knows."""
        return self.unclear_since is not None

    @property
    def goes_by_service(self) -> bool:
        return self.channel == LetterChannel.PRINTING_SERVICE

    @property
    def goes_by_text(self) -> bool:
        return self.channel == LetterChannel.TEXT

    @property
    def is_message(self) -> bool:
        """Whether it goes without paper, as it was approved."""
        return LetterChannel(self.channel).is_message

    @property
    def state_words(self) -> str:
        """The state in words, as this letter goes."""
        if self.is_message:
            words = MESSAGE_STATE_WORDS.get((LetterChannel(self.channel), self.state))
            if self.state == LetterState.NEEDS_ATTENTION and self.is_unclear:
                return "Not known whether it has gone"
            return words or self.state.label
        if self.goes_by_service and self.state == LetterState.RENDERED:
            return "Made, for the printing service"
        if self.goes_by_service and self.state == LetterState.NEEDS_ATTENTION and self.pdf_sha256:
            return "Not known whether it has gone" if self.is_unclear else "It has not gone"
        return self.state.label

    @property
    def approved_content(self) -> dict[str, Any]:
        """What was approved. ValueError where nothing is."""
        if self.content is None:
            raise ValueError("This letter has no approved words.")
        content: dict[str, Any] = self.content
        return content

    @property
    def enclosed_words(self) -> str:
        """What goes with it, by name; "" for the letter alone."""
        if self.offer is None:
            return ""
        return self.offer.title + in_words(self.edition, Layout(self.layout))

    @property
    def enclosed_how(self) -> str:
        """In which words, and how printed: "in Polish, in large print"; "" as it was written."""
        return in_words(self.edition, Layout(self.layout)).removeprefix(", ")

    @property
    def edition(self) -> str:
        """The code of the words in which the offer is enclosed."""
        return self.translation.language if self.translation else ENGLISH

    @property
    def edition_number(self) -> int:
        """Of the edition that is enclosed; 0 for the offer as it was written."""
        return self.translation.edition if self.translation else 0

    @property
    def letter_kind(self) -> LetterKind:
        return LetterKind(self.kind)

    @property
    def template_kind(self) -> TemplateKind:
        """Of the words it is written in."""
        return TemplateKind.of(self.letter_kind, self.occasion)

    @property
    def marks_birthday(self) -> bool:
        return self.kind == LetterKind.BIRTHDAY

    @property
    def title(self) -> str:
        """What it is called where nothing else says of whom it is: "Birthday letter at 18"."""
        return letter_kinds.title(self.letter_kind, self.occasion)

    @property
    def what_for(self) -> str:
        """What it is for and when, in a list: "18 on Monday 7 December"."""
        return letter_kinds.what_for(self.letter_kind, self.occasion, self.occurrence_on)

    @property
    def age(self) -> int:
        """Of the birthday. ValueError where it marks none."""
        return int(self.occasion)


@track_without("pdf")
class LetterFile(models.Model):
    """The PDF of a letter as it was made: beside the row, so that the row's history does not copy it."""

    letter = models.OneToOneField(
        Letter, primary_key=True, on_delete=models.CASCADE, related_name="file", db_comment=RECORD_KEEPING
    )
    pdf = models.BinaryField(db_comment=PERSONAL)
    made_at = models.DateTimeField(auto_now_add=True, db_comment=RECORD_KEEPING)
