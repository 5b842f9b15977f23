"""The words of letters: a draft is written from the version in force, and approved by somebody who did not write it."""

from __future__ import annotations

from datetime import date

from django.db.models import Max

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.revisions import change, claim_unchanged
from careleavers.models import PolicyValue, User
from offers.documents.letter_markdown import BadTemplate, read_template
from offers.documents.letter_samples import samples_for, try_template
from offers.models import LetterTemplate
from offers.queries.letter_templates import words_in_force
from offers.queries.offer_publishers import why_not_decide
from offers.rules.letter_fields import TemplateKind

APPROVED_ALREADY = "These words are approved and stay as they are. Begin a draft of the next version."


@action
def begin_template(*, by: User, kind: TemplateKind, today: date) -> LetterTemplate:
    """A draft of the next version, with the words that are in force; the draft there is, if there is one."""
    if draft := LetterTemplate.objects.filter(kind=kind, state=LetterTemplate.DRAFT).first():
        return draft
    last = LetterTemplate.objects.filter(kind=kind).aggregate(last=Max("version"))["last"] or 0
    draft = LetterTemplate.objects.create(
        kind=kind, version=last + 1, text=words_in_force(kind, today), recorded_by=by, last_edited_by=by
    )
    record_event("letter_words_begun", by=by, on=draft, kind=kind, version=draft.version)
    return draft


@action
def change_template(*, by: User, template: LetterTemplate, text: str, revision: int | None = None) -> None:
    """Change the draft. Refused, each fault with its line, where it is no template that a letter can be made of.

    EditConflict when somebody else changed it since this revision.
    """
    try:
        read_template(text, template.template_kind)
    except BadTemplate as wrong:
        raise Refused(str(wrong), field="text") from wrong
    _refuse_approved(claim_unchanged(template, None))
    change(template, revision, {"text": text})
    template.last_edited_by = by
    template.save(update_fields=["last_edited_by"])
    record_event("letter_words_changed", by=by, on=template, kind=template.kind, version=template.version)


@action
def discard_template(*, by: User, template: LetterTemplate, revision: int | None = None) -> None:
    """Discard the draft; the words in force stay. History keeps what it said. Refused when it was changed since the
    page was opened."""
    draft = claim_unchanged(template, revision)
    _refuse_approved(draft)
    record_event("letter_words_discarded", by=by, on=draft, kind=draft.kind, version=draft.version)
    draft.delete()


@action
def approve_template(*, by: User, template: LetterTemplate, revision: int | None = None, today: date) -> None:
    """Letters approved from today are written in these words. Refused for whoever wrote them, where they do not fit
    a page for somebody they were tried on, and when they were changed since the page was opened."""
    draft = claim_unchanged(template, revision)
    _refuse_approved(draft)
    if refusal := why_not_decide(draft, by, "approve") or why_not_approve(draft, today):
        raise Refused(refusal)
    draft.state, draft.approved_on, draft.approved_by = LetterTemplate.APPROVED, today, by
    draft.save(update_fields=["state", "approved_on", "approved_by"])
    record_event("letter_words_approved", by=by, on=draft, kind=draft.kind, version=draft.version)


def why_not_approve(template: LetterTemplate, today: date) -> str | None:
    """The sentence that says what is wrong with the words, whoever approves them; None where nothing is."""
    try:
        policies = PolicyValue.objects.in_force(today)
        kind = template.template_kind
        tried = try_template(template.text, kind, samples_for(kind), today, policies)
    except BadTemplate as wrong:
        return str(wrong)
    faulty = next((each for each in tried if each.fault), None)
    return f"{faulty.sample.label}: {faulty.fault}" if faulty else None


def _refuse_approved(template: LetterTemplate) -> None:
    if not template.is_draft:
        raise Refused(APPROVED_ALREADY)
