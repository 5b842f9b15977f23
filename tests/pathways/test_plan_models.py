"""What Postgres itself holds about plans, whatever code or hand writes to it."""

import uuid
from datetime import date

import pgtrigger
import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from pathways.models import PathwayPlan, PlanMatter, PlanVersion
from pathways.rules.matters import BASIS_WORDS, SCHEDULE_1, SCHEDULE_8, PlanBasis, consultees_of, matters_of, needs_of
from tests.cast import Cast
from tests.factories import PlanVersionFactory

ON = date(2026, 6, 1)


def run(sql: str, *params: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


@pytest.mark.parametrize(
    ("basis", "arrived_alone", "count"),
    [
        pytest.param(PlanBasis.FULL, False, 10, id="CLR Sch 1: ten matters"),
        pytest.param(PlanBasis.EDUCATION, False, 4, id="CLR reg 6(2)(b), s23CA: paragraphs 1 to 4"),
        pytest.param(PlanBasis.ELIGIBLE, False, 10, id="SI 2010/959 Sch 8: ten headings"),
        pytest.param(PlanBasis.SLIM, False, 10, id="s23CZB: the ten of CLR Sch 1, of which most may say nothing"),
        pytest.param(PlanBasis.FULL, True, 11, id="SI 2014/1917: unaccompanied, Sch 1"),
        pytest.param(PlanBasis.ELIGIBLE, True, 11, id="SI 2014/1917: unaccompanied, Sch 8"),
        pytest.param(PlanBasis.EDUCATION, True, 4, id="s23CA stays at four"),
    ],
)
def test_how_many_matters(basis: PlanBasis, arrived_alone: bool, count: int) -> None:
    matters = matters_of(basis, arrived_alone=arrived_alone)
    assert len(matters) == len({matter.code for matter in matters}) == count
    assert all(matter.help and matter.source and matter.to_them for matter in matters)


def test_a_plan_under_s23ca_has_the_first_four_paragraphs() -> None:
    assert [matter.code for matter in matters_of(PlanBasis.EDUCATION)] == [
        "contact",
        "education",
        "employment",
        "contingency",
    ]


def test_an_eligible_child_s_plan_names_the_adviser_and_the_full_one_speaks_of_identity() -> None:
    assert {m.code for m in SCHEDULE_8} - {m.code for m in SCHEDULE_1} == {"adviser"}
    assert {m.code for m in SCHEDULE_1} - {m.code for m in SCHEDULE_8} == {"identity"}


@pytest.mark.parametrize("basis", list(PlanBasis))
def test_every_basis_has_words_and_needs(basis: PlanBasis) -> None:
    assert BASIS_WORDS[basis]
    assert needs_of(basis)


@pytest.mark.parametrize(
    ("basis", "consultees"),
    [
        pytest.param(
            PlanBasis.FULL,
            ["parents", "carer", "school", "area", "health", "advocate", "adviser"],
            id="CLR reg 5(4)(b)(i)-(ix)",
        ),
        pytest.param(
            PlanBasis.ELIGIBLE,
            ["parents", "carer", "school", "visitor", "health", "adviser", "officer", "advocate"],
            id="Vol 3 3.12",
        ),
        pytest.param(PlanBasis.EDUCATION, ["adviser"], id="CLR reg 5(5)(b)"),
    ],
)
def test_whose_views_an_assessment_seeks(basis: PlanBasis, consultees: list[str]) -> None:
    assert [each.code for each in consultees_of(basis)] == consultees


@pytest.mark.parametrize("column", ["written_by_id", "submitted_by_id"])
def test_sql_cannot_authorise_what_the_same_person_wrote_or_handed_in(cast: Cast, scene, column: str) -> None:
    with scene():
        version = PlanVersionFactory.create(person=cast.amira, written_by=cast.pat, filled=True)
        with pytest.raises(IntegrityError, match="plan_authorised_by"):
            run(
                f"UPDATE pathways_planversion SET author_ids = '{{}}', {column} = %s,"
                " state = 'authorised', submitted_at = now(), authorised_by_id = %s, authorised_at = now(),"
                " authorised_on = now() WHERE id = %s",
                cast.mo.pk,
                cast.mo.pk,
                version.pk,
            )


def test_sql_cannot_authorise_for_one_of_several_authors(cast: Cast, scene) -> None:
    with scene():
        version = PlanVersionFactory.create(person=cast.amira, written_by=cast.pat, filled=True)
        PlanVersion.objects.filter(pk=version.pk).update(author_ids=[cast.pat.pk, cast.mo.pk])
        with pytest.raises(IntegrityError, match="plan_authorised_by_no_author"):
            run(
                "UPDATE pathways_planversion SET state = 'authorised', submitted_at = now(), authorised_by_id = %s,"
                " authorised_at = now(), authorised_on = now() WHERE id = %s",
                cast.mo.pk,
                version.pk,
            )


FORBIDDEN = {
    "its own words": "UPDATE pathways_planversion SET own_words = 'x' WHERE id = %(version)s",
    "its state": "UPDATE pathways_planversion SET state = 'draft', authorised_by_id = NULL, authorised_at = NULL,"
    " authorised_on = NULL WHERE id = %(version)s",
    "deleting it": "DELETE FROM pathways_planversion WHERE id = %(version)s",
    "a matter": "UPDATE pathways_planmatter SET needs = 'x' WHERE version_id = %(version)s",
    "deleting a matter": "DELETE FROM pathways_planmatter WHERE version_id = %(version)s",
    "one more matter": "INSERT INTO pathways_planmatter (id, version_id, code, needs, how_met, own_words, revision)"
    " VALUES (%(new)s, %(version)s, 'arrival', '', '', '', 1)",
    "a matter of another version moved in": "UPDATE pathways_planmatter SET version_id = %(version)s, code = 'arrival'"
    " WHERE version_id = %(draft)s AND code = 'health'",
    "what was promised": "UPDATE pathways_planaction SET what = 'x' WHERE version_id = %(version)s",
    "by when": "UPDATE pathways_planaction SET by_when = now() WHERE version_id = %(version)s",
    "who owes it": "UPDATE pathways_planaction SET owed_by = 'young_person' WHERE version_id = %(version)s",
    "taking a promise away": "DELETE FROM pathways_planaction WHERE version_id = %(version)s",
}


@pytest.mark.parametrize("sql", FORBIDDEN.values(), ids=FORBIDDEN)
def test_an_authorised_version_is_frozen(cast: Cast, scene, sql: str) -> None:
    with scene():
        version = PlanVersionFactory.create(
            authorised=True,
            person=cast.amira,
            written_by=cast.pat,
            authorised_by=cast.mo,
            authorised_on=ON,
            promises=("Book a lesson",),
        )
        later = PlanVersionFactory.create(person=cast.amira, written_by=cast.pat, number=2)
        given = {"version": version.pk, "draft": later.pk, "new": uuid.uuid4()}
        with pytest.raises(DatabaseError, match=r"cannot be changed|Cannot"), transaction.atomic():
            connection.cursor().execute(sql, given)


def test_a_draft_is_not_frozen_and_neither_is_what_became_of_a_promise(cast: Cast, scene) -> None:
    with scene():
        version = PlanVersionFactory.create(
            authorised=True,
            person=cast.amira,
            written_by=cast.pat,
            authorised_by=cast.mo,
            authorised_on=ON,
            promises=("Book a lesson",),
        )
        version.actions.update(status="done", done_on=ON, outcome="She passed.")
        later = PlanVersionFactory.create(person=cast.amira, written_by=cast.pat, number=2)
        PlanMatter.objects.filter(version=later, code="health").update(needs="A dentist")
        later.delete()


def test_only_one_version_is_being_written(cast: Cast, scene) -> None:
    with scene():
        PlanVersionFactory.create(person=cast.amira, written_by=cast.pat)
        with pytest.raises(IntegrityError, match="one_plan_version_being_written"), transaction.atomic():
            PlanVersionFactory.create(person=cast.amira, written_by=cast.pat, number=2)


def test_a_statutory_deletion_says_so(cast: Cast, scene) -> None:
    with scene():
        PlanVersionFactory.create(
            authorised=True,
            person=cast.amira,
            written_by=cast.pat,
            authorised_by=cast.mo,
            authorised_on=ON,
            promises=("Book a lesson",),
        )
        with pgtrigger.ignore(
            "pathways.PlanVersion:authorised_is_frozen",
            "pathways.PlanMatter:matter_is_frozen",
            "pathways.PlanAction:action_is_frozen",
        ):
            PathwayPlan.objects.all().delete()
    assert not PlanVersion.objects.exists()
