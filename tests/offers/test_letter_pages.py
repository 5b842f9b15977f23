"""The pages of letters: who sees which, what they show, and what each role can do."""

import re
from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from careleavers.actions.people import record_death
from careleavers.actions.policies import set_policy
from careleavers.models import Home, ReadEvent, YoungPerson
from offers.actions import letters as actions
from offers.actions.planning import plan_letters
from offers.actions.rendering import render_due
from offers.documents.pdf_check import check_letter
from offers.models import Letter, LetterBatch
from offers.rules.addresses import LetterChannel
from offers.rules.letter_states import SERVICE_STATES, LetterState
from tests.cast import STAFF, TODAY, Cast
from tests.factories import LocalOfferFactory, YoungPersonFactory, set_sender

pytestmark = pytest.mark.usefixtures("_on_the_day")


@pytest.fixture
def letter(cast: Cast, scene) -> Letter:
    with scene():
        set_sender()
        LocalOfferFactory.create()
        YoungPersonFactory.create(
            nearly_19=True, first_name="Cai", date_of_birth=date(2008, 12, 7), team=cast.north, worker=cast.pat
        )
    plan_letters(by=None, today=TODAY)
    return Letter.objects.select_related("person").get()


def now(letter: Letter) -> Letter:
    return Letter.objects.get(pk=letter.pk)


def made(cast: Cast, letter: Letter) -> Letter:
    actions.approve_letters(by=cast.mo, letters=[letter.pk], today=TODAY)
    render_due(today=TODAY)
    return now(letter)


def put(letter: Letter, state: LetterState, scene) -> None:
    """The letter in a state, whatever came before."""
    with scene():
        days = dict.fromkeys(("posted_on", "returned_on", "given_on", "withdrawn_on"), TODAY)
        by = LetterChannel.PRINTING_SERVICE if state in SERVICE_STATES else LetterChannel.OWN_PRINTER
        there = {"channel": by, "notify_id": uuid4(), "handed_over_at": timezone.now(), "postage": "second"}
        Letter.objects.filter(pk=letter.pk).update(
            status=state, hold_reasons=["Wait"], last_error="Wait", **days, **there
        )


CASEWORK = {"pat", "wes", "mo", "vera", "aud"}
EVERYBODY = {state: CASEWORK | {"dana"} for state in LetterState}
TO_POST = {
    state: EVERYBODY[state] | {"bus"}
    for state in (
        LetterState.RENDERED,
        LetterState.PRINTED,
        LetterState.WITHDRAWN,
        LetterState.POSTED,
        LetterState.RETURNED,
        *SERVICE_STATES,
    )
}


@pytest.mark.parametrize("state", LetterState)
def test_who_sees_a_letter_in_each_state(cast: Cast, scene, letter: Letter, state: LetterState) -> None:
    """Business support sees what it posts and only that; a role without letters, none; another team, none."""
    printed(cast, letter)
    put(letter, state, scene)
    seen = {who for who in STAFF if Letter.objects.visible_to(getattr(cast, who)).exists()}
    assert seen == {**EVERYBODY, **TO_POST}[state]


def printed(cast: Cast, letter: Letter) -> LetterBatch:
    made(cast, letter)
    batch, _ = actions.print_batch(by=cast.bus, letters=[letter.pk], today=TODAY)
    assert batch
    return batch


@pytest.mark.parametrize("named", ["wes", "bus"])
def test_a_restricted_record_takes_its_letters_along(cast: Cast, scene, letter: Letter, sign_in, named) -> None:
    with scene():
        YoungPerson.objects.filter(pk=letter.person_id).update(is_restricted=True)
        letter.person.restricted_access.create(
            user=getattr(cast, named), kind="named", reason="x", starts_on=date(2026, 1, 1)
        )
    assert {who for who in STAFF if Letter.objects.visible_to(getattr(cast, who)).exists()} <= {"wes"}
    assert sign_in(cast.mo).get(reverse("offers:letter", args=[letter.pk])).status_code == 404


def test_business_support_gets_no_way_into_records(cast: Cast, letter: Letter, sign_in) -> None:
    batch = printed(cast, letter)
    client = sign_in(cast.bus)
    for url in (
        reverse("offers:letters") + "?tab=post",
        reverse("offers:letter", args=[letter.pk]),
        reverse("offers:batch", args=[batch.pk]),
    ):
        page = client.get(url).content.decode()
        assert "Cai Owen" in page
        assert "/people/" not in page
    assert "To approve" not in client.get(reverse("offers:letters")).content.decode()


