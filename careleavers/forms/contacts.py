"""A contact in under a minute: three answers, a note, and whatever changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from careleavers.actions.appointments import PlannedContact
from careleavers.actions.contact_changes import ContactChanges, detail_logged_with, source_of
from careleavers.actions.contact_groups import parted
from careleavers.forms import contact_groups
from careleavers.forms.appointments import hour_field
from careleavers.forms.base import Form
from careleavers.forms.fields import DayField
from careleavers.forms.homes import clean_postcode, kinds, suitability_field
from careleavers.forms.occupations import activities
from careleavers.forms.revisions import RevisedForm
from careleavers.forms.safety import SAY_WHETHER_TO_USE, SafetyField, ask_of_address, safety_answer
from careleavers.forms.uploads import WithFiles
from careleavers.models import Appointment, Contact, ContactDetail, Topic, YoungPerson
from careleavers.queries.contact_groups import others_of
from careleavers.rules import phones
from careleavers.rules.accommodation import ALWAYS_UNSUITABLE
from careleavers.rules.code_sets import NEVER_SUITABLE

FOLLOW_UPS = ("follow_up", "follow_up_2", "follow_up_3")


def next_text() -> forms.CharField:
    return forms.CharField(label="What will you do next?", required=False, max_length=200)


def next_day() -> DayField:
    return DayField(label="By when?", called="the day you will do it by", required=False)


class ContactFields(Form):
    """What every version of a contact says."""

    method = forms.ChoiceField(
        label="How?", choices=Contact.METHODS, widget=forms.RadioSelect(attrs={"class": "tiles"})
    )
    happened_on = DayField(label="When?", called="the day of the contact")
    result = forms.ChoiceField(
        label="What happened?", choices=Contact.RESULTS, widget=forms.RadioSelect(attrs={"class": "tiles"})
    )
    note = forms.CharField(
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 7, "autocapitalize": "sentences"}),
        help_text="Write so that they could read it with you.",
    )
    happened_at_time = hour_field(required=False)
    place = forms.CharField(label="Where?", required=False, max_length=100)
    minutes = forms.IntegerField(label="How many minutes?", required=False, min_value=1, max_value=1440)
    participants = forms.CharField(label="Who else was there?", required=False, max_length=200)
    about_others = forms.CharField(
        label="About somebody else",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What you learned about another person. It is marked, so that it can be left out of a copy.",
    )
    from_agencies = forms.CharField(
        label="From another agency",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What police, health, a school or others told you, and who. It is marked too.",
    )
    saw_home = forms.BooleanField(
        label="I saw where they live", required=False, help_text="A visit to a home counts when you met there."
    )
    is_concern = forms.BooleanField(label="Something worries me", required=False)
    is_safeguarding = forms.BooleanField(
        label="It is a safeguarding concern", required=False, help_text="The manager is told at once."
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["happened_on"].set_today(today)  # type: ignore[attr-defined]
        self.fields["happened_on"].initial = today


FACTS = tuple(ContactFields.base_fields)


class ContactForm(WithFiles, ContactFields):
    """A new contact, with what was promised next and what else changed. An empty section changes nothing.

    `others` are young people who may have been there with the `person`: see `contact_groups`. `appointments` are those
    with the person that are still planned: which of them it was is asked once one is due by today, or where the form
    was opened for one.
    """

    appointment = forms.ChoiceField(label="Which appointment was it?", required=False, widget=forms.RadioSelect)
    topics = forms.MultipleChoiceField(label="Topics", required=False, widget=forms.CheckboxSelectMultiple)
    follow_up_text = next_text()
    follow_up_on = next_day()
    follow_up_2_text = next_text()
    follow_up_2_on = next_day()
    follow_up_3_text = next_text()
    follow_up_3_on = next_day()

    next_on = DayField(label="When do you meet or talk next?", called="the day of the appointment", required=False)
    next_at = hour_field(required=False)
    next_method = forms.ChoiceField(label="How?", choices=Contact.METHODS, initial=Contact.FACE_TO_FACE, required=False)
    next_place = forms.CharField(label="Where?", required=False, max_length=100)
    next_purpose = forms.CharField(label="What for?", required=False, max_length=200)

    same_home = forms.BooleanField(required=False)
    home_kind = forms.ChoiceField(label="They moved to", required=False)
    home_starts_on = DayField(
        label="When did they move?",
        called="the day they moved",
        required=False,
        help_text="Left empty, it is the day of this contact.",
    )
    home_is_suitable = suitability_field(required=False)
    home_address = forms.CharField(
        label="Address", required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"})
    )
    home_postcode = forms.CharField(label="Postcode", required=False, max_length=10)
    home_safe_to_use = SafetyField("Is it safe to write to them there?", required=False)
    home_provided_by_authority = forms.BooleanField(label="We provide it under section 23B or 24B", required=False)

    same_occupation = forms.BooleanField(required=False)
    occupation_code = forms.ChoiceField(label="They now mainly do", required=False)
    occupation_detail = forms.CharField(label="Course, employer, or what is in the way", required=False, max_length=200)
    occupation_starts_on = DayField(label="Since when?", called="the day it began", required=False)

    detail_kind = forms.ChoiceField(label="New contact detail", required=False)
    detail_value = forms.CharField(label="Number, address or name", required=False, max_length=200)
    detail_safe_to_use = SafetyField("Is it safe to use?", required=False)

    def __init__(
        self,
        *args: Any,
        today: date,
        home_words: str = "",
        occupation_words: str = "",
        appointments: Sequence[Appointment] = (),
        topics: Sequence[Topic] = (),
        person: YoungPerson | None = None,
        others: Sequence[YoungPerson] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, today=today, **kwargs)
        self.person, self.others = person, others
        self.offered = {str(each.pk): each for each in topics}
        self.fields["topics"].choices = [  # type: ignore[attr-defined]
            (pk, f"{each.name}: {each.prompt}" if each.prompt else each.name) for pk, each in self.offered.items()
        ]
        if not topics:
            del self.fields["topics"]
        if person:
            self.fields |= contact_groups.group_fields(person, others)
            if others:
                self.fields["documents"].help_text += f" They go into {person.short_name}’s record alone."
            self.set_plain_messages()
        self.appointments = {str(each.pk): each for each in appointments}
        for name, choices in (
            ("home_kind", kinds(today)),
            ("occupation_code", activities(today)),
            ("detail_kind", ContactDetail.KINDS),
        ):
            self.fields[name].choices = [("", "No change"), *choices]  # type: ignore[attr-defined]
        for name in ("home_starts_on", "occupation_starts_on"):
            self.fields[name].set_today(today)  # type: ignore[attr-defined]
        for name in (*(f"{name}_on" for name in FOLLOW_UPS), "next_on"):
            self.fields[name].set_today(today, future=True)  # type: ignore[attr-defined]
        self._ask_which_appointment(today)
        self.fields["same_home"].label = f"Still the same: {home_words}"
        self.fields["same_occupation"].label = f"Still the same: {occupation_words}"
        if not home_words:
            del self.fields["same_home"]
        if not occupation_words:
            del self.fields["same_occupation"]

    def _ask_which_appointment(self, today: date) -> None:
        named = self["appointment"].value() in self.appointments
        if not named and all(each.planned_on > today for each in self.appointments.values()):
            del self.fields["appointment"]
            return
        field: Any = self.fields["appointment"]
        field.choices = [*((pk, each.summary) for pk, each in self.appointments.items()), ("", "None of these")]

    @property
    def group_names(self) -> str:
        """The fields about others who were there, for the template; the tick about names once it is asked for."""
        names = [name for name in contact_groups.NAMES if name in self.fields]
        meant = "names_meant" in self.fields and (self.errors.get("note") or self["names_meant"].value())
        return ",".join([*names, "names_meant"] if meant else names)

    @property
    def appointment_named(self) -> Appointment | None:
        """The appointment for which the form was opened, or that is chosen in it."""
        return self.appointments.get(self["appointment"].value()) if "appointment" in self.fields else None

    def clean_home_postcode(self) -> str:
        return clean_postcode(self.cleaned_data["home_postcode"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        self._clean_home(given)
        self._clean_detail(given)
        self._clean_next_time(given)
        if self.person:
            for name, sentence in contact_groups.problems(given, self.person, self.others).items():
                self.add_error(name, sentence)
        if given.get("occupation_detail") and not given.get("occupation_code"):
            self.add_error("occupation_code", "Choose what they now mainly do, or empty the box beside it")
        for name in FOLLOW_UPS:
            self._clean_follow_up(given, name)
        return given

    def _clean_follow_up(self, given: dict[str, Any], name: str) -> None:
        what, by_when = f"{name}_text", f"{name}_on"
        due_on, said_on = given.get(by_when), given.get("happened_on")
        self.ask_for_both(
            what,
            by_when,
            no_text="Say what you will do by then, or empty the day",
            no_day="Give the day by which you will do it",
        )
        if due_on and said_on and due_on < said_on:
            self.add_error(by_when, "That is before the contact: give the day by which you will do it")

    def _clean_home(self, given: dict[str, Any]) -> None:
        if not given.get("home_kind"):
            if given.get("home_address") or given.get("home_postcode"):
                self.add_error("home_kind", "Choose what kind of place they moved to")
        elif given.get("home_is_suitable") in ("", None):
            self.add_error("home_is_suitable", "Say whether the new home is suitable for them")
        elif given["home_is_suitable"] and given["home_kind"] in NEVER_SUITABLE:
            self.add_error("home_is_suitable", ALWAYS_UNSUITABLE)
        ask_of_address(self, given, "home_")

    def _clean_next_time(self, given: dict[str, Any]) -> None:
        if not given.get("next_on") and "next_on" not in self.errors:
            if any(given.get(name) for name in ("next_at", "next_place", "next_purpose")):
                self.add_error("next_on", "Give the day of the next appointment, or empty what is beside it")
        elif not given.get("next_at") and "next_at" not in self.errors:
            self.add_error("next_at", "Give the time of the next appointment")

    def _clean_detail(self, given: dict[str, Any]) -> None:
        kind, value = given.get("detail_kind"), given.get("detail_value", "")
        if value and not kind:
            self.add_error("detail_kind", "Choose what kind of contact detail this is")
        if kind and not value:
            self.add_error("detail_value", "Write the new contact detail, or choose “No change”")
        elif kind and (wrong := phones.problem(kind, value)):
            self.add_error("detail_value", wrong)
        if value and given.get("detail_safe_to_use") is None:
            self.add_error("detail_safe_to_use", SAY_WHETHER_TO_USE)

    def log_arguments(self) -> dict[str, Any]:
        """The cleaned answers as `actions.contacts.log_contact` takes them."""
        given = self.cleaned_data
        follow_ups = [(given[f"{name}_text"], given[f"{name}_on"]) for name in FOLLOW_UPS if given[f"{name}_text"]]
        return {name: given[name] for name in FACTS} | {
            "follow_ups": follow_ups,
            "appointment": self.appointments.get(given.get("appointment", "")),
            "next_time": self._next_time(),
            "topics": [self.offered[pk] for pk in given.get("topics", ())],
            "own_note": given.get("own_note", ""),
            "others": contact_groups.chosen(given, self.others),
            "changes": self._changes(),
            "documents": given["documents"],
        }

    def _next_time(self) -> PlannedContact | None:
        given = self.cleaned_data
        if not given["next_on"]:
            return None
        return PlannedContact(
            planned_on=given["next_on"],
            planned_at=given["next_at"],
            method=given["next_method"] or Contact.FACE_TO_FACE,
            place=given["next_place"],
            purpose=given["next_purpose"],
        )

    def _changes(self) -> ContactChanges:
        given = self.cleaned_data
        home = occupation = detail = None
        if given["home_kind"]:
            home = {
                "kind": given["home_kind"],
                "starts_on": given["home_starts_on"] or given["happened_on"],
                "is_suitable": given["home_is_suitable"],
                "address": given["home_address"],
                "postcode": given["home_postcode"],
                "safe_to_use": given["home_safe_to_use"],
                "provided_by_authority": given["home_provided_by_authority"],
            }
        if given["occupation_code"]:
            occupation = {
                "code": given["occupation_code"],
                "starts_on": given["occupation_starts_on"] or given["happened_on"],
                "detail": given["occupation_detail"],
            }
        if given["detail_kind"]:
            detail = {
                "kind": given["detail_kind"],
                "value": given["detail_value"],
                "safe_to_use": given["detail_safe_to_use"],
            }
        return ContactChanges(
            home=home,
            occupation=occupation,
            detail=detail,
            same_home=given.get("same_home", False),
            same_occupation=given.get("same_occupation", False),
        )


class FollowUpForm(RevisedForm):
    """What somebody said they would do, put right."""

    text = forms.CharField(label="What was it?", max_length=200)
    due_on = DayField(label="By when?", called="the day it was to be done by")
    done_on = DayField(
        label="When was it done?",
        called="the day it was done",
        required=False,
        help_text="Leave it empty while it is still to do.",
    )
    not_needed_because = forms.CharField(
        label="Why is it not needed any more?",
        required=False,
        max_length=200,
        help_text="Only where it was not done, and will not be.",
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_on"].set_today(today, future=True)  # type: ignore[attr-defined]
        self.fields["done_on"].set_today(today)  # type: ignore[attr-defined]


class AmendForm(WithFiles, ContactFields):
    """A contact put right, and why."""

    reason = forms.CharField(label="Why are you amending it?", max_length=200)


def answers_of(contact: Contact) -> dict[str, list[str]]:
    """The answers with which the contact was logged, as the form sends them: to be typed on after an undo."""
    answers: dict[str, Any] = {name: getattr(contact, name) for name in FACTS}
    if contact.happened_at_time:
        answers["happened_at_time"] = contact.happened_at_time.strftime("%H:%M")
    for name, follow_up in zip(FOLLOW_UPS, contact.follow_ups.all(), strict=False):
        answers |= {f"{name}_text": follow_up.text, f"{name}_on": follow_up.due_on}
    if kept := contact.appointments.first():
        answers["appointment"] = kept.pk
    answers |= _of_group(contact)
    if agreed := contact.appointments_arranged.first():
        named = {"on": "planned_on", "method": "method", "place": "place", "purpose": "purpose"}
        answers |= {f"next_{name}": getattr(agreed, field) for name, field in named.items()}
        answers["next_at"] = agreed.planned_at.strftime("%H:%M")
    source = source_of(contact)
    if home := contact.person.homes.filter(source=source).first():
        asked = ("kind", "starts_on", "is_suitable", "address", "postcode")
        answers |= {f"home_{name}": getattr(home, name) for name in asked} | {"home_is_suitable": str(home.is_suitable)}
        answers["home_safe_to_use"] = safety_answer(home.safe_to_use)
        answers["home_provided_by_authority"] = home.provided_by_authority
    if doing := contact.person.occupations.filter(source=source).first():
        answers |= {f"occupation_{name}": getattr(doing, name) for name in ("code", "detail", "starts_on")}
    if detail := detail_logged_with(contact):
        answers |= {"detail_kind": detail.kind, "detail_value": detail.value}
        answers["detail_safe_to_use"] = safety_answer(detail.safe_to_use)
    sent = {name: ["on" if value is True else str(value)] for name, value in answers.items() if value}
    if about := [str(pk) for pk in contact.about.values_list("topic_id", flat=True)]:
        sent["topics"] = about
    return sent


def as_planned(appointment: Appointment, today: date) -> dict[str, Any]:
    """What a form that is opened for this appointment is filled with; its day at the latest today."""
    return {
        "appointment": str(appointment.pk),
        "method": appointment.method,
        "happened_on": min(appointment.planned_on, today),
        "happened_at_time": appointment.planned_at,
        "place": appointment.place,
    }


def _of_group(contact: Contact) -> dict[str, Any]:
    """Who else was there, with the words that all share apart from those about each."""
    others = list(others_of(contact))
    if not others:
        return {}
    shared, own = parted([each.note for each in (contact, *others)])
    answers: dict[str, Any] = {"note": shared, "own_note": own[0]}
    for (who, note), other, text in zip(contact_groups.OTHERS, others, own[1:], strict=False):
        answers |= {who: other.person_id, note: text}
    return answers
