"""Answers that are right each and not together: the page says of which one what to do, and of no other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.forms import BaseForm

from careleavers.forms import (
    complaints,
    disagreements,
    home_facts,
    homes,
    meetings,
    people,
    skills,
    staff,
    stays,
    touch,
)
from careleavers.models import Body, Disagreement, Home, Provider, Team, TouchStatus, TrialStay, User
from offers.forms import opportunities, passport, surveys
from pathways.forms import referrals
from reporting.forms import improvement, training
from tests.cast import TODAY, Cast, days_ago
from tests.factories import ProviderFactory

pytestmark = pytest.mark.django_db
TOMORROW, LAST_WEEK, BEFORE = TODAY + timedelta(days=1), days_ago(7), days_ago(8)
PARTS = ("year", "month", "day")
NOBODY = User.objects.none()


def of_person(given: dict[str, Any]) -> BaseForm:
    """Each of its days is typed into three boxes."""
    typed = {"date_of_birth": "2008-3-27"} | given
    days = {name: typed.pop(name).split("-") for name in [*typed] if name.endswith(("_on", "_of_birth"))}
    boxes = {f"{name}_{box}": text for name, day in days.items() for box, text in zip(PARTS, day, strict=True)}
    return people.PersonForm(typed | boxes, today=TODAY)


def of_home(given: dict[str, Any]) -> BaseForm:
    return homes.HomeForm(given, today=TODAY)


def of_stay(given: dict[str, Any]) -> BaseForm:
    return stays.TrialStayForm(given, today=TODAY, flats=[], providers=[], row=TrialStay(provider=Provider()))


def of_member(given: dict[str, Any]) -> BaseForm:
    return meetings.MemberForm(given, today=TODAY, body=Body(kind="team"), colleagues=User.objects.all())


def of_question(given: dict[str, Any]) -> BaseForm:
    return surveys.SurveyQuestionForm({"text": "How are you?", "kind": "choice"} | given)


def of_call(given: dict[str, Any]) -> BaseForm:
    return surveys.CallForm({"route": "phone"} | given, questions=[])


def of_trained(given: dict[str, Any]) -> BaseForm:
    return training.TrainedForm(given, today=TODAY, colleagues=NOBODY)


def of_post(given: dict[str, Any]) -> BaseForm:
    return opportunities.OpportunityForm(given, today=TODAY, employers=opportunities.Employer.objects.none())


@pytest.mark.parametrize(
    ("form", "given", "name", "says", "right"),
    [
        (
            of_person,
            {"is_parent": "on", "first_child_born_on": "2008-3-27", "first_child_born_on_sure": "2008-03-27"},
            "first_child_born_on",
            "Their first child was born after they were: check both days.",
            {"first_child_born_on": "2025-3-27"},
        ),
        (
            of_person,
            {"first_child_born_on": "2025-3-27"},
            "first_child_born_on",
            "Tick “A parent” as well, or take this day out.",
            {"is_parent": "on"},
        ),
        (
            of_home,
            {"kind": "X", "is_suitable": "True"},
            "is_suitable",
            home_facts.ALWAYS_UNSUITABLE,
            {"is_suitable": "False"},
        ),
        (
            lambda given: home_facts.HomeRiskForm(given, today=TODAY, owners=NOBODY, by=User()),
            {"notice_on": LAST_WEEK, "notice_until": BEFORE},
            "notice_until",
            "That is before the notice was given: check the days",
            {"notice_until": TOMORROW},
        ),
        (
            lambda given: complaints.AdvocacyForm(given, today=TODAY),
            {"advocate_from": LAST_WEEK},
            "advocate_name",
            "Give the advocate’s name, or empty the day",
            {"advocate_name": "Ruth"},
        ),
        (
            lambda given: disagreements.DisagreementForm(given, today=TODAY, is_about_contact=True, row=Disagreement()),
            {"said_on": LAST_WEEK, "taken_back_on": BEFORE},
            "taken_back_on",
            "That is before they said so: check the days",
            {"taken_back_on": LAST_WEEK},
        ),
        (
            lambda given: touch.TouchStatusForm(given, today=TODAY, row=TouchStatus(starts_on=TODAY)),
            {"starts_on": LAST_WEEK, "ends_on": BEFORE},
            "ends_on",
            "That is before it began: check the days",
            {"ends_on": LAST_WEEK},
        ),
        (
            of_stay,
            {"called_off_because": "Ill", "outcome": TrialStay.OUTCOMES[0][0]},
            "outcome",
            "Choose “Not known yet” if it did not happen, or empty the reason below",
            {"outcome": ""},
        ),
        (
            lambda given: staff.RoleForm(given, today=TODAY),
            {"role": "personal_adviser"},
            "team",
            "Choose the team in which they are personal adviser.",
            {"role": "auditor"},
        ),
        (
            lambda given: improvement.ActionEndedForm(given, today=TODAY),
            {"became": "done", "evidence": "The minutes"},
            "done_on",
            "Enter the day on which it was done",
            {"done_on": LAST_WEEK},
        ),
        (
            lambda given: improvement.ActionEndedForm(given, today=TODAY),
            {"became": "dropped"},
            "dropped_because",
            "Say why it is not needed any more",
            {"dropped_because": "The law changed"},
        ),
        (
            of_trained,
            {"names": "\n".join(f"Kim {number}" for number in range(training.MOST_NAMES + 1))},
            "names",
            f"Give at most {training.MOST_NAMES} names at once: {training.MOST_NAMES + 1} are typed",
            {"names": "Kim\n\nkim\n Alex  Lee "},
        ),
        (
            of_trained,
            {"names": "x" * (training.LONGEST_NAME + 1)},
            "names",
            "One line is too long for a name: give each name a line of its own",
            {"names": "x" * training.LONGEST_NAME},
        ),
        (
            of_post,
            {"opens_on": LAST_WEEK, "fill_by": BEFORE},
            "fill_by",
            "Give a day on or after that from which they are kept",
            {"fill_by": TOMORROW},
        ),
        (
            of_post,
            {"opens_on": LAST_WEEK, "closed_on": BEFORE},
            "closed_on",
            "That is before they were kept: check the days",
            {"closed_on": LAST_WEEK},
        ),
        (
            of_post,
            {"source": "contract"},
            "contract",
            "Say which contract it is",
            {"contract": "Highways 2026"},
        ),
        (
            of_post,
            {"provider_26": "500"},
            "provider",
            "Say who trains them, or leave the pounds for them empty",
            {"provider": "Melford College"},
        ),
        (
            lambda given: passport.EntitlementEventForm(given, today=TODAY),
            {"kind": "refused", "challenge": "A review"},
            "reason",
            "Write down why it was refused, as it was told to them",
            {"reason": "No receipt"},
        ),
        (
            lambda given: passport.EntitlementEventForm(given, today=TODAY),
            {"kind": "granted", "amount": "0"},
            "amount",
            "Give an amount of more than nothing, or empty the box",
            {"amount": "12.50"},
        ),
        (
            of_question,
            {"choices": "Well\n" + "x" * 61},
            "choices",
            "Shorten the answers: each may have 60 characters",
            {"choices": "Well\n" + "x" * 60},
        ),
        (
            of_call,
            {"not_safe": "on"},
            "pass_on",
            "Write down what is not safe, so that whoever works with them can act",
            {"pass_on": "Somebody waits outside"},
        ),
    ],
)
def test_the_one_that_is_to_be_changed_is_named(
    form: Callable[[dict[str, Any]], BaseForm], given: dict[str, Any], name: str, says: str, right: dict[str, Any]
) -> None:
    assert form(given).errors.get(name) == [says]
    assert name not in form(given | right).errors


def test_a_colleague_or_somebody_else_is_named_and_not_both(cast: Cast) -> None:
    both = {"user": str(cast.pat.pk), "name": "Ruth", "organisation": "Health"}
    assert of_member(both).errors["name"] == ["Choose a colleague or write a name, not both"]
    for one, left_out in (({"user": both["user"], "organisation": "Health"}, "user"), (both | {"user": ""}, "name")):
        form = of_member(one)
        assert not {"user", "name", "organisation"} & form.errors.keys(), left_out
    assert form.cleaned_data["organisation"] == "Health"


def test_two_teams_have_no_name_in_common(cast: Cast) -> None:
    said = staff.TeamForm({"name": "NORTH"}).errors
    assert said["name"] == ["A team with this name exists. Choose another name."]
    assert "name" not in staff.TeamForm({"name": "NORTH"}, row=cast.north).errors
    assert Team.objects.filter(name__iexact="north").count() == 1


def test_what_is_not_so_is_not_kept_beside_what_is() -> None:
    """How somebody showed what they cannot do yet; rent of nothing that is owed."""
    cannot = skills.SkillProgressForm({"state": "not_yet", "since": TODAY, "shown_by": "seen"}, today=TODAY)
    assert "shown_by" not in cannot.errors
    assert cannot.cleaned_data["shown_by"] == ""
    owes = home_facts.HomeRiskForm({"arrears": "0.00"}, today=TODAY, owners=NOBODY, by=User(), row=Home())
    assert "arrears" not in owes.errors
    assert owes.cleaned_data["arrears"] is None


def test_a_service_of_the_register_needs_no_name_of_its_own(scene: Callable) -> None:
    with scene():
        provider = ProviderFactory.create(name="Northfell Homes")
    given = {"provider": str(provider.pk), "organisation": ""}
    context = {"matters": [], "providers": type(provider).objects.all(), "colleagues": {}}
    form = referrals.PlanReferralForm(given, today=TODAY, **context)
    assert "organisation" not in form.errors
    assert form.cleaned_data["organisation"] == "Northfell Homes"
    none = referrals.PlanReferralForm({}, today=TODAY, **context)
    assert none.errors["organisation"] == ["Say which service it is, or choose it from the register"]
