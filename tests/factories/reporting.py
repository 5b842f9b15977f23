"""What others say of the service, and what is done about it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from factory import Sequence, SubFactory
from factory.django import DjangoModelFactory

from reporting.models import (
    ImprovementAction,
    Recommendation,
    ServiceDocument,
    ServiceReview,
    Signatory,
    Trained,
    TrainingCourse,
)
from tests.factories.careleavers import TODAY, UserFactory


class ServiceReviewFactory(DjangoModelFactory[Any]):
    """An inspection of last year."""

    class Meta:
        model = ServiceReview

    kind = "inspection"
    title = "Ofsted, November 2025"
    body = "Ofsted"
    reported_on = TODAY - timedelta(days=365)


class RecommendationFactory(DjangoModelFactory[Any]):
    """Begun, and asked about in four weeks."""

    class Meta:
        model = Recommendation

    review = SubFactory(ServiceReviewFactory)
    number = Sequence(lambda number: number + 1)
    text = "Give every young person their health history."
    lead = SubFactory(UserFactory)
    progress = "green"
    ask_on = TODAY + timedelta(weeks=4)


class ImprovementActionFactory(DjangoModelFactory[Any]):
    """To be done in two weeks."""

    class Meta:
        model = ImprovementAction

    recommendation = SubFactory(RecommendationFactory)
    text = "Agree with health who writes it"
    owner = SubFactory(UserFactory)
    due_on = TODAY + timedelta(weeks=2)


class ServiceDocumentFactory(DjangoModelFactory[Any]):
    """In use since last year, and looked at again next year."""

    class Meta:
        model = ServiceDocument

    kind = "policy"
    title = Sequence(lambda number: f"Policy {number}")
    approved_on = TODAY - timedelta(days=300)
    approved_by = "Cabinet"
    owner = SubFactory(UserFactory)
    look_on = TODAY + timedelta(days=400)


class SignatoryFactory(DjangoModelFactory[Any]):
    """A district that has not signed yet."""

    class Meta:
        model = Signatory

    document = SubFactory(ServiceDocumentFactory)
    organisation = "Melford District"
    asked_on = TODAY - timedelta(days=30)


class TrainingCourseFactory(DjangoModelFactory[Any]):
    """For everybody who works here."""

    class Meta:
        model = TrainingCourse

    title = "Training"
    audience = "staff"
    owner = SubFactory(UserFactory)


class TrainedFactory(DjangoModelFactory[Any]):
    """A year ago, for ever."""

    class Meta:
        model = Trained

    course = SubFactory(TrainingCourseFactory)
    user = SubFactory(UserFactory)
    group = "staff"
    trained_on = TODAY - timedelta(days=365)
