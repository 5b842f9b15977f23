"""Nobody decides on their own work, whatever it is and by whichever door: the page, its address, the action, SQL."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, models, transaction
from django.urls import reverse

from careleavers.actions import record_copies, retention, safeguarding
from careleavers.actions.base import Refused
from careleavers.actions.contacts import log_contact
from careleavers.models import ContactComment, Destruction, RecordRequest, User
from offers.actions import briefings, letter_templates, local_offer, money, translations
from offers.models import Briefing, LetterTemplate, LocalOffer, MoneyRequest, OfferTranslation
from offers.rules.leaflet_words import WORDS_AROUND
from pathways.actions import decisions, reviewing, risks
from pathways.models import PlanEscalation, PlanSignature, PlanVersion, RiskAssessment
from tests.cast import TODAY, Cast
from tests.factories import (
    NOW,
    BriefingFactory,
    BriefingPointFactory,
    EntryTranslationFactory,
    LetterTemplateFactory,
    LocalOfferFactory,
    MoneyRequestFactory,
    OfferTranslationFactory,
    PlanEscalationFactory,
    PlanVersionFactory,
    PolicyValueFactory,
    RecordRequestFactory,
    RiskAssessmentFactory,
    SurveyRoundFactory,
    YoungPersonFactory,
    give_status,
)

pytestmark = pytest.mark.usefixtures("_on_the_day")
Scene = Callable[[], AbstractContextManager[None]]


class Own(NamedTuple):
    """Something that waits for a decision, and everything by which its own author could try to give it.

    `button` is on `page` for the other who may decide, and not for the author. `set` are the columns that a decision
    writes; None where it writes no row of its own that Postgres could hold against an author.
    """

    author: User
    other: User
    row: models.Model
    page: str
    button: str
    address: str
    data: dict[str, Any]
    act: Callable[[], object]
    set: dict[str, Any] | None
    decided: Callable[[], bool]


def plan(cast: Cast) -> Own:
    version = PlanVersionFactory.create(submitted=True, person=cast.amira, written_by=cast.mo)
    version.refresh_from_db()
    return of_version(cast, version, cast.vera)


def second_signature(cast: Cast) -> Own:
    PolicyValueFactory.create(key="plan_signatures", value="two")
    version = PlanVersionFactory.create(submitted=True, person=cast.amira, written_by=cast.pat)
    PlanSignature.objects.create(version=version, signed_by=cast.mo, signed_at=NOW)
    version.refresh_from_db()
    return of_version(cast, version, cast.vera)


def of_version(cast: Cast, version: PlanVersion, other: User) -> Own:
    where = reverse("pathways:plan_version", args=[cast.amira.pk, version.number])
    about: dict[str, Any] = {"version": version, "revision": version.revision, "today": TODAY, "now": NOW}
    return Own(
        cast.mo,
        other,
        version,
        where,
        "Save the decision",
        where,
        {"decision": "authorise", "revision": version.revision},
        lambda: decisions.authorise_version(by=cast.mo, **about),
        {"state": "authorised", "authorised_by_id": cast.mo.pk, "authorised_at": NOW, "authorised_on": TODAY},
        lambda: PlanVersion.objects.get(pk=version.pk).state == PlanVersion.AUTHORISED,
    )


def first_signature(cast: Cast) -> Own:
    PolicyValueFactory.create(key="plan_signatures", value="two")
    own = plan(cast)
    return own._replace(
        set={"signed_by_id": cast.mo.pk, "signed_at": NOW},
        row=PlanSignature(version=own.row),
        decided=lambda: PlanSignature.objects.exists(),
    )


def risk_assessment(cast: Cast) -> Own:
    row = RiskAssessmentFactory.create(person=cast.amira, written_by=cast.mo)
    where = reverse("pathways:risk", args=[cast.amira.pk, row.pk])
    again = TODAY + timedelta(days=28)
    return Own(
        cast.mo,
        cast.vera,
        row,
        where,
        "Sign it",
        where,
        {"review_on": again.isoformat(), "revision": row.revision},
        lambda: risks.sign_risk_assessment(
            by=cast.mo, assessment=row, revision=row.revision, today=TODAY, review_on=again
        ),
        {"signed_by_id": cast.mo.pk, "signed_on": TODAY, "review_on": again},
        lambda: RiskAssessment.objects.get(pk=row.pk).signed_on is not None,
    )


def escalation(cast: Cast) -> Own:
    row = PlanEscalationFactory.create(person=cast.amira, raised_by=cast.mo, manager=cast.mo)
    where = reverse("pathways:plan_escalation", args=[cast.amira.pk, row.pk])
    return Own(
        cast.mo,
        cast.vera,
        row,
        where,
        "Save the answer",
        where,
        {"answer": "It is done.", "revision": row.revision},
        lambda: reviewing.answer_escalation(
            by=cast.mo, escalation=row, revision=row.revision, today=TODAY, answer="It is done."
        ),
        {"answer": "Done.", "answer_given_by_id": cast.mo.pk, "answered_on": TODAY},
        lambda: PlanEscalation.objects.get(pk=row.pk).answer_given_by_id is not None,
    )


def money_request(cast: Cast) -> Own:
    row = MoneyRequestFactory.create(person=cast.amira, asked_by=cast.mo)
    where = reverse("offers:money_approve", args=[cast.amira.pk, row.pk])
    return Own(
        cast.mo,
        cast.vera,
        row,
        reverse("offers:ledger", args=[cast.amira.pk]),
        where,
        where,
        {"amount": "50", "decided_on": TODAY.isoformat(), "revision": row.revision},
        lambda: money.approve_request(by=cast.mo, request=row, amount=Decimal(50), decided_on=TODAY, today=TODAY),
        {
            "state": "approved",
            "decided_by_id": cast.mo.pk,
            "decided_on": TODAY,
            "decided_as": 1,
            "approved_amount": Decimal(50),
        },
        lambda: MoneyRequest.objects.get(pk=row.pk).state == "approved",
    )


def the_local_offer(cast: Cast) -> Own:
    row = LocalOfferFactory.create(
        published_on=None, recorded_by=cast.pip, last_edited_by=cast.pip, consulted="Forty young people."
    )
    where = reverse("offers:publish")
    return Own(
        cast.pip,
        cast.vera,
        row,
        where,
        'button class="govuk-button"',
        where,
        {"revision": row.revision},
        lambda: local_offer.publish(by=cast.pip, offer=row, today=TODAY),
        {"state": "published", "published_on": TODAY, "approved_by_id": cast.pip.pk},
        lambda: LocalOffer.objects.get(pk=row.pk).published_on is not None,
    )


def words_of_a_letter(cast: Cast) -> Own:
    row = LetterTemplateFactory.create(recorded_by=cast.mo, last_edited_by=cast.mo)
    where = reverse("offers:letter_words_approve", args=[row.kind])
    return Own(
        cast.mo,
        cast.vera,
        row,
        where,
        'button class="govuk-button"',
        where,
        {"revision": row.revision},
        lambda: letter_templates.approve_template(by=cast.mo, template=row, today=TODAY),
        {"state": "approved", "approved_on": TODAY, "approved_by_id": cast.mo.pk},
        lambda: LetterTemplate.objects.get(pk=row.pk).approved_on is not None,
    )


def translation(cast: Cast) -> Own:
    row = OfferTranslationFactory.create(
        recorded_by=cast.pip, last_edited_by=cast.pip, title="Nasza oferta", words=dict.fromkeys(WORDS_AROUND, "słowa")
    )
    EntryTranslationFactory.create(translation=row)
    where = reverse("offers:translation_approve", args=[row.pk])
    return Own(
        cast.pip,
        cast.vera,
        row,
        where,
        'button class="govuk-button"',
        where,
        {"revision": row.revision},
        lambda: translations.approve_translation(by=cast.pip, translation=row, today=TODAY),
        {"state": "approved", "approved_on": TODAY, "approved_by_id": cast.pip.pk},
        lambda: OfferTranslation.objects.get(pk=row.pk).approved_on is not None,
    )


def briefing(cast: Cast) -> Own:
    row = BriefingFactory.create(
        round=SurveyRoundFactory.create(closes_on=TODAY - timedelta(days=1)),
        recorded_by=cast.pip,
        last_edited_by=cast.pip,
    )
    BriefingPointFactory.create(briefing=row, did="We answer in a day.")
    where = reverse("offers:briefing_publish", args=[row.round_id])
    return Own(
        cast.pip,
        cast.vera,
        row,
        where,
        'button class="govuk-button"',
        where,
        {"revision": row.revision},
        lambda: briefings.publish_briefing(by=cast.pip, briefing=row, revision=row.revision, today=TODAY),
        {"contents": "{}", "published_on": TODAY, "approved_by_id": cast.pip.pk},
        lambda: Briefing.objects.get(pk=row.pk).published_on is not None,
    )


def copy_of_the_record(cast: Cast) -> Own:
    row = RecordRequestFactory.create(
        person=cast.amira, owner=cast.mo, state="second_look", copied_on=TODAY, handed_in_by=cast.mo
    )
    where = reverse("record_copy_second_look", args=[cast.amira.pk, row.pk])
    about: dict[str, Any] = {"authority": "Melford", "colour": "#0b5c63", "today": TODAY}
    return Own(
        cast.mo,
        cast.vera,
        row,
        where,
        'name="decision"',
        where,
        {"decision": "approve", "revision": row.revision},
        lambda: record_copies.approve_copy(by=cast.mo, request=row, revision=row.revision, **about),
        {"state": "ready", "approved_by_id": cast.mo.pk, "approved_on": TODAY},
        lambda: RecordRequest.objects.get(pk=row.pk).approved_on is not None,
    )


def destruction(cast: Cast) -> Own:
    person = YoungPersonFactory.create(first_name="Old", date_of_birth=date(1940, 5, 1), team=cast.north)
    person.involvements.update(ends_on=TODAY)
    row = Destruction.objects.create(
        person_id=person.pk, keep_until=TODAY, because="75 years", proposed_by=cast.mo, proposed_on=TODAY
    )
    where = reverse("destruction", args=[row.pk])
    return Own(
        cast.mo,
        cast.vera,
        row,
        where,
        'value="destroy"',
        where,
        {"decision": "destroy", "is_sure": "on", "revision": row.revision},
        lambda: retention.approve_destruction(
            by=cast.mo, destruction=row, person=person, revision=row.revision, today=TODAY
        ),
        {"state": "approved", "decided_by_id": cast.mo.pk, "decided_on": TODAY},
        lambda: Destruction.objects.get(pk=row.pk).state == "approved",
    )


def safeguarding_concern(cast: Cast) -> Own:
    row = log_contact(
        by=cast.mo,
        person=cast.amira,
        today=TODAY,
        submission_id=uuid4(),
        happened_on=TODAY,
        method="phone",
        result="spoke",
        note="A bruise.",
        is_safeguarding=True,
    )
    ids = [cast.amira.pk, row.pk]
    return Own(
        cast.mo,
        cast.vera,
        row,
        reverse("contact", args=ids),
        'name="decision"',
        reverse("contact_decide", args=ids),
        {"decision": "Nothing to do."},
        lambda: safeguarding.decide_on_concern(by=cast.mo, contact=row, text="Nothing.", today=TODAY),
        None,
        lambda: ContactComment.objects.filter(contact=row, kind=ContactComment.DECISION).exists(),
    )


KINDS: dict[str, Callable[[Cast], Own]] = {
    "pathway plan": plan,
    "first signature of two": first_signature,
    "second signature of two": second_signature,
    "risk assessment": risk_assessment,
    "answer to a reviewing officer": escalation,
    "money": money_request,
    "local offer": the_local_offer,
    "words of a letter": words_of_a_letter,
    "translation of the offer": translation,
    "briefing": briefing,
    "copy of a record": copy_of_the_record,
    "destruction": destruction,
    "safeguarding concern": safeguarding_concern,
}


def write(own: Own) -> None:
    """The decision straight into the database, as somebody with a password for it could."""
    assert own.set
    table = connection.ops.quote_name(own.row._meta.db_table)
    values = [*own.set.values()]
    if own.row._state.adding:
        names = ", ".join(["id", "version_id", *own.set])
        sql = f"INSERT INTO {table} ({names}) VALUES ({', '.join(['%s'] * (len(values) + 2))})"
        values = [own.row.pk, own.row.version_id, *values]  # type: ignore[attr-defined]
    else:
        sql = f"UPDATE {table} SET {', '.join(f'{name} = %s' for name in own.set)} WHERE id = %s"
        values.append(own.row.pk)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_decides_on_their_own_work(cast: Cast, scene: Scene, sign_in, kind: str) -> None:
    with scene():
        give_status(cast.amira, "former_relevant")
        own = KINDS[kind](cast)
    assert own.button in sign_in(own.other).get(own.page).content.decode(), "whoever may decide finds where"
    assert own.button not in sign_in(own.author).get(own.page).content.decode(), "the page"
    answer = sign_in(own.author).post(own.address, own.data)
    assert answer.status_code < 500
    assert not own.decided(), "its address"
    with pytest.raises(Refused):
        own.act()
    assert not own.decided(), "the action"
    if own.set is None:
        return
    with scene():
        with pytest.raises(DatabaseError), transaction.atomic():
            write(own)
        assert not own.decided(), "SQL"
        # The same row as somebody else's decision goes in, so that it was refused for who decided and nothing else.
        others = {name: own.other.pk if value == own.author.pk else value for name, value in own.set.items()}
        write(own._replace(set=others))
    assert own.decided()


# What Postgres holds against an author, by the name of the constraint or trigger: each is tried above.
TRIED = {
    "plan_authorised_by_somebody_else",
    "plan_authorised_by_no_author",
    "signed_by_no_author",
    "authorised_by_another_than_signed",
    "risk_assessment_signed_by_another",
    "escalation_answer_of_another",
    "money_decided_by_another",
    "published_by_another",
    "approved_by_another",
    "briefing_published_by_another",
    "translation_by_another",
    "record_request_second_person",
    "destruction_second_person",
}
SOMEBODY_ELSE = re.compile(r"by_another|of_another|by_somebody_else|by_no_author|second_person")


def rules_of_postgres() -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE contype = 'c' AND conname ~ %s", [SOMEBODY_ELSE.pattern]
        )
        yield from (name for (name,) in cursor.fetchall())
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgname ~ %s", [SOMEBODY_ELSE.pattern])
        yield from (re.sub(r"^pgtrigger_|_[0-9a-f]{5}$", "", name) for (name,) in cursor.fetchall())


@pytest.mark.django_db
def test_every_rule_of_postgres_about_somebody_else_is_tried_here() -> None:
    assert set(rules_of_postgres()) == TRIED
