"""That a review of the plan is asked for, and how a request ends without one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from careleavers.forms.base import Form
from careleavers.forms.fields import DayField
from careleavers.rules.words import day
from pathways.forms.plans import text_field
from pathways.models import PlanReview, ReviewRequest
from pathways.rules.review_requests import ASKED_BY_WORDS, ENDED_WORDS, MUST_BE_HELD, REASON_WORDS, AskedBy, EndedHow

TILES = {"class": "tiles"}


class ReviewRequestForm(Form):
    asked_by = forms.ChoiceField(
        label="Who asks for it, or finds it necessary?",
        choices=list(ASKED_BY_WORDS.items()),
        widget=forms.RadioSelect(attrs=TILES),
    )
    asked_by_name = forms.CharField(
        label="If somebody else: who?", required=False, max_length=120, help_text="Such as Ms Hart, college tutor."
    )
    reason = forms.ChoiceField(
        label="Why now?", choices=list(REASON_WORDS.items()), widget=forms.RadioSelect(attrs=TILES)
    )
    words = text_field("What was said?", help_text="What they want to talk about, in their words.", rows=3)
    asked_on = DayField(label="When?", called="the day on which it was asked for")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["asked_on"].set_today(today)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        asked_by = given.get("asked_by")
        if asked_by == AskedBy.OTHER and not given.get("asked_by_name"):
            self.add_error("asked_by_name", "Say who asks for it")
        if asked_by and asked_by != AskedBy.YOUNG_PERSON and not given.get("words"):
            self.add_error("words", "Say what happened, so that everybody at the review knows why it is held")
        return given


class ReviewRequestEndForm(Form):
    """How it ends, without a review or in one that is recorded already; sends the revision that was read.

    `reviews` are those that may have taken it up; `review` is the one that a valid form names, or None.
    """

    ended_how = forms.ChoiceField(label="How does it end?", widget=forms.RadioSelect(attrs=TILES))
    ended_why = text_field("Why without a review?", help_text="They may read it one day.", rows=3)
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, row: ReviewRequest, decides: bool, reviews: Iterable[PlanReview], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["revision"].initial = row.revision
        self.reviews = {str(review.pk): review for review in reviews}
        must_be_held = row.asked_by in MUST_BE_HELD or not decides
        self.fields["ended_how"].choices = [  # type: ignore[attr-defined]
            *((pk, f"It was taken up in the review of {day(review.held_on)}") for pk, review in self.reviews.items()),
            *((how, said) for how, said in ENDED_WORDS.items() if not (how == EndedHow.AGAINST and must_be_held)),
        ]

    @property
    def review(self) -> PlanReview | None:
        return self.reviews.get(self.cleaned_data["ended_how"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("ended_how") in ENDED_WORDS and not given.get("ended_why"):
            self.add_error("ended_why", "Say why no review is held for it")
        return given