def test_whoever_is_restricted_is_in_no_batch_of_those_who_post(cast: Cast, scene, letter: Letter, sign_in) -> None:
    """Seen to fail: without `letters_for` in views.letters.batch."""
    batch = printed(cast, letter)
    with scene():  # as it is while nobody has asked for the paper back
        YoungPerson.objects.filter(pk=letter.person_id).update(is_restricted=True)
    page = sign_in(cast.bus).get(reverse("offers:batch", args=[batch.pk])).content.decode()
    assert "Cai" not in page


def test_every_tab_opens_filled_and_empty(cast: Cast, scene, letter: Letter, sign_in) -> None:
    for state in LetterState:
        printed(cast, letter) if state == LetterState.PLANNED else None
        put(letter, state, scene)
        for tab in ("approve", "print", "post", "take_out", "service", "on_hold", "sent", "cancelled", "nonsense"):
            assert sign_in(cast.mo).get(reverse("offers:letters"), {"tab": tab}).status_code == 200
        assert sign_in(cast.mo).get(reverse("offers:letter", args=[letter.pk])).status_code == 200


def test_from_approval_to_the_post_through_the_pages(cast: Cast, letter: Letter, sign_in) -> None:
    chosen = {"letter": [str(letter.pk)]}
    client = sign_in(cast.mo)
    assert "Approve 1 letter?" in client.post(reverse("offers:letters_approve"), chosen).content.decode()
    assert now(letter).state == LetterState.PLANNED
    page = client.post(reverse("offers:letters_approve"), chosen | {"confirm": "yes"}, follow=True).content.decode()
    assert "1 letter approved" in page
    render_due(today=TODAY)
    client = sign_in(cast.bus)
    assert "Print 1 letter?" in client.post(reverse("offers:letters_print"), chosen).content.decode()
    page = client.post(reverse("offers:letters_print"), chosen | {"confirm": "yes"}, follow=True).content.decode()
    assert "1 letter to print" in page
    assert "1 copy" in page
    batch_pdf = reverse("offers:batch_pdf", args=[LetterBatch.objects.get().pk])
    assert "Printing letters to post" in client.get(batch_pdf).content.decode()
    assert not ReadEvent.objects.filter(kind="exported").exists()
    pdf = client.post(batch_pdf, {"purpose": "The printer had jammed"})
    assert check_letter(pdf.content, strict=True).prints
    exported = ReadEvent.objects.get(kind="exported", page="letter_batch", people_shown=1)
    assert exported.detail == "The printer had jammed (1 letter in one PDF)"
    assert "When did they go out?" in client.post(reverse("offers:letters_posted"), chosen).content.decode()
    too_early = {"confirm": "yes", "posted_on": "2026-11-20"}
    refused = client.post(reverse("offers:letters_posted"), chosen | too_early).content.decode()
    assert "This letter was printed on 23 November 2026: it was posted then or later." in refused
    assert f'name="letter" value="{letter.pk}"' in refused
    assert 'value="2026-11-20"' in refused
    client.post(reverse("offers:letters_posted"), chosen | {"confirm": "yes", "posted_on": "2026-11-23"})
    assert (now(letter).state, now(letter).posted_on) == (LetterState.POSTED, TODAY)


def test_a_new_address_is_asked_about_before_it_is_approved(cast: Cast, scene, letter: Letter, sign_in) -> None:
    with scene():
        Home.objects.update(starts_on=date(2026, 11, 20))
    chosen = {"letter": [str(letter.pk)]}
    client = sign_in(cast.mo)
    assert "I checked this new address" in client.post(reverse("offers:letters_approve"), chosen).content.decode()
    url = reverse("offers:letters_approve")
    assert "not approved" in client.post(url, chosen | {"confirm": "yes"}, follow=True).content.decode()
    client.post(url, chosen | {"confirm": "yes", "checked": [str(letter.pk)]})
    assert now(letter).state == LetterState.APPROVED


