"""The pages of figures: who may see what, and that tile, list and export tell the same."""

import csv
import re
from datetime import date, timedelta
from io import StringIO
from random import Random
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from careleavers.models import DataQualityIssue, ReadEvent, Team, YoungPerson
from careleavers.rules.cells import cell_text
from reporting.queries.figures import measures_by_cohort
from reporting.queries.measures import MEASURES
from reporting.rules.measure_states import MeasureState
from reporting.views.names import KEY
from tests.cast import STAFF, TODAY, Cast, days_ago
from tests.factories import StatusPeriodFactory
from tests.reporting import people
from tests.reporting.figure_pages import DASHBOARD, SUITABLE, text_of

pytestmark = pytest.mark.usefixtures("_on_the_day")

SEES_FIGURES = {"mo", "sue", "vera", "dana", "pip", "ana", "aud"}
OPENS_NAMES = {"mo", "sue", "vera", "dana", "ana", "aud"}
EXPORTS = {"mo", "sue", "vera", "ana"}


@pytest.mark.parametrize("who", STAFF)
def test_who_sees_figures_opens_names_and_exports(cast: Cast, sign_in, who: str) -> None:
    client = sign_in(getattr(cast, who))
    answers = [client.get(url).status_code for url in (DASHBOARD, SUITABLE, f"{SUITABLE}export/")]
    assert answers == [200 if who in those else 403 for those in (SEES_FIGURES, OPENS_NAMES, EXPORTS)]


@pytest.mark.parametrize(
    ("who", "team", "status"),
    [
        ("mo", "North", 200),
        ("mo", "South", 404),
        ("mo", "all", 404),
        ("vera", "all", 200),
        ("vera", "South", 200),
        ("dana", "all", 200),
        ("pip", "Leaving care service", 200),
    ],
)
def test_whose_figures_a_role_may_choose(cast: Cast, sign_in, who: str, team: str, status: int) -> None:
    key = team if team == "all" else str(Team.objects.get(name=team).pk)
    client = sign_in(getattr(cast, who))
    assert client.get(DASHBOARD, {"team": key}).status_code == status
    if who != "pip" and who != "dana":
        assert client.get(SUITABLE, {"team": key}).status_code == status


def test_a_tile_says_n_of_d_and_is_labelled(amira: YoungPerson, sign_in, cast: Cast) -> None:
    page = text_of(sign_in(cast.mo), DASHBOARD)
    assert "as at 23 November 2026" in page
    assert "DfE's birthday-based figures come later" in page.replace("&#x27;", "'")
    assert "0 of 1" in page
    assert "too few people for a percentage" in page
    assert "1 person with no home recorded" in page


@pytest.mark.parametrize("on", ["2026-11-24", "1999-01-01", "yesterday"])
def test_a_day_that_cannot_be_asked_about_is_told_and_no_other_day_is_shown(cast: Cast, sign_in, on: str) -> None:
    """Seen to fail when the figures of today stood below the mistake."""
    client = sign_in(cast.vera)
    pages = (("dashboard", "Figures"), ("by_team", "Figures by team"), ("annex_a", "Annex A, List 9"))
    for name, title in pages:
        page = text_of(client, reverse(f"reporting:{name}"), on=on)
        assert f"<title>Error: {title}" in page
        assert "shown until this is put right" in page
        assert "23 November 2026" not in page
    assert client.get(reverse("reporting:people", args=["EET"]), {"on": on}).status_code == 404
    assert client.get(reverse("reporting:annex_a_export", args=["csv"]), {"on": on}).status_code == 404


def test_nobody_of_these_ages_is_said_kindly(cast: Cast, sign_in) -> None:
    page = text_of(sign_in(cast.vera), DASHBOARD, on="2010-01-01")
    assert "Nobody of these ages is on record" in page


def counted_in(page: str) -> dict[str, tuple[int, int]]:
    found = re.findall(r'<h2 id="(\w+)">[^<]*<span>(\d+) of (\d+)</span>', page)
    return {code: (int(n), int(d)) for code, n, d in found}


@pytest.mark.parametrize("team", ["all", "North"])
def test_tile_list_and_export_agree_for_every_figure(council: Cast, sign_in, team: str) -> None:
    client = sign_in(council.vera)
    key = team if team == "all" else str(council.north.pk)
    for measure, cohort in measures_by_cohort():
        wanted = {"team": key, "cohort": cohort.code, "on": TODAY.isoformat()}
        n, d = counted_in(text_of(client, DASHBOARD, **wanted))[measure.code]
        page = text_of(client, f"/reporting/figures/{measure.code}/", **wanted)
        assert f"{n} of {d}." in page
        listed = len(re.findall(r'data-label="Why"', page))
        unseen = int((re.search(r"<strong>(\d+) pe\w+ you may not see", page) or [0, 0])[1])
        address = f"/reporting/figures/{measure.code}/export/?{urlencode(wanted)}"
        exported = client.post(address, {"purpose": "Board meeting"})
        rows = list(csv.DictReader(StringIO(exported.getvalue().decode("utf-8-sig"))))
        named = [row for row in rows if row["Local ID"]]
        assert len(named) == listed
        assert (len(rows) > len(named)) == bool(unseen)
        figure = [row["Result"] for row in named]
        hidden = unseen
        assert n - hidden <= figure.count("met") <= n
        assert d - hidden <= figure.count("met") + figure.count("not_met") <= d


