"""The second gate: whose records each role reaches (truth table), and what a restriction hides."""

from datetime import date
from uuid import UUID

import pytest

from careleavers.models import PolicyValue, RestrictedAccess, RoleAssignment, YoungPerson
from careleavers.models.staff import TeamTree
from careleavers.permissions import Role
from tests.cast import STAFF, TODAY, Cast

SEEN = {
    "pat": {"Amira"},
    "wes": {"Amira"},
    "mo": {"Amira"},
    "sam": {"Ben"},
    "sue": {"Ben"},
    "nobody": set(),
    "sys": set(),
    "cora": set(),
    # These open no record: what each is shown stands in `test_works.py`.
    "nan": set(),
    "vic": set(),
    "rae": set(),
    "lin": set(),
} | {
    name: {"Amira", "Ben"} for name in ("vera", "dana", "bus", "ana", "aud", "pip", "ivy")
}  # pip: the names of those whom a survey asks


def names(user) -> set[str]:
    return set(YoungPerson.objects.visible_to(user).values_list("first_name", flat=True))


@pytest.mark.parametrize("who", STAFF)
def test_whose_records_a_role_reaches(cast: Cast, who: str) -> None:
    assert names(getattr(cast, who)) == SEEN[who]


@pytest.mark.parametrize("named", ["wes", "sam"])
@pytest.mark.parametrize("who", STAFF)
def test_a_restricted_record_is_hidden_from_all_who_are_not_named(cast: Cast, scene, who: str, named: str) -> None:
    with scene():
        YoungPerson.objects.filter(pk=cast.amira.pk).update(is_restricted=True)
        RestrictedAccess.objects.create(
            person=cast.amira, user=getattr(cast, named), kind="named", reason="key worker", starts_on=date(2026, 1, 1)
        )
    assert names(getattr(cast, who)) == SEEN[who] - {"Amira"} | ({"Amira"} if who == named else set())


def test_a_manager_reaches_the_teams_below(cast: Cast, scene) -> None:
    with scene():
        cast.north.parent = cast.south
        cast.north.save()
    assert names(cast.sue.on(TODAY)) == {"Amira", "Ben"}


@pytest.mark.parametrize(
    ("day", "seen"),
    [(date(2026, 3, 31), set()), (date(2026, 4, 1), {"Ben"}), (date(2026, 4, 30), {"Ben"}), (date(2026, 5, 1), set())],
)
def test_a_role_counts_from_its_first_day_until_the_day_before_its_end(cast: Cast, scene, day, seen) -> None:
    with scene():
        RoleAssignment.objects.create(
            user=cast.nobody,
            role=Role.PERSONAL_ADVISER.value,
            team=cast.south,
            starts_on=date(2026, 4, 1),
            ends_on=date(2026, 5, 1),
        )
    assert names(cast.nobody.on(day)) == seen


def test_casework_can_be_narrowed_to_ones_own_people(cast: Cast) -> None:
    assert names(cast.wes.on(TODAY, own_only=True)) == set()
    assert names(cast.pat.on(TODAY, own_only=True)) == {"Amira"}
    assert names(cast.mo.on(TODAY, own_only=True)) == {"Amira"}


def test_asking_without_a_day_is_refused(cast: Cast) -> None:
    user = type(cast.pat).objects.get(pk=cast.pat.pk)
    with pytest.raises(RuntimeError, match="Say on which day"):
        names(user)


def test_a_policy_counts_from_its_day(cast: Cast, scene) -> None:
    with scene():
        PolicyValue.objects.create(key="keep_in_touch_weeks", value=6, from_on=date(2026, 6, 1))
        PolicyValue.objects.create(key="keep_in_touch_weeks", value=4, from_on=date(2026, 9, 1))
    found = [PolicyValue.objects.in_force(date(2026, m, 1))["keep_in_touch_weeks"] for m in (5, 6, 9)]
    assert found == [8, 6, 4]


ONE, TWO, THREE, FOUR = (UUID(int=number) for number in range(1, 5))


@pytest.mark.parametrize(
    ("top", "reached"),
    [(ONE, {ONE, TWO, THREE}), (TWO, {TWO, THREE}), (FOUR, {FOUR})],
)
def test_teams_are_below_themselves(top: UUID, reached: set[UUID]) -> None:
    tree = TeamTree([(ONE, None), (TWO, ONE), (THREE, TWO), (FOUR, None)])
    assert tree.below([top]) == reached


def test_a_circle_of_teams_is_walked_once() -> None:
    assert TeamTree([(ONE, TWO), (TWO, ONE)]).below([ONE]) == {ONE, TWO}