def test_a_move_after_approval_holds_the_letter_and_posters_read_no_other_address(
    cast: Cast, scene, letter: Letter, sign_in
) -> None:
    made(cast, letter)
    with scene():
        Home.objects.update(address="Refuge\nPO Box 12")
    plan_letters(by=None, today=TODAY)
    page = sign_in(cast.mo).get(reverse("offers:letter", args=[letter.pk])).content.decode()
    assert "They have moved since this letter was approved" in page
    assert "Write it again" in page
    client = sign_in(cast.bus)
    assert client.get(reverse("offers:letter", args=[letter.pk])).status_code == 404
    assert client.get(reverse("offers:letter_pdf", args=[letter.pk])).status_code == 404
    assert "PO Box 12" not in client.get(reverse("offers:letters")).content.decode()


def test_a_letter_of_which_no_copy_was_kept_shows_no_address_of_today(cast: Cast, scene, letter, sign_in) -> None:
    with scene():
        Letter.objects.filter(pk=letter.pk).update(status=LetterState.POSTED, posted_on=TODAY)
    client = sign_in(cast.bus)
    for url in ("offers:letter", "offers:letter_pdf"):
        page = client.get(reverse(url, args=[letter.pk]), follow=True).content.decode()
        assert "No copy of this letter was kept" in page
        assert "12 Mill Lane" not in page


def test_printed_paper_that_must_not_go_is_shown_to_those_who_post_until_it_is_taken_out(
    cast: Cast, letter: Letter, sign_in
) -> None:
    batch = printed(cast, letter)
    record_death(by=cast.mo, person=letter.person, died_on=TODAY, today=TODAY)
    client = sign_in(cast.bus)
    for url in (reverse("offers:letters"), reverse("offers:batch", args=[batch.pk])):
        page = client.get(url).content.decode()
        assert "Take Cai Owen’s letter out of the pile." in page
        assert "died" not in page
    assert (
        "nothing left to print"
        in client.get(reverse("offers:batch_pdf", args=[batch.pk]), follow=True).content.decode()
    )
    assert "out of the pile" in client.get(reverse("offers:letter", args=[letter.pk])).content.decode()
    client.post(reverse("offers:letter_take_out", args=[letter.pk]))
    assert "Take Cai Owen’s letter" not in client.get(reverse("offers:letters")).content.decode()


def test_posted_asks_again_and_says_whose_letter_must_not_go(cast: Cast, scene, letter: Letter, sign_in) -> None:
    printed(cast, letter)
    with scene():
        YoungPerson.objects.filter(pk=letter.person_id).update(is_restricted=True, do_not_write=True)
        YoungPerson.objects.filter(pk=letter.person_id).update(is_restricted=False)
    chosen = {"letter": [str(letter.pk)], "confirm": "yes", "posted_on": "2026-11-23"}
    page = sign_in(cast.bus).post(reverse("offers:letters_posted"), chosen, follow=True).content.decode()
    assert "marked as posted" not in page
    assert now(letter).state == LetterState.WITHDRAWN
    assert "must not be posted" in page


@pytest.mark.parametrize(
    ("url", "field", "before", "says"),
    [
        ("letter_returned", "returned_on", "2026-11-20", "after it was posted"),
        ("letter_returned", "returned_on", "2026-11-25", "after it was posted"),
    ],
)
def test_a_day_that_cannot_be_keeps_what_was_typed(cast, letter, sign_in, url, field, before, says) -> None:
    printed(cast, letter)
    actions.mark_posted(by=cast.bus, letters=[letter.pk], posted_on=TODAY, today=TODAY)
    page = sign_in(cast.bus).post(reverse(f"offers:{url}", args=[letter.pk]), {field: before, "reason": "Gone away"})
    assert "Gone away" in page.content.decode()
    assert now(letter).state == LetterState.POSTED


def test_nobody_prints_or_posts_what_they_may_not_see(cast: Cast, letter: Letter, sign_in) -> None:
    url = reverse("offers:letters_print")
    page = sign_in(cast.bus).post(url, {"letter": [str(letter.pk), "nonsense"], "confirm": "yes"}, follow=True)
    assert "Tick one or more letters" in page.content.decode()
    assert sign_in(cast.sue).post(reverse("offers:letters_approve"), {"letter": [str(letter.pk)], "confirm": "yes"})
    assert now(letter).state == LetterState.PLANNED


