"""Surveys: rounds with their questions, who was drawn and reached, and answers that no name belongs to."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from careleavers.models import YoungPerson
from careleavers.models.base import APPEND_ONLY, NO_TRUNCATE, Recorded, Revised, UUIDModel, choices_of, track
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING, SENSITIVE
from offers.rules.offer_areas import AREAS_IN_WORDS
from offers.rules.surveys import BANDS, HIGHEST, LOWEST, QUESTION_WORDS

AREAS = choices_of(AREAS_IN_WORDS)


@track
class SurveyRound(Recorded, Revised):
    """One round of a survey, written as a draft, then open from `opened_on` up to and including `closes_on`.

    `seed` and `cohort` are kept when the sample is drawn: with the seed the drawing can be repeated, and `cohort` says
    how many could have been drawn, by trait and value, and under "left_out" how many never are, by the reason.
    """

    number = models.PositiveIntegerField(unique=True, db_comment=RECORD_KEEPING)
    title = models.CharField(max_length=120, db_comment=RECORD_KEEPING)
    welcome = models.TextField("what is said first", blank=True, db_comment=RECORD_KEEPING)
    areas = ArrayField(
        models.CharField(max_length=20, choices=AREAS), default=list, blank=True, db_comment=RECORD_KEEPING
    )
    size = models.PositiveSmallIntegerField("how many are asked", default=30, db_comment=RECORD_KEEPING)
    closes_on = models.DateField("last day", db_comment=RECORD_KEEPING)
    opened_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    seed = models.PositiveBigIntegerField(null=True, blank=True, db_comment=RECORD_KEEPING)
    cohort = models.JSONField(default=dict, blank=True, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                name="survey_drawn_with_seed",
                condition=Q(opened_on=None, seed=None) | Q(opened_on__isnull=False, seed__isnull=False),
            ),
            models.CheckConstraint(
                name="survey_closes_after_it_opens",
                condition=Q(opened_on=None) | Q(closes_on__gte=models.F("opened_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_draft(self) -> bool:
        return self.opened_on is None

    def is_open(self, today: date) -> bool:
        """Whether answers are taken on the day."""
        return self.opened_on is not None and self.opened_on <= today <= self.closes_on

    @property
    def area_words(self) -> list[str]:
        return [words for area, words in AREAS if area in self.areas]


@track
class SurveyQuestion(Recorded, Revised):
    """One question of a round; `choices` are the answers of a question with several."""

    round = models.ForeignKey(
        SurveyRound, on_delete=models.CASCADE, related_name="questions", db_comment=RECORD_KEEPING
    )
    order = models.PositiveSmallIntegerField(db_comment=RECORD_KEEPING)
    kind = models.CharField(max_length=6, choices=choices_of(QUESTION_WORDS), db_comment=RECORD_KEEPING)
    text = models.CharField(max_length=200, db_comment=RECORD_KEEPING)
    choices = ArrayField(models.CharField(max_length=60), default=list, blank=True, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.CheckConstraint(
                name="survey_choice_has_answers",
                condition=~Q(kind="choice") & Q(choices=[]) | Q(kind="choice", choices__len__gte=2),
            )
        ]

    def __str__(self) -> str:
        return self.text


@track
class SurveyInvitation(Recorded, Revised):
    """Somebody who was drawn for a round. What they answered is kept elsewhere, and leads to nobody.

    The traits are as they were when they were drawn.
    """

    WAITING, ANSWERED, DECLINED, NOT_REACHED = "", "answered", "declined", "not_reached"
    OUTCOMES = [(ANSWERED, "Answered"), (DECLINED, "Does not want to answer"), (NOT_REACHED, "Cannot be reached")]

    round = models.ForeignKey(
        SurveyRound, on_delete=models.PROTECT, related_name="invitations", db_comment=RECORD_KEEPING
    )
    person = models.ForeignKey(
        YoungPerson, on_delete=models.CASCADE, related_name="survey_invitations", db_comment=PERSONAL
    )
    band = models.CharField(max_length=8, choices=[(band, band) for band in BANDS], db_comment=PERSONAL)
    gender = models.CharField(max_length=30, db_comment=SENSITIVE)
    unaccompanied = models.CharField(max_length=20, db_comment=SENSITIVE)
    home = models.CharField(max_length=60, db_comment=SENSITIVE)
    outcome = models.CharField(max_length=11, choices=OUTCOMES, blank=True, default=WAITING, db_comment=PERSONAL)
    outcome_on = models.DateField(null=True, blank=True, db_comment=PERSONAL)

    class Meta:
        ordering = ["recorded_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "person"], name="survey_drawn_once"),
            models.CheckConstraint(
                name="survey_outcome_has_day",
                condition=Q(outcome="", outcome_on=None) | ~Q(outcome="") & Q(outcome_on__isnull=False),
            ),
        ]

    @property
    def traits(self) -> dict[str, str]:
        return {"age": self.band, "gender": self.gender, "unaccompanied": self.unaccompanied, "home": self.home}


class SurveyTry(Recorded):
    """Somebody phoned and reached nobody, or was asked to phone again on a day. Rows are only added."""

    invitation = models.ForeignKey(
        SurveyInvitation, on_delete=models.CASCADE, related_name="tries", db_comment=RECORD_KEEPING
    )
    tried_on = models.DateField(db_comment=PERSONAL)
    call_again_on = models.DateField("when to phone again", null=True, blank=True, db_comment=PERSONAL)

    class Meta:
        ordering = ["-tried_on", "-recorded_at"]
        triggers = [APPEND_ONLY, NO_TRUNCATE]


class SurveyResponse(UUIDModel):
    """What somebody answered. Neither who they are nor who wrote it down is kept, nor the hour: only the round, the
    day, and by which route. Never changed."""

    PHONE, PAPER, IN_PERSON, LINK = "phone", "paper", "in_person", "link"
    ROUTES = [(PHONE, "By phone"), (PAPER, "On paper"), (IN_PERSON, "Face to face"), (LINK, "By a link")]

    round = models.ForeignKey(
        SurveyRound, on_delete=models.PROTECT, related_name="responses", db_comment=RECORD_KEEPING
    )
    answered_on = models.DateField(db_comment=RECORD_KEEPING)
    route = models.CharField(max_length=9, choices=ROUTES, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["pk"]  # by chance, so that the order tells nothing
        triggers = [APPEND_ONLY, NO_TRUNCATE]


@track
class SurveyTheme(Recorded, Revised):
    """What several of them said, in the words of whoever reads the answers."""

    round = models.ForeignKey(SurveyRound, on_delete=models.CASCADE, related_name="themes", db_comment=RECORD_KEEPING)
    title = models.CharField(max_length=80, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["title"]
        constraints = [models.UniqueConstraint(fields=["round", "title"], name="survey_theme_once")]

    def __str__(self) -> str:
        return self.title


class SurveyAnswer(UUIDModel):
    """The answer to one question: a number, one of the choices, or their own words. Never changed."""

    response = models.ForeignKey(
        SurveyResponse, on_delete=models.CASCADE, related_name="answers", db_comment=RECORD_KEEPING
    )
    question = models.ForeignKey(
        SurveyQuestion, on_delete=models.PROTECT, related_name="answers", db_comment=RECORD_KEEPING
    )
    number = models.PositiveSmallIntegerField(null=True, blank=True, db_comment=SENSITIVE)
    text = models.TextField("the choice, or their own words", blank=True, db_comment=SENSITIVE)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["response", "question"], name="survey_question_answered_once"),
            models.CheckConstraint(
                name="survey_number_or_words",
                condition=Q(number__gte=LOWEST, number__lte=HIGHEST, text="") | Q(number=None) & ~Q(text=""),
            ),
        ]
        triggers = [APPEND_ONLY, NO_TRUNCATE]


class SurveyThemeMark(Recorded):
    """That an answer is about a theme: taken out again when it is not."""

    answer = models.ForeignKey(SurveyAnswer, on_delete=models.CASCADE, related_name="marks", db_comment=RECORD_KEEPING)
    theme = models.ForeignKey(SurveyTheme, on_delete=models.CASCADE, related_name="marks", db_comment=RECORD_KEEPING)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["answer", "theme"], name="survey_answer_marked_once")]
