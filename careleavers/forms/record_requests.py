"""Requests for one's own record, and the copy that answers them. These forms validate and never save."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from careleavers.forms.base import Form
from careleavers.forms.fields import DayField
from careleavers.forms.revisions import RevisedForm
from careleavers.models import RecordRequest, Redaction, User
from careleavers.queries.story import StorySection
from careleavers.rules.record_requests import ENDS, STATE_WORDS, Exemption, RecordRequestState

TILES = {"class": "tiles"}
FOR_REFUSAL = [("", "Choose"), *RecordRequest.EXEMPTIONS]
FOR_WORDS = [(each, words) for each, words in FOR_REFUSAL if each != Exemption.UNFOUNDED]
NAMED_STATES = [(state.value, STATE_WORDS[state]) for state in RecordRequestState if state in ENDS]


class RecordRequestForm(RevisedForm):
    """What was asked, by whom and when, and who answers it. `owners`: those who may."""

    kind = forms.ChoiceField(
        label="What do they ask for?", choices=RecordRequest.KINDS, widget=forms.RadioSelect(attrs=TILES)
    )
    received_on = DayField(
        label="When did it reach us?",
        called="the day on which it reached us",
        help_text="The month begins on this day, whoever was told and however it was asked.",
    )
    way = forms.ChoiceField(
        label="How did they ask?", choices=RecordRequest.WAYS, widget=forms.RadioSelect(attrs=TILES)
    )
    asked_by = forms.ChoiceField(
        label="Who asks?",
        choices=RecordRequest.ASKERS,
        widget=forms.RadioSelect(attrs=TILES),
        initial=RecordRequest.YOUNG_PERSON,
    )
    asker_name = forms.CharField(label="Their name, if that is somebody else", max_length=120, required=False)
    text = forms.CharField(
        label="What do they want to know, or have put right?",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="In their words. Ask what they hope for: it may be one day or one person, and not everything.",
    )
    wants_support = forms.CharField(
        label="Who is beside them when they read it?",
        required=False,
        max_length=300,
        help_text="Offer it now: somebody they trust, their adviser, or counselling.",
    )
    owner = forms.ModelChoiceField(
        label="Who answers it?", queryset=User.objects.none(), help_text="They find it on their Today page."
    )

    def __init__(
        self, *args: Any, today: date, owners: QuerySet[User], first: User | None = None, row: Any = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.fields["received_on"].set_today(today)  # type: ignore[attr-defined]
        self.fields["received_on"].initial = today
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]
        self.fields["owner"].initial = first.pk if first else None

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        asked_by = given.get("asked_by")
        if asked_by and asked_by != RecordRequest.YOUNG_PERSON and not given.get("asker_name"):
            self.add_error("asker_name", "Give the name of whoever asks")
        return given


class RequestClockForm(RevisedForm):
    """Whether proof of who asks was needed and seen, and whether they were told of two more months."""

    identity_asked_on = DayField(
        label="Proof of who they are was asked for on",
        called="the day on which it was asked for",
        required=False,
        help_text="Only where nobody here knows them. The month waits until it has come.",
    )
    identity_checked_on = DayField(
        label="It was clear who asks on", called="the day on which it was clear", required=False
    )
    identity_how = forms.CharField(
        label="How is it known?",
        required=False,
        max_length=200,
        help_text="Their adviser knows them; a passport was seen; written authority of whoever they asked for.",
    )
    extension_told_on = DayField(
        label="They were told that it takes up to two months more on",
        called="the day on which they were told",
        required=False,
        help_text="Only for one that is complex, or one of several. They must be told within the first month.",
    )
    extension_why = forms.CharField(label="Why does it take longer?", required=False, max_length=300)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("identity_asked_on", "identity_checked_on", "extension_told_on"):
            self.fields[name].set_today(today)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("identity_checked_on") and not given.get("identity_how"):
            self.add_error("identity_how", "Say how it is known who asks")
        if given.get("extension_told_on") and not given.get("extension_why"):
            self.add_error("extension_why", "Say why it takes longer, as they were told")
        if not given.get("extension_told_on"):
            given["extension_why"] = ""
        return given


class EndRequestForm(RevisedForm):
    """What became of a request. `is_copy`: only a copy is given in one way or another."""

    state = forms.ChoiceField(label="What became of it?", choices=NAMED_STATES, widget=forms.RadioSelect(attrs=TILES))
    closed_on = DayField(label="When?", called="the day on which it was answered or ended")
    given_how = forms.ChoiceField(
        label="How were they given the copy?", choices=[("", "Choose"), *RecordRequest.WAYS_GIVEN], required=False
    )
    exemption = forms.ChoiceField(label="If it is refused, by which exemption?", choices=FOR_REFUSAL, required=False)
    outcome = forms.CharField(
        label="What were they told?",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Of one that is refused also: that they may complain to us and to the Information Commissioner.",
    )

    def __init__(self, *args: Any, today: date, is_copy: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["closed_on"].set_today(today)  # type: ignore[attr-defined]
        self.fields["closed_on"].initial = today
        self.initial.pop("state", None)
        self.initial.pop("closed_on", None)
        if not is_copy:
            del self.fields["given_how"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        state = given.get("state")
        if state == RecordRequestState.SENT and "given_how" in self.fields and not given.get("given_how"):
            self.add_error("given_how", "Choose how they were given the copy")
        if state == RecordRequestState.REFUSED and not given.get("exemption"):
            self.add_error("exemption", "Choose the exemption by which it is refused")
        if state == RecordRequestState.REFUSED and not given.get("outcome"):
            self.add_error("outcome", "Say what they were told, and why")
        if state and state != RecordRequestState.REFUSED:
            given["exemption"] = ""
        if state and state != RecordRequestState.SENT:
            given["given_how"] = ""
        return given


class DecideWordsForm(Form):
    """Whether words are taken out of the copy, by which exemption, and why."""

    state = forms.ChoiceField(
        label="What becomes of these words?",
        choices=[(Redaction.OUT, "Take them out"), (Redaction.IN, "Leave them in")],
        widget=forms.RadioSelect(attrs=TILES),
    )
    exemption = forms.ChoiceField(
        label="If they are taken out, why may they be?", choices=FOR_WORDS, required=False, initial=Exemption.OTHERS
    )
    reason = forms.CharField(
        label="What did you weigh?",
        required=False,
        max_length=300,
        help_text="They know it already; the other person agrees; it was said in confidence.",
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("state") == Redaction.OUT and not given.get("exemption"):
            self.add_error("exemption", "Choose why they may be taken out")
        return given


class TakeOutWordsForm(Form):
    """More words to take out. Of one entry they may be left empty: then the whole of it goes."""

    words = forms.CharField(
        label="Which words?",
        max_length=4000,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Exactly as they are in the copy. They are taken out wherever it has them.",
    )
    exemption = forms.ChoiceField(label="Why may they be taken out?", choices=FOR_WORDS, initial=Exemption.OTHERS)
    reason = forms.CharField(label="What did you weigh?", required=False, max_length=300)

    def __init__(self, *args: Any, of_entry: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if of_entry:
            self.fields["words"].required = False
            self.fields["words"].help_text = "Exactly as they are there. Left empty, all of the entry is taken out."


class SecondLookForm(Form):
    """What the second person says of the copy."""

    APPROVE, RETURN = "approve", "return"

    decision = forms.ChoiceField(
        label="Is the copy right?",
        choices=[(APPROVE, "Yes: it may be given"), (RETURN, "No: something is to be changed")],
        widget=forms.RadioSelect(attrs=TILES),
    )
    comment = forms.CharField(
        label="If not, what is to be changed?",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("decision") == self.RETURN and not given.get("comment"):
            self.add_error("comment", "Say what is to be changed")
        return given


class PrintForm(Form):
    """Which parts of a record are printed, and what for."""

    sections = forms.MultipleChoiceField(
        label="Which parts?",
        choices=[(section.name, section.value) for section in StorySection],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one part"},
    )
    purpose = forms.CharField(
        label="What is it for?",
        max_length=200,
        min_length=5,
        help_text="A meeting on 3 May, for the hearing. Kept in the access log with your name.",
        error_messages={"min_length": "Say in a few words what it is for"},
    )