@pytest.mark.parametrize(
    ("who", "deed", "data", "state"),
    [
        ("mo", "letter_hand", {}, LetterState.HAND_DELIVERY),
        ("mo", "letter_cancel", {"reason": "A card instead"}, LetterState.CANCELLED),
        ("pat", "letter_hand", {}, LetterState.PLANNED),
        ("bus", "letter_cancel", {"reason": "A card instead"}, LetterState.PLANNED),
    ],
)
def test_what_can_be_done_to_a_planned_letter(cast: Cast, letter: Letter, sign_in, who, deed, data, state) -> None:
    sign_in(getattr(cast, who)).post(reverse(f"offers:{deed}", args=[letter.pk]), data)
    assert now(letter).state == state


def test_a_personal_adviser_gives_it_by_hand_from_today(cast: Cast, letter: Letter, sign_in) -> None:
    actions.give_by_hand(by=cast.mo, letter=letter, today=TODAY)
    client = sign_in(cast.pat)
    assert "Give them their birthday letter by hand" in client.get(reverse("home")).content.decode()
    client.post(reverse("offers:letter_given", args=[letter.pk]), {"given_on": "2026-11-23"})
    assert (now(letter).state, now(letter).given_by) == (LetterState.GIVEN, cast.pat)
    assert "given by hand" in client.get(reverse("timeline", args=[letter.person_id])).content.decode()


def test_it_comes_back_and_is_written_again(cast: Cast, letter: Letter, sign_in) -> None:
    printed(cast, letter)
    actions.mark_posted(by=cast.bus, letters=[letter.pk], posted_on=TODAY, today=TODAY)
    url = reverse("offers:letter_returned", args=[letter.pk])
    sign_in(cast.bus).post(url, {"returned_on": "2026-11-23", "reason": "Gone away"})
    assert "It came back: Gone away" in sign_in(cast.mo).get(reverse("offers:letters") + "?tab=sent").content.decode()
    sign_in(cast.mo).post(reverse("offers:letter_again", args=[letter.pk]))
    assert (now(letter).state, now(letter).reprints) == (LetterState.PLANNED, 1)


def test_a_letter_that_came_back_is_found_by_the_name_on_the_envelope(
    cast: Cast, letter: Letter, sign_in, scene
) -> None:
    printed(cast, letter)
    put(letter, LetterState.POSTED, scene)
    client = sign_in(cast.bus)
    name = letter.person.known_as
    for asked in (name, name.lower(), letter.person.last_name[:3]):
        page = client.get(reverse("offers:letters"), {"tab": "sent", "name": asked}).content.decode()
        assert reverse("offers:letter", args=[letter.pk]) in page
    assert (
        "Nobody of this name" in client.get(reverse("offers:letters"), {"tab": "sent", "name": "zz"}).content.decode()
    )
    page = client.get(reverse("offers:letter_returned", args=[letter.pk])).content.decode()
    assert f"<h1>This letter came back <small>{name}, 18 on Monday 7 December</small></h1>" in page


def test_letters_still_to_post_can_be_printed_again_from_the_list(cast: Cast, letter: Letter, sign_in) -> None:
    printed(cast, letter)
    link = reverse("offers:batch", args=[now(letter).batch_id])
    assert link in sign_in(cast.bus).get(reverse("offers:letters"), {"tab": "post"}).content.decode()
    assert link not in sign_in(cast.pat).get(reverse("offers:letters"), {"tab": "post"}).content.decode()


def test_a_cancelled_letter_stands_with_its_reason(cast: Cast, letter: Letter, sign_in) -> None:
    actions.cancel_letter(by=cast.mo, letter=letter, reason="A card from the team was given.", today=TODAY)
    page = sign_in(cast.mo).get(reverse("offers:letters"), {"tab": "cancelled"}).content.decode()
    assert "A card from the team was given." in page
    assert "Cancelled" not in sign_in(cast.bus).get(reverse("offers:letters")).content.decode()


def test_an_empty_list_says_when_letters_are_planned(cast: Cast, sign_in) -> None:
    set_policy(by=None, key="letter_lead_days", value=1, from_on=date(2020, 1, 1))
    page = sign_in(cast.mo).get(reverse("offers:letters")).content.decode()
    assert "Letters are planned each night, 1 day before a birthday." in page


