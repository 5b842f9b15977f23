"""Links by which somebody who was drawn for a round answers its questions without an account."""

from __future__ import annotations

from django.db import models

from careleavers.models.secret_links import SecretLink
from careleavers.models.sensitivity import RECORD_KEEPING
from offers.models.surveys import SurveyInvitation


class SurveyLink(SecretLink):
    """A link to the questions of a round for one who was drawn, who must also know their date of birth. It is used up
    once they have answered, in whatever way; what they answered is kept apart from it.
    """

    CALLED = "survey_link"

    invitation = models.ForeignKey(
        SurveyInvitation, on_delete=models.CASCADE, related_name="links", db_comment=RECORD_KEEPING
    )
