"""How to reach somebody, where to write, what to be careful of, and who may see a restricted record."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from careleavers.actions.base import Refused
from careleavers.actions.contacts import log_contact
from careleavers.actions.restricted import end_reader, name_reader, restrict_record
from careleavers.actions.staff import disable_user, end_role
from careleavers.models import (
    AlertRecipient,
    AuditEvent,
    ContactDetail,
    CorrespondenceAddress,
    RestrictedAccess,
    WarningNote,
)
from careleavers.rules import phones
from careleavers.rules.phones import digits_of, normal_form
from tests.cast import TODAY, Cast, days_ago

pytestmark = pytest.mark.usefixtures("_on_the_day")


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("07700 900123", "07700900123"),
        ("+44 7700 900123", "07700900123"),
        ("+44 (0)7700 900-123", "07700900123"),
        ("0044 7700 900123", "07700900123"),
        ("+353 1 234 5678", "0035312345678"),
        ("Amira", ""),
    ],
)
def test_a_number_is_looked_for_as_it_is_dialled_here(typed: str, digits: str) -> None:
    assert digits_of(typed) == digits


def test_an_email_is_looked_for_in_lower_case() -> None:
    assert normal_form("email", " Amira@Example.org ") == "amira@example.org"


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        ("mobile", "07700 900123", None),
        ("mobile", "90012", "Write the whole phone number, with its area code"),
        ("email", " amira@example.org ", None),
        ("email", "amira@example", "Write the whole email address, like amira@example.org"),
        ("email", "amira at example.org", "Write the whole email address, like amira@example.org"),
        ("social", "@amira", None),
    ],
)
def test_a_number_or_address_is_asked_for_whole(kind: str, value: str, said: str | None) -> None:
    assert phones.problem(kind, value) == said


WAY = {
    "kind": "mobile",
    "value": "07700 900123",
    "safe_to_use": "True",
    "is_preferred": "on",
    "starts_on": "2026-11-01",
}


def test_a_number_is_added_preferred_changed_and_ended(cast: Cast, sign_in, scene) -> None:
    amira = cast.amira
    with scene():
        old = ContactDetail.objects.create(
            person=amira,
            kind="email",
            value="a@b.example",
            search_value="a@b.example",
            starts_on=days_ago(9),
            is_preferred=True,
            safe_to_use=True,
        )
    client = sign_in(cast.pat)
    assert client.post(reverse("contact_detail_new", args=[amira.pk]), WAY).status_code == 302
    again = client.post(reverse("contact_detail_new", args=[amira.pk]), WAY | {"value": "+44 7700 900123"})
    assert "This is recorded already, and has not ended" in again.content.decode()
    mobile = ContactDetail.objects.get(kind="mobile")
    old.refresh_from_db()
    assert (mobile.search_value, mobile.is_preferred, old.is_preferred) == ("07700900123", True, False)

    client.post(
        reverse("contact_detail", args=[amira.pk, mobile.pk]), {"safe_to_use": "False", "how_to_use": "Text first"}
    )
    mobile.refresh_from_db()
    assert (mobile.safe_to_use, mobile.how_to_use, mobile.is_preferred) == (False, "Text first", False)

    client.post(reverse("contact_detail_end", args=[amira.pk, mobile.pk]), {"ends_on": "2026-11-20"})
    mobile.refresh_from_db()
    assert mobile.ends_on == date(2026, 11, 20)
    page = client.get(reverse("details", args=[amira.pk])).content.decode()
    assert "until 20 November 2026" in page
    assert client.get(reverse("contact_detail_end", args=[amira.pk, mobile.pk])).status_code == 409


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"value": "12"}, "Write the whole phone number"),
        ({"kind": "email", "value": "nobody"}, "Write the whole email address"),
        ({"safe_to_use": "False"}, "cannot be what we use first"),
        ({"safe_to_use": ""}, "Is it safe to use?"),
        ({"starts_on": "2026-11-24"}, "cannot be after"),
    ],
)
def test_a_way_that_cannot_be_is_refused(cast: Cast, sign_in, changes: dict, sentence: str) -> None:
    sent = {name: value for name, value in (WAY | changes).items() if value}
    page = sign_in(cast.pat).post(reverse("contact_detail_new", args=[cast.amira.pk]), sent).content.decode()
    assert sentence in page
    assert not ContactDetail.objects.exists()


def test_somebody_elses_detail_cannot_be_reached_through_ones_own_record(cast: Cast, sign_in, scene) -> None:
    with scene():
        of_ben = ContactDetail.objects.create(
            person=cast.ben,
            kind="mobile",
            value="07700 900999",
            search_value="07700900999",
            starts_on=days_ago(9),
            safe_to_use=True,
        )
    client = sign_in(cast.pat)
    for name in ("contact_detail", "contact_detail_end"):
        assert client.get(reverse(name, args=[cast.amira.pk, of_ben.pk])).status_code == 404


NOTE = {
    "kind": "visits",
    "text": "Visit in pairs",
    "told": "yes",
    "person_told_on": "2026-11-20",
    "review_on": "2027-02-01",
}


def test_a_warning_note_stands_on_every_page_until_it_is_ended(cast: Cast, sign_in) -> None:
    client, amira = sign_in(cast.pat), cast.amira
    client.post(reverse("warning_note_new", args=[amira.pk]), NOTE)
    note = WarningNote.objects.get()
    for name in ("person", "details", "person_edit", "contact_detail_new"):
        page = client.get(reverse(name, args=[amira.pk])).content.decode()
        assert "Visit in pairs" in page
        assert "Amira knows" in page
    reviewed = {
        "text": "Visit in pairs at night",
        "told": "no",
        "why_not_told": "Not yet safe",
        "review_on": "2027-05-01",
    }
    client.post(reverse("warning_note_review", args=[amira.pk, note.pk]), reviewed)
    note.refresh_from_db()
    assert (note.text, note.review_on, note.person_told_on, note.why_not_told) == (
        "Visit in pairs at night",
        date(2027, 5, 1),
        None,
        "Not yet safe",
    )
    assert "not told: Not yet safe" in client.get(reverse("person", args=[amira.pk])).content.decode()
    client.post(reverse("warning_note_end", args=[amira.pk, note.pk]))
    assert "Visit in pairs" not in client.get(reverse("person", args=[amira.pk])).content.decode()
    assert "Visit in pairs" in client.get(reverse("details", args=[amira.pk])).content.decode(), "the history keeps it"
    assert [event.name for event in AuditEvent.objects.order_by("id")] == [
        "warning_note_added",
        "warning_note_reviewed",
        "warning_note_ended",
    ]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"told": "no"}, "Say why they have not been told"),
        ({"person_told_on": ""}, "Enter the day they were told"),
        ({"review_on": "2026-11-22"}, "cannot be before"),
        ({"text": ""}, "Fill in"),
    ],
)
def test_a_warning_note_says_all_that_is_needed(cast: Cast, sign_in, changes: dict, sentence: str) -> None:
    page = sign_in(cast.pat).post(reverse("warning_note_new", args=[cast.amira.pk]), NOTE | changes).content.decode()
    assert sentence in page


def test_ending_a_warning_by_a_link_is_refused(cast: Cast, sign_in, scene) -> None:
    with scene():
        note = WarningNote.objects.create(person=cast.amira, kind="other", text="x", review_on=TODAY)
    assert sign_in(cast.pat).get(reverse("warning_note_end", args=[cast.amira.pk, note.pk])).status_code == 405


ADDRESS = {"address": "2 Mill Lane\nLeicester", "postcode": "le38ra", "safe_to_use": "True", "starts_on": "2026-11-23"}


def test_the_address_for_letters_changes_and_ends(cast: Cast, sign_in, scene) -> None:
    amira = cast.amira
    with scene():
        CorrespondenceAddress.objects.create(
            person=amira, address="1 High Street", postcode="LE1 1AA", starts_on=date(2026, 1, 1)
        )
    client = sign_in(cast.pat)
    assert client.post(reverse("correspondence_new", args=[amira.pk]), ADDRESS).status_code == 302
    assert [(a.postcode, a.starts_on, a.ends_on) for a in CorrespondenceAddress.objects.order_by("starts_on")] == [
        ("LE1 1AA", date(2026, 1, 1), TODAY),
        ("LE3 8RA", TODAY, None),
    ]
    assert client.post(reverse("correspondence_new", args=[amira.pk]), ADDRESS).status_code == 302, "mistyped: again"
    client.post(reverse("correspondence_end", args=[amira.pk]), {"ends_on": "2026-11-23"})
    page = client.get(reverse("details", args=[amira.pk])).content.decode()
    assert "Letters go to where Amira lives." in page
    assert "1 High Street, LE1 1AA" in page


def test_an_address_before_the_present_one_leaves_no_overlap(cast: Cast, sign_in, scene) -> None:
    with scene():
        CorrespondenceAddress.objects.create(
            person=cast.amira, address="1 High Street", postcode="LE1 1AA", starts_on=date(2026, 6, 1)
        )
    earlier = ADDRESS | {"starts_on": "2026-01-01"}
    assert sign_in(cast.pat).post(reverse("correspondence_new", args=[cast.amira.pk]), earlier).status_code == 302
    assert CorrespondenceAddress.objects.get(postcode="LE3 8RA").ends_on == date(2026, 6, 1)


def test_a_postcode_that_cannot_be_is_refused(cast: Cast, sign_in) -> None:
    page = sign_in(cast.pat).post(
        reverse("correspondence_new", args=[cast.amira.pk]), ADDRESS | {"postcode": "QQ1 1AA"}
    )
    assert "No UK postcode begins QQ" in page.content.decode()


@pytest.mark.parametrize(("who", "status"), [("mo", 200), ("vera", 200), ("pat", 403), ("sue", 404), ("ana", 403)])
def test_who_may_restrict(cast: Cast, sign_in, who: str, status: int) -> None:
    assert sign_in(getattr(cast, who)).get(reverse("restriction", args=[cast.amira.pk])).status_code == status


def test_a_record_is_restricted_named_on_and_opened_again(cast: Cast, sign_in) -> None:
    amira = cast.amira
    seen = {}

    def may_see() -> dict[str, int]:
        for who in ("mo", "pat", "wes", "vera"):
            seen[who] = sign_in(getattr(cast, who)).get(reverse("person", args=[amira.pk])).status_code
        return seen

    client = sign_in(cast.mo)
    page = client.get(reverse("restriction", args=[amira.pk])).content.decode()
    assert "Pat" in page
    assert "Dana" not in page, "a director reads no records"
    client.post(reverse("restriction", args=[amira.pk]), {"reason": "A relative works here", "readers": [cast.pat.pk]})
    assert may_see() == {"mo": 200, "pat": 200, "wes": 404, "vera": 404}

    sign_in(cast.mo).post(reverse("restriction", args=[amira.pk]), {"reason": "Duty", "reader": cast.wes.pk})
    end = reverse("restricted_reader_end", args=[amira.pk, cast.pat.pk])
    asked = client.post(end, follow=True).content.decode()
    assert "Pat works with them and could not open the record any more." in asked
    assert asked.count('name="without_case_holder"') == 1
    assert may_see()["pat"] == 200
    client = sign_in(cast.mo)
    client.post(end, {"without_case_holder": "yes"})
    assert may_see() == {"mo": 200, "pat": 404, "wes": 200, "vera": 404}

    sign_in(cast.mo).post(reverse("restriction_lift", args=[amira.pk]), {"reason": "They left"})
    assert may_see() == {"mo": 200, "pat": 200, "wes": 200, "vera": 200}
    assert not RestrictedAccess.objects.filter(ends_on=None).exists()


def test_the_last_who_is_named_stays(cast: Cast, sign_in) -> None:
    client, amira = sign_in(cast.mo), cast.amira
    client.post(
        reverse("restriction", args=[amira.pk]), {"reason": "A relative works here", "without_case_holder": "yes"}
    )
    response = client.post(reverse("restricted_reader_end", args=[amira.pk, cast.mo.pk]), follow=True)
    assert "Name somebody else first" in response.content.decode()
    assert RestrictedAccess.objects.get().ends_on is None


@pytest.mark.parametrize("how", ["page", "account", "role"])
def test_the_last_manager_who_is_named_stays(cast: Cast, how: str) -> None:
    """Seen to fail: an adviser alone was left, so that nobody could decide about them, name others or lift it."""
    restrict_record(by=cast.mo, person=cast.amira, readers=[cast.pat], reason="A relative", today=TODAY)
    ways = {
        "page": lambda: end_reader(by=cast.mo, person=cast.amira, reader=cast.mo, today=TODAY),
        "account": lambda: disable_user(by=cast.sys, user=cast.mo, today=TODAY),
        "role": lambda: end_role(by=cast.sys, assignment=cast.mo.assignments.get(), today=TODAY),
    }
    with pytest.raises(Refused, match="another manager"):
        ways[how]()
    name_reader(by=cast.mo, person=cast.amira, reader=cast.vera, reason="Decides", today=TODAY)
    ways[how]()


def test_a_task_about_a_restricted_record_goes_to_a_manager_who_may_open_it(cast: Cast, sign_in) -> None:
    """Seen to fail: the concern and the signature waited for the team's manager, who did not see the record."""
    restrict_record(by=cast.vera, person=cast.amira, readers=[cast.pat], reason="A relative", today=TODAY)
    pat = sign_in(cast.pat)
    risk = {"reason": "lost_touch", "level": "high", "risks": "He may go back", "steps": "Ring his aunt"}
    said = pat.post(reverse("pathways:risk_write", args=[cast.amira.pk]), risk, follow=True).content.decode()
    log_contact(
        by=cast.pat,
        person=cast.amira,
        today=TODAY,
        submission_id=uuid4(),
        happened_on=TODAY,
        method="phone",
        result="spoke",
        is_safeguarding=True,
    )
    told = AlertRecipient.objects.filter(alert__person=cast.amira, alert__closed_on=None, ended_on=None)
    by_code = told.filter(alert__managers_only=True).values_list("alert__code", "user__name")
    assert {(code.split("_")[0], name) for code, name in by_code} == {("risk", "Vera"), ("safeguarding", "Vera")}
    assert "To sign it is on Today of Vera." in said


def test_an_analyst_reads_no_free_text_in_the_details(cast: Cast, sign_in, scene) -> None:
    with scene():
        WarningNote.objects.create(person=cast.amira, kind="other", text="Visit in pairs", review_on=TODAY)
        cast.amira.communication_needs = "Large print"
        cast.amira.save()
    page = sign_in(cast.ana).get(reverse("details", args=[cast.amira.pk])).content.decode()
    assert "Visit in pairs" not in page
    assert "Large print" not in page
    assert "Change" not in page