@pytest.mark.parametrize("approved", [False, True])
def test_the_pdf_is_the_letter(cast: Cast, letter: Letter, sign_in, approved: bool) -> None:
    if approved:
        made(cast, letter)
    response = sign_in(cast.mo).get(reverse("offers:letter_pdf", args=[letter.pk]))
    checked = check_letter(response.content, strict=True)
    assert (response.headers["Content-Type"], checked.prints, checked.address[0]) == (
        "application/pdf",
        True,
        "Cai Owen",
    )
    assert str(letter.person_id) not in response.headers["Content-Disposition"]


def test_the_person_page_says_the_next_letter_and_what_is_theirs(cast: Cast, letter: Letter, sign_in) -> None:
    page = sign_in(cast.pat).get(reverse("person", args=[letter.person_id])).content.decode()
    assert "18 on Monday 7 December" in page
    assert "open to them now" in page
    assert "open if one more thing is so" in page
    assert "not been read" not in page
    assert "Ask before you promise it." in page


def test_the_list_asks_the_same_questions_for_one_and_for_many(
    cast: Cast, scene, letter: Letter, sign_in, django_assert_num_queries, django_assert_max_num_queries
) -> None:
    client = sign_in(cast.mo)
    client.get(reverse("offers:letters"))
    with django_assert_max_num_queries(60) as first:
        client.get(reverse("offers:letters"))
    with scene():
        for number in range(15):
            YoungPersonFactory.create(nearly_19=True, first_name=f"P{number}", team=cast.north)
    plan_letters(by=None, today=TODAY)
    with django_assert_num_queries(len(first)):
        client.get(reverse("offers:letters"))


def test_nobody_who_has_died_stands_in_a_list(cast: Cast, scene, letter: Letter, sign_in) -> None:
    with scene():
        YoungPerson.objects.filter(pk=letter.person_id).update(died_on=timezone.localdate())
    plan_letters(by=None, today=TODAY)
    assert "Cai Owen" not in sign_in(cast.mo).get(reverse("offers:letters") + "?tab=on_hold").content.decode()


def test_the_directors_home_says_how_many_letters_wait(cast: Cast, scene, letter: Letter, sign_in) -> None:
    with scene():
        YoungPersonFactory.create(nearly_19=True, first_name="Dee", date_of_birth=date(2008, 12, 7), team=cast.south)
        YoungPersonFactory.create(
            nearly_19=True, first_name="Eva", date_of_birth=date(2008, 12, 7), team=cast.south
        ).homes.update(address="", postcode="")
    plan_letters(by=None, today=TODAY)
    page = sign_in(cast.dana).get(reverse("home"), follow=True).content.decode()
    assert "2 wait to be approved" in page
    assert "1 is on hold" in page
    assert "to be approved" not in sign_in(cast.ana).get(reverse("reporting:dashboard")).content.decode()


def test_what_nobody_has_checked_is_a_question_on_the_settings_page(cast: Cast, letter: Letter, sign_in) -> None:
    settings = sign_in(cast.sys).get(reverse("policy_list")).content.decode()
    assert "To be checked before it is promised" in settings
    assert "Junior ISA or Child Trust Fund" in settings
    url = reverse("person", args=[letter.person_id])
    unchecked = sign_in(cast.mo).get(url).content.decode().count("Ask before you promise it.")
    set_policy(by=None, key="checked_sixteen_to_nineteen_bursary", value="yes", from_on=TODAY)
    assert sign_in(cast.mo).get(url).content.decode().count("Ask before you promise it.") == unchecked - 1


@pytest.mark.parametrize(
    ("tab", "who", "ticked"), [("approve", "mo", False), ("approve", "dana", False), ("print", "bus", True)]
)
def test_nobody_approves_a_letter_that_they_did_not_choose(
    cast: Cast, letter: Letter, sign_in, tab: str, who: str, ticked: bool
) -> None:
    """Seen to fail: every box was ticked from the start, so that all went in two clicks."""
    if tab == "print":
        made(cast, letter)
    client = sign_in(getattr(cast, who))
    page = client.get(reverse("offers:letters"), {"tab": tab}).content.decode()
    [box] = re.findall(r'<input class="pick"[^>]*>', page)
    assert (" checked" in box) is ticked
    if not ticked:
        said = client.post(reverse("offers:letters_approve"), {}, follow=True).content.decode()
        assert "Tick one or more letters first" in said
        assert now(letter).status == "planned"
