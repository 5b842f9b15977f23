"""The ids of the addresses of pages, and the rows that belong to no young person."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from careleavers.models import (
    ExerciseRun,
    PageProblem,
)
from careleavers.queries.record_exercises import visit_facts
from tests.cast import TODAY, Cast
from tests.factories import (
    BodyFactory,
    BodyMemberFactory,
    EmployerFactory,
    EntryTranslationFactory,
    GroupSessionFactory,
    ImprovementActionFactory,
    LetterBatchFactory,
    LetterSignatureFactory,
    LetterTemplateFactory,
    LocalOfferFactory,
    MentorFactory,
    OfferFeedbackFactory,
    OpportunityFactory,
    PartnerServiceFactory,
    PledgeFactory,
    PolicyValueFactory,
    RecommendationFactory,
    RecordImportFactory,
    SavedViewFactory,
    ServiceTaskFactory,
    SignatoryFactory,
    TopicFactory,
    TrainedFactory,
    set_sender,
)
from tests.guards.survey_rows import survey, survey_draft


@dataclass(frozen=True)
class Ids:
    """What addresses name: by the name in the address, or by page and name where pages differ."""

    by_name: dict[str, Any]
    by_page: dict[tuple[str, str], Any] = field(default_factory=dict)

    def of(self, page: str, name: str) -> Any:
        return self.by_page.get((page, name)) or self.by_name[name]

    def __or__(self, other: Ids) -> Ids:
        return Ids(self.by_name | other.by_name, self.by_page | other.by_page)


def belonging_to_nobody(cast: Cast) -> Ids:
    set_sender()
    offer = LocalOfferFactory.create(chosen=["Driving lessons"])
    translated = EntryTranslationFactory.create(translation__offer=offer)
    draft = LocalOfferFactory.create(version=2, published_on=None)
    LetterTemplateFactory.create(recorded_by=cast.mo, approved_by=cast.vera)
    LetterTemplateFactory.create(version=2, recorded_by=cast.mo, last_edited_by=cast.mo)
    PolicyValueFactory.create(key="keep_in_touch_weeks", value=8, from_on=date(2027, 1, 1))
    recommended, asked = RecommendationFactory.create(lead=cast.mo), SignatoryFactory.create(document__owner=cast.mo)
    trained = TrainedFactory.create(user=cast.pat, course__owner=cast.vera)
    brought, checked = (RecordImportFactory.create(recorded_by=cast.sys, state=state) for state in ("open", "checked"))
    panel = BodyFactory.create()
    ids = {
        "body_id": panel.pk,
        "body_kind": panel.kind,
        "member_id": BodyMemberFactory.create(body=panel).pk,
        "task_id": ServiceTaskFactory.create(body=panel, assigned_to=cast.vera).pk,
        "from_on": "2027-01-01",
        "batch_id": LetterBatchFactory.create(recorded_by=cast.bus).pk,
        "entry_id": draft.entries.get().pk,
        "topic_id": TopicFactory.create().pk,
        "problem_id": PageProblem.objects.create(text="Too small to tap", recorded_by=cast.pat).pk,
        "run_id": ExerciseRun.objects.create(user=cast.pat, exercise="visit", facts=visit_facts(cast.amira, TODAY)).pk,
        "exercise_code": "visit",
        "team_id": cast.north.pk,
        "letter_kind": "18",
        "translation_id": translated.translation_id,
        "language": "pl",
        "edition": 1,
        "layout": "large",
        "worker": "nobody",
        "week": "late",
        "whose": "mine",
        "which": "now",
        "key": "keep_in_touch_weeks",
        "measure": "IN_TOUCH_8W",
        "duty_measure": "CONTACT",
        "period_measure": "B_AND_B",
        "file_kind": "csv",
        "return_kind": "zip",
        "paper_kind": "pdf",
        "section": "EET",
        "subject": "board_homes",
        "import_id": brought.pk,
        "file_id": brought.files.get().pk,
        "sheet": 0,
        "table": "people",
        "category": "education",
        "looked_id": recommended.review_id,
        "recommendation_id": recommended.pk,
        "service_document_id": asked.document_id,
        "signatory_id": asked.pk,
        "course_id": trained.course_id,
        "trained_id": trained.pk,
        "improvement_id": ImprovementActionFactory.create(recommendation=recommended, owner=cast.pat).pk,
        "year": 2026,
        "slug": "contacts",
        "view_id": SavedViewFactory.create(owner=cast.pat, team=cast.north).pk,
        "milestone": "housing_application",
        "group": "law",
        "step": "records",
        "role": "auditor",
    }
    by_page = {
        ("news_read", "version"): "0.1.0",
        ("offers:offer", "number"): 1,
        ("offers:offer_pdf", "number"): 1,
        ("offers:offer_edition", "number"): 1,
        ("offers:translation_entry", "entry_id"): translated.entry_id,
        ("offers:entry_care", "entry_id"): translated.entry_id,
        ("offers:letter_words_version", "number"): 1,
    }
    ids["signature_id"] = LetterSignatureFactory.create(used_from=TODAY).pk
    ids["service_id"] = PartnerServiceFactory.create(owner=cast.vera).pk
    ids["mentor_id"] = MentorFactory.create(keeper=cast.vera).pk
    ids["pledge_id"] = PledgeFactory.create(owner=cast.vera, look_on=TODAY).pk
    ids["feedback_id"] = OfferFeedbackFactory.create(due_on=TODAY).pk
    ids["session_id"] = GroupSessionFactory.create(leader=cast.pat, held_on=TODAY).pk
    ids |= {"post_id": OpportunityFactory.create().pk, "employer_id": EmployerFactory.create().pk}
    ids, by_page = ids | survey(cast), by_page | survey_draft()
    closed = BodyFactory.create(name="Old panel", closed_on=TODAY)
    by_page[("body_open_again", "body_id")] = closed.pk
    by_page[("body_close", "body_id")] = BodyFactory.create(name="Empty panel").pk
    return Ids(ids, by_page | {("import_run", "import_id"): checked.pk})
