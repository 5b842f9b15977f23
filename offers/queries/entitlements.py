"""What somebody is entitled to on a day, from the record and the authority's own choices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from careleavers.rules.code_sets import APPRENTICESHIPS, COURSES, Activity, HomeKind, Status
from careleavers.rules.dates import Period, add_years
from offers.queries.letter_facts import PeopleFacts
from offers.rules import catalogue
from offers.rules.letter_points import Circumstances


def entitlements_on(
    facts: PeopleFacts,
    person_id: UUID,
    on: date,
    policies: Mapping[str, Any],
    local_items: Sequence[catalogue.LocalItem] = (),
    only: str | None = None,
) -> tuple[catalogue.Entitlement, ...]:
    """The state of every item of the catalogue for them on the day, and of these that the authority gives.

    `only`: the code of the one item to ask about.
    """
    person = _person(facts, person_id, known_as(local_items))
    return catalogue.entitlements(person, on, entitlement_settings(policies, local_items), only)


def known_as(local_items: Sequence[catalogue.LocalItem]) -> Mapping[str, str]:
    """The code of each thing that the authority gives, and the one under which people have it.

    What happened under either counts.
    """
    return {item.code: item.known_as for item in local_items}


# The policy that holds each setting of the catalogue; those not named here are fixed in the product.
ENTITLEMENT_POLICIES = {
    "leap_day": "leap_day",
    "higher_education_bursary": "higher_education_bursary",
    "setting_up_home": "setting_up_home",
    "setting_up_home_to_age": "setting_up_home_to_age",
    "council_tax": "council_tax",
    "staying_close_commenced_on": "staying_close",
    "financial_literacy_commenced_on": "financial_literacy",
    "no_intentional_homelessness_commenced_on": "no_intentional_homelessness",
}
ALWAYS = date.min  # a policy in force today holds on the day asked about, whenever it began


def entitlement_settings(
    policies: Mapping[str, Any], local_items: Sequence[catalogue.LocalItem] = ()
) -> catalogue.EntitlementSettings:
    """The authority's choices for the catalogue, from its policies in force."""
    own_level, council_tax = policies["setting_up_home"], policies["council_tax"]
    commenced: dict[str, Any] = {
        setting: ALWAYS
        for setting, policy in ENTITLEMENT_POLICIES.items()
        if setting.endswith("_commenced_on") and policies[policy] == "yes"
    }
    return catalogue.EntitlementSettings(
        leap_day=policies["leap_day"],
        higher_education_bursary=policies["higher_education_bursary"],
        setting_up_home=(catalogue.Level(ALWAYS, own_level),) if own_level else (),
        setting_up_home_to_age=policies["setting_up_home_to_age"],
        council_tax=None if council_tax == "no" else catalogue.CouncilTaxPolicy(start=ALWAYS, to_age=int(council_tax)),
        local_items=tuple(local_items),
        **commenced,
    )


def _person(facts: PeopleFacts, person_id: UUID, known_as: Mapping[str, str]) -> catalogue.Person:
    person, doing, homes = facts.people[person_id], facts.occupations[person_id], facts.homes[person_id]
    return catalogue.Person(
        date_of_birth=person.date_of_birth,
        statuses=tuple(
            catalogue.PersonStatus(row.status, row.band or None, row.starts_on, row.ends_on)
            for row in facts.statuses[person_id]
            if row.status not in (Status.NONE, Status.DECEASED)
        ),
        courses=tuple(
            _course(Activity(row.code), Period(row.starts_on, row.ends_on)) for row in doing if row.code in COURSES
        ),
        apprenticeships=tuple(Period(row.starts_on, row.ends_on) for row in doing if row.code in APPRENTICESHIPS),
        payments=tuple(
            catalogue.Payment(known_as.get(event.item, event.item), event.happened_on, event.given)
            for event in facts.entitlement_events[person_id]
            if event.given
        ),
        staying_put=tuple(
            Period(row.starts_on, row.ends_on) for row in homes if row.kind == HomeKind.FORMER_FOSTER_CARER
        ),
        died_on=person.died_on,
    )


def _course(activity: Activity, period: Period) -> catalogue.Course:
    level = "higher" if activity.is_higher_education else "further"
    return catalogue.Course(level, period.start, period.end, full_time=activity.is_full_time)


SETTLED_AFTER_YEARS = 1


def circumstances_on(facts: PeopleFacts, person_id: UUID, on: date) -> Circumstances:
    """What a letter for a day must not contradict, as the record is today."""
    home = facts.home(person_id)
    begun = [row for row in facts.occupations[person_id] if row.starts_on <= on]
    own_since = home.starts_on if home and home.kind == HomeKind.INDEPENDENT else None
    return Circumstances(
        in_custody=home is not None and home.kind == HomeKind.CUSTODY,
        settled_in_own_home=own_since is not None and add_years(own_since, SETTLED_AFTER_YEARS) <= on,
        has_been_to_university=any(row.code in COURSES and Activity(row.code).is_higher_education for row in begun),
        has_been_an_apprentice=any(row.code in APPRENTICESHIPS for row in begun),
        qualifies=facts.status_on(person_id, on) == Status.PERSON_QUALIFYING,
    )