def test_a_restricted_record_counts_and_is_not_named(amira: YoungPerson, cast: Cast, sign_in, scene) -> None:
    with scene():
        YoungPerson.objects.filter(pk=amira.pk).update(is_restricted=True)
    client = sign_in(cast.mo)
    assert counted_in(text_of(client, DASHBOARD))["ACCOM_SUITABLE"] == (0, 1)
    page = text_of(client, SUITABLE)
    assert "Amira" not in page
    assert "1 person you may not see" in page
    exported = client.post(f"{SUITABLE}export/", {"purpose": "Board meeting"}).getvalue().decode()
    assert "Amira" not in exported
    assert "1 person you may not see" in exported


def test_a_list_can_be_of_one_reason_alone(amira: YoungPerson, cast: Cast, sign_in) -> None:
    client = sign_in(cast.mo)
    assert "Amira Khan" in text_of(client, SUITABLE, why="no_home")
    assert "Amira Khan" not in text_of(client, SUITABLE, why="custody")
    assert client.get(SUITABLE, {"why": "nonsense"}).status_code == 404
    assert client.get("/reporting/figures/NONSENSE/").status_code == 404
    assert client.get(SUITABLE, {"cohort": "16-25"}).status_code == 404


def test_opening_names_is_noted(amira: YoungPerson, cast: Cast, sign_in) -> None:
    sign_in(cast.mo).get(SUITABLE)
    look = ReadEvent.objects.get(kind="named")
    assert (look.user_id, look.page, look.people_shown) == (cast.mo.pk, "figure_people", 1)
    assert "In suitable homes" in look.detail


def test_a_director_says_why_first(amira: YoungPerson, cast: Cast, sign_in) -> None:
    client = sign_in(cast.dana)
    assert "Amira" not in text_of(client, SUITABLE)
    assert not ReadEvent.objects.exists()
    assert "Say in a sentence" in client.post(SUITABLE, {"reason": "why"}).content.decode()
    response = client.post(SUITABLE, {"reason": "The board asked who has no home."})
    assert (response.status_code in (302, 303), response.headers["Location"]) == (True, SUITABLE)
    page = text_of(client, SUITABLE)
    assert "Amira Khan" in page
    assert reverse("person", args=[amira.pk]) not in page
    details = list(ReadEvent.objects.filter(kind="named").order_by("pk").values_list("detail", flat=True))
    assert details[0] == "The board asked who has no home."
    assert details[1].startswith("The board asked who has no home. (In suitable homes")


def test_a_reason_holds_for_one_list_and_one_day(amira: YoungPerson, cast: Cast, sign_in) -> None:
    """Seen to fail: with one reason for every list of the day."""
    client = sign_in(cast.dana)
    client.post(SUITABLE, {"reason": "The board asked who has no home."})
    for same_list in (SUITABLE, f"{SUITABLE}?by=holder", f"{SUITABLE}?whole=1"):
        assert "Amira" in text_of(client, same_list)
    other_lists = (
        reverse("reporting:people", args=["EET"]),
        f"{SUITABLE}?team={cast.north.pk}",
        f"{SUITABLE}?on=2026-09-30",
    )
    for other_list in (*other_lists, reverse("reporting:data_quality")):
        assert "Why do you need to see who they are?" in text_of(client, other_list)
    session = client.session
    session[KEY] |= {"on": (TODAY - timedelta(days=1)).isoformat()}
    session.save()
    assert "Amira" not in text_of(client, SUITABLE)


def test_an_export_needs_a_purpose_and_is_noted(amira: YoungPerson, cast: Cast, sign_in) -> None:
    client = sign_in(cast.mo)
    assert "Export 1 person as CSV" in text_of(client, SUITABLE)
    refused = client.post(f"{SUITABLE}export/", {"purpose": ""})
    assert "Fill in" in refused.content.decode()
    assert not ReadEvent.objects.filter(kind="exported").exists()
    answer = client.post(f"{SUITABLE}export/", {"purpose": "Housing meeting"})
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="accom_suitable-2026-11-23.csv"' in answer.headers["Content-Disposition"]
    look = ReadEvent.objects.get(kind="exported")
    assert (look.people_shown, look.detail[:15]) == (1, "Housing meeting")


