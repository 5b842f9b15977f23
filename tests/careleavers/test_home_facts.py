"""One home: its tenancy, notice and arrears, how it ended, and whether it suits, by Schedule 2."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from careleavers.actions.policies import set_policy
from careleavers.models import FollowUp, Home, HomeSuitability
from careleavers.models.housing import suitable_on
from careleavers.rules.accommodation import OF_THE_PLACE, OF_THEM
from tests.cast import TODAY, Cast, days_ago
from tests.factories import HomeFactory, HomeSuitabilityFactory, PlanVersionFactory, ProviderFactory

pytestmark = pytest.mark.usefixtures("_on_the_day")

STEP = {"step_text": "Ring the landlord", "step_by": "2026-12-04"}
JUDGED = {
    "is_suitable": "True",
    "judged_on": "2026-11-20",
    "own_view": "The room is small, but it is mine.",
    "considerations": "Near to college, and she can pay for it.",
    "safety": "good",
    "location": "change",
}


@pytest.fixture
def home(cast: Cast, scene) -> Home:
    with scene():
        return HomeFactory.create(person=cast.amira, starts_on=days_ago(90))


def address(name: str, home: Home, *more: object) -> str:
    return reverse(name, args=[home.person_id, home.pk, *more])


def test_the_matters_are_those_of_regulation_9_2_and_schedule_2() -> None:
    assert [matter.source.split(";")[0] for matter in OF_THE_PLACE] == [
        *(f"Sch 2 para 1({letter})" for letter in "abcdefg"),
        "reg 9(2)(b)",
    ]
    assert [matter.source for matter in OF_THEM] == [
        "reg 9(2)(a)",
        "reg 9(2)(c)(ii)",
        "Sch 2 para 2(b)",
        "Sch 2 para 2(c)",
    ]


def test_a_judgement_keeps_their_view_and_says_how_the_home_counts(cast: Cast, sign_in, scene, home: Home) -> None:
    client = sign_in(cast.pat)
    step = STEP | {"step_who": cast.pat.pk}
    judged = JUDGED | {"is_suitable": "False", "judged_by": cast.mo.pk} | step
    page = client.post(address("home_judge", home), judged, follow=True).content.decode()
    for words in ("The room is small", "Mo, 20 November 2026", "Has to change", "Location", "State of repair"):
        assert words in page
    home.refresh_from_db()
    assert (home.is_suitable, home.suitability_reason) == (False, JUDGED["considerations"])
    assert FollowUp.objects.get().text == "Ring the landlord"
    with scene():
        PlanVersionFactory.create(person=cast.amira, written_by=cast.pat)
    for name, more, words in (
        ("timeline", [], "The room is small"),
        ("visit_brief", [], "Location"),
        ("pathways:plan_matter", ["accommodation"], "The room is small"),
    ):
        assert words in client.get(reverse(name, args=[cast.amira.pk, *more])).content.decode(), name


def test_the_newest_judgement_counts_whichever_is_written_down_last(cast: Cast, sign_in, home: Home) -> None:
    client, typed = sign_in(cast.pat), JUDGED | {"judged_by": cast.pat.pk}
    client.post(address("home_judge", home), typed | {"is_suitable": "False"})
    client.post(address("home_judge", home), typed | {"judged_on": "2026-11-02"})
    home.refresh_from_db()
    assert not home.is_suitable
    newest = home.judgements.first()
    client.post(address("home_judgement_remove", home, newest.pk), {"revision": newest.revision})
    home.refresh_from_db()
    assert home.is_suitable


def test_a_judgement_counts_from_its_day_and_taken_out_leads_back_to_what_was_said_at_first(
    cast: Cast, sign_in, scene, home: Home
) -> None:
    """Vol 3 3.40. Seen to fail: with one answer for the whole time in the home."""
    client, judged_on = sign_in(cast.pat), date(2026, 11, 20)
    with scene():
        Home.objects.update(suitability_reason="Near to her aunt.")
    before, listed = judged_on - timedelta(days=1), Home.objects.order_by()
    typed = JUDGED | {"judged_by": cast.pat.pk, "is_suitable": "False"}
    page = client.get(address("home_judge", home)).content.decode()
    assert "<small>Independent living, since 25 August 2026</small>" in page
    client.post(address("home_judge", home), typed)
    for day, suits in ((home.starts_on, True), (before, True), (judged_on, False), (TODAY, False)):
        assert listed.values_list(suitable_on(day), flat=True).get() is suits, day
    page = client.get(address("home_about", home)).content.decode()
    assert "At first it was said to be suitable: Near to her aunt." in page
    home.refresh_from_db()
    spans = [(home.starts_on, judged_on, True), (judged_on, None, False)]
    assert list(home.suitability_spans()) == spans
    correct = reverse("home_edit", args=[cast.amira.pk, home.pk])
    assert "Was it suitable for them at first?" in client.get(correct).content.decode()
    first = {"kind": "U", "starts_on": home.starts_on, "is_suitable": "False", "suitability_reason": "Too dear."}
    client.post(correct, first | {"revision": home.revision})
    home.refresh_from_db()
    assert (home.suitable_at_first, home.is_suitable) == (False, False)
    assert home.suitability_reason == JUDGED["considerations"], "the judgement still says what counts now"
    row = home.judgements.get()
    client.post(address("home_judgement", home, row.pk), typed | {"is_suitable": "True", "revision": row.revision})
    home.refresh_from_db()
    page = client.post(correct, first | {"kind": "S", "revision": home.revision}).content.decode()
    assert "It was judged suitable on 20 November 2026" in page
    client.post(address("home_judgement_remove", home, row.pk), {"revision": row.revision + 1})
    home.refresh_from_db()
    assert (home.is_suitable, home.suitability_reason, home.is_judged) == (False, "Too dear.", False)


@pytest.mark.parametrize(
    ("kind", "sent", "sentence"),
    [
        ("U", {"own_view": ""}, "Write what they think of it, or below why nobody could ask them"),
        ("U", {"judged_on": "2026-11-24"}, "cannot be after 23 November 2026"),
        ("U", {"judged_on": "2007-01-01"}, "before Amira was born"),
        ("U", {"considerations": ""}, "Fill in “What was considered"),
        ("X", {}, "always count as not suitable"),
        ("S", {}, "always count as not suitable"),
        ("U", {"safety": "perfect"}, "Choose one of the answers to “Safety”"),
        ("U", {"judged_by": "sam"}, "Choose one of the answers to “Who judged?”"),
    ],
)
def test_a_judgement_that_does_not_fit_is_refused_and_nothing_typed_is_lost(
    cast: Cast, sign_in, scene, home: Home, kind: str, sent: dict, sentence: str
) -> None:
    with scene():
        home.kind, home.is_suitable = kind, kind == "U"
        home.save()
        cast.amira.date_of_birth = date(2007, 3, 10)
        cast.amira.save()
    typed = JUDGED | {"judged_by": cast.pat.pk, "judged_on_sure": sent.get("judged_on", "")} | sent
    typed["judged_by"] = cast.sam.pk if typed["judged_by"] == "sam" else typed["judged_by"]
    page = sign_in(cast.pat).post(address("home_judge", home), typed)
    assert sentence in page.content.decode()
    assert not HomeSuitability.objects.exists()


def test_a_home_is_judged_before_the_move_and_not_after_they_left(cast: Cast, sign_in, scene, home: Home) -> None:
    """Vol 3 7.16: before they move in."""
    client, typed = sign_in(cast.pat), JUDGED | {"judged_by": cast.pat.pk}
    assert client.post(address("home_judge", home), typed | {"judged_on": "2026-08-01"}).status_code == 302
    with scene():
        home.ends_on = days_ago(10)
        home.save()
    page = client.post(address("home_judge", home), typed).content.decode()
    assert "They left on 13 November 2026" in page


def test_the_tenancy_is_one_short_form(cast: Cast, sign_in, home: Home) -> None:
    client = sign_in(cast.pat)
    typed = {"revision": 1, "tenure": "social", "weekly_rent": "£94.50", "support_hours": "3.5", "area": "Melford"}
    page = client.post(address("home_tenancy", home), typed, follow=True).content.decode()
    for words in ("Council or housing association tenancy", "£94.50 a week", "3.5 hours a week", "Melford"):
        assert words in page
    for rent, sentence in (
        ("-1", "“Rent for a week, in pounds” must be 0 or more"),
        ("1e3", "Write “Rent for a week, in pounds” as a number, such as 94.50"),
        ("9,4,5", "Write “Rent for a week, in pounds” as a number, such as 94.50"),
        ("a lot", "Write “Rent for a week, in pounds” as a number, such as 94.50"),
        ("94.505", "with no more than 2 places after the point"),
        ("123456", "“Rent for a week, in pounds” is too large a number"),
    ):
        page = client.post(address("home_tenancy", home), typed | {"weekly_rent": rent}).content.decode()
        assert sentence in page
        assert f'value="{rent}"' in page
    page = sign_in(cast.ana).get(address("home_about", home)).content.decode()
    assert "94.50" not in page, "an analyst reads no free text, and not what they pay"


def test_notice_and_arrears_are_noted_early_with_who_does_what(cast: Cast, sign_in, home: Home) -> None:
    client = sign_in(cast.pat)
    typed = {"revision": 1, "notice_on": "2026-11-20", "notice_until": "2027-01-20", "arrears": "310"}
    client.post(address("home_risk", home), typed | STEP | {"step_who": cast.pat.pk})
    home.refresh_from_db()
    assert (home.arrears, home.is_at_risk, home.next_step.due_on) == (Decimal("310"), True, date(2026, 12, 4))
    brief = client.get(reverse("visit_brief", args=[cast.amira.pk])).content.decode()
    assert "Notice given" in brief
    assert "£310.00" in brief
    assert "Ring the landlord" in client.get(reverse("home")).content.decode()
    before = typed | {"revision": home.revision, "notice_on": "2026-08-01"}
    assert "They moved in on" in client.post(address("home_risk", home), before).content.decode()
    page = client.post(address("home_risk", home), {"revision": home.revision, "notice_until": "2026-12-01"})
    assert "Give the day of the notice" in page.content.decode()


def test_a_home_that_was_lost_says_why(cast: Cast, sign_in, scene, home: Home) -> None:
    client, typed = sign_in(cast.pat), {"revision": 1, "ended_as": "lost"}
    page = client.post(address("home_ending", home), typed | {"ended_because": "Arrears"}).content.decode()
    assert "They still live there: record the move first." in page
    with scene():
        home.ends_on = days_ago(10)
        home.save()
        home.refresh_from_db()
    homes = reverse("home_list", args=[cast.amira.pk])
    assert address("home_ending", home) in client.get(homes).content.decode(), "it is asked"
    page = client.post(address("home_ending", home), typed | {"revision": home.revision}).content.decode()
    assert "Say why they lost it" in page
    client.post(address("home_ending", home), typed | {"revision": home.revision, "ended_because": "Arrears"})
    page = client.get(address("home_about", home)).content.decode()
    assert "They lost it" in page
    assert "Arrears" in page
    assert address("home_ending", home) not in client.get(homes).content.decode()


def test_a_home_belongs_to_the_provider_that_it_names_however_it_is_written(cast: Cast, sign_in, scene) -> None:
    with scene():
        harbour = ProviderFactory.create(name="Harbour House")
    move = {"kind": "D", "is_suitable": "True", "starts_on": "2026-11-20", "provider": " harbour  HOUSE"}
    client, add = sign_in(cast.pat), reverse("home_add", args=[cast.amira.pk])
    assert '<option value="Harbour House">' in client.get(add).content.decode()
    client.post(add, move)
    home = Home.objects.get()
    assert home.registered_provider == harbour
    client.post(reverse("home_edit", args=[cast.amira.pk, home.pk]), move | {"revision": 1, "provider": "Mr Gray"})
    home.refresh_from_db()
    assert home.registered_provider is None


def test_what_was_written_stays_to_be_read_where_the_page_is_not_used(cast: Cast, sign_in, scene, home: Home) -> None:
    with scene():
        HomeSuitabilityFactory.create(home=home, judged_by=cast.pat, own_view="I like the garden.")
    set_policy(by=None, key="page_home", value="no", from_on=TODAY)
    client = sign_in(cast.pat)
    page = client.get(address("home_about", home)).content.decode()
    assert "does not use this page any more" in page
    assert "I like the garden." in page
    refused = client.post(address("home_judge", home), JUDGED | {"judged_by": cast.pat.pk})
    assert refused.status_code == 409
    assert JUDGED["own_view"] in refused.content.decode()