WIDE = ("\uff1d", "\uff0b", "\uff0d", "\uff20")
SMALL, UNSEEN = ("\ufe66", "\ufe62", "\ufe63", "\ufe6b"), ("\u200b=", "\u2060=", "\ufeff=", "\0-", " \u200f+")


@pytest.mark.parametrize(
    "begins", ["=", "+", "-", "@", "\t", "\r", "\n", " =", "\u00a0=", "\n-", *WIDE, f" {WIDE[0]}", *SMALL, *UNSEEN]
)
def test_a_spreadsheet_reads_no_cell_as_a_formula(begins: str) -> None:
    assert cell_text(f"{begins}cmd|' /C calc'!A0").startswith("'")
    assert cell_text("O'Neil-Smith") == "O'Neil-Smith"


def test_values_to_check_are_listed(amira: YoungPerson, cast: Cast, sign_in, scene) -> None:
    with scene():
        DataQualityIssue.objects.create(person=amira, field="upn", value="A1", message="The check letter is wrong.")
        DataQualityIssue.objects.create(person=cast.ben, field="upn", value="B2", message="The check letter is wrong.")
    client = sign_in(cast.mo)
    assert "1 imported value to fix" in text_of(client, DASHBOARD)
    page = text_of(client, reverse("reporting:data_quality"))
    assert "Amira Khan" in page
    assert "Ben Ward" not in page


def test_a_page_of_figures_says_whose_and_when_in_words(amira: YoungPerson, cast: Cast, sign_in) -> None:
    """On paper the filters are left out."""
    client = sign_in(cast.mo)
    heading = "<small>North, aged 19 to 21, as at 23 November 2026</small></h1>"
    assert heading in text_of(client, DASHBOARD)
    assert heading in text_of(client, SUITABLE)
    assert "In suitable homes, North, 23 November 2026" in text_of(client, f"{SUITABLE}export/")
    assert ReadEvent.objects.get(kind="named").detail == "In suitable homes, North, 23 November 2026"


def test_pages_ask_the_same_number_of_queries_of_few_and_of_many(cast: Cast, sign_in, scene) -> None:
    pages = (
        DASHBOARD,
        *(f"/reporting/figures/{code}/" for code in ("ACCOM_SUITABLE", "EET", "IN_TOUCH_8W", "PP_IN_DATE")),
    )
    client = sign_in(cast.vera)

    def queries() -> list[int]:
        asked_for = []
        for page in pages:
            with CaptureQueriesContext(connection) as caught:
                assert client.get(page).status_code == 200
            asked_for.append(len(caught))
        return asked_for

    with scene():
        for number in range(5):
            people.somebody(Random(number), cast, number, TODAY)
    client.get(DASHBOARD)
    few = queries()
    with scene():
        for number in range(5, 60):
            people.somebody(Random(number), cast, number, TODAY)
    assert queries() == few


def test_figures_by_team_add_up_on_the_page(council: Cast, sign_in) -> None:
    page = text_of(sign_in(council.vera), "/reporting/teams/", cohort="18-25")
    rows = re.findall(r'<th scope="row"[^>]*>(?:<strong>)?([^<]+).*?</tr>', page, re.DOTALL)
    assert rows == ["Leaving care service", "North", "South", "In no team’s caseload", "The whole authority"]
    cells = re.findall(r'data-label="In education or work">(?:<strong>)?(\d+) of (\d+)', page)
    service, _, _, nobody, total = [(int(n), int(d)) for n, d in cells]
    assert (service[0] + nobody[0], service[1] + nobody[1]) == total
    assert total[1] > service[1] > 0 < nobody[1]
    assert "“Leaving care service” and “In no team’s caseload” add up to the whole authority" in page
    assert counted_in(text_of(sign_in(council.vera), DASHBOARD, cohort="18-25", team="none"))["EET"] == nobody


def test_a_manager_sees_the_teams_of_theirs_by_team(council: Cast, sign_in) -> None:
    page = text_of(sign_in(council.mo), "/reporting/teams/")
    assert re.findall(r'<th scope="row"[^>]*>([^<]+)', page) == ["North"]
    assert "add up" not in page
    assert sign_in(council.mo).get(DASHBOARD, {"team": "none"}).status_code == 404


def test_a_closed_team_can_be_chosen_for_a_day_on_which_it_was_open(
    amira: YoungPerson, cast: Cast, sign_in, scene
) -> None:
    with scene():
        Team.objects.filter(pk=cast.north.pk).update(closed_on=days_ago(10))
    client, north = sign_in(cast.vera), str(cast.north.pk)
    before = text_of(client, DASHBOARD, team=north, on=days_ago(11).isoformat())
    assert counted_in(before)["EET"] == (0, 1)
    after = text_of(client, DASHBOARD, team=north, on=days_ago(10).isoformat())
    assert "This team was closed on 13 November 2026: choose an earlier day, or another team" in after
    assert "No figures are shown until this is put right." in after


def filters_of(page: str) -> dict[str, int]:
    nav = page.split('aria-label="By reason"')[1].split("</nav>")[0]
    return {words: int(many) for words, many in re.findall(r">([^<]+) <strong>(\d+)</strong>", nav)}


def test_the_list_counts_each_reason_and_narrows_to_it(council: Cast, sign_in) -> None:
    client = sign_in(council.vera)
    wanted = {"cohort": "18-25", "on": TODAY.isoformat()}
    n, d = counted_in(text_of(client, DASHBOARD, **wanted))["EET"]
    filters = filters_of(text_of(client, "/reporting/figures/EET/", **wanted))
    met = filters["In education, employment or training"]
    excluded = {reason.words for reason in MEASURES["EET"].reasons if reason.state == MeasureState.EXCLUDED}
    assert met == n
    assert sum(many for words, many in filters.items() if words not in excluded) == d
    parents = text_of(client, "/reporting/figures/EET/", **wanted, why="parenting")
    many = filters["Not in work or education: pregnancy or parenting"]
    unseen = int((re.search(r"<strong>(\d+) pe\w+ you may not see", parents) or [0, 0])[1])
    assert parents.count('data-label="Why"') + unseen == many > 0
    assert 'why=parenting" aria-current="true"' in parents.replace("&amp;", "&")


def test_the_list_groups_by_case_holder_and_shows_id_and_age(council: Cast, sign_in) -> None:
    client = sign_in(council.vera)
    page = text_of(client, "/reporting/figures/EET/", cohort="18-25", by="holder")
    headings = re.findall(r"<h2>(.*?): (\d+) pe\w+</h2>", page)
    assert [name for name, _ in headings[:-1]] == sorted(name for name, _ in headings[:-1])
    assert headings[-1][0] == "Nobody"
    for name, section in zip(headings, page.split("<h2>")[1:], strict=True):
        holders = re.findall(r'data-label="Case holder">([^<]+)', section)
        assert set(holders) == {name[0] if name[0] != "Nobody" else "nobody"}
        assert len(holders) == int(name[1])
    person = YoungPerson.objects.get(local_id=re.findall(r'data-label="ID">(R\d+)', page)[0])
    row = page.split(f'data-label="ID">{person.local_id}<')[1].split("</tr>")[0]
    assert f'data-label="Age">{people.age_of(person.date_of_birth, TODAY)}<' in row


def test_the_whole_list_is_printed_with_a_footer(cast: Cast, sign_in, scene) -> None:
    with scene():
        for number in range(130):
            StatusPeriodFactory.create(
                person=make_young_person(number), status="former_relevant_child", starts_on=days_ago(400), band="18-20"
            )
    client = sign_in(cast.vera)
    first = text_of(client, SUITABLE, cohort="18-25")
    assert first.count('data-label="Why"') == 100
    assert "Page 1 of 2: not the whole list" in first
    assert "whole=1" in first
    whole = text_of(client, SUITABLE, cohort="18-25", whole="1")
    assert whole.count('data-label="Why"') >= 130
    assert f"Printed by {cast.vera.name} on 23 November 2026" in whole
    assert "not the whole list" not in whole
    assert ReadEvent.objects.filter(kind="named").latest("pk").people_shown >= 130


def make_young_person(number: int) -> YoungPerson:
    return YoungPerson.objects.create(
        first_name=f"P{number}", last_name="Test", date_of_birth=date(2006, 5, 1), gender="U", local_id=f"W{number}"
    )


def test_a_tile_says_how_many_hang_on_an_open_point(amira: YoungPerson, cast: Cast, sign_in, scene) -> None:
    assert "open point of law" not in text_of(sign_in(cast.mo), DASHBOARD)
    point = {"code": "x", "text": "Open.", "source": "s24", "outcomes": [], "from": "2025-05-01", "to": None}
    with scene():
        amira.status_periods.update(flags=[point | {"decided": False}])
    for who, address in (("mo", True), ("dana", False)):
        page = text_of(sign_in(getattr(cast, who)), DASHBOARD)
        assert page.count("1 person of these ages hangs on an open point of law") == 4
        assert (reverse("points_to_decide") in page) == address
    assert "open point of law" not in text_of(sign_in(cast.vera), DASHBOARD, team=str(cast.south.pk))
    assert "open point of law" not in text_of(sign_in(cast.mo), DASHBOARD, cohort="19-21", on="2025-04-30")
    with scene():
        amira.status_periods.update(flags=[point | {"decided": True}])
    assert "open point of law" not in text_of(sign_in(cast.mo), DASHBOARD)
