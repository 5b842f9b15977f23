"""Races of two at once that a lock of the product decides, each by the lock that decides it (`test_locks_hold.py`)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

from django.core.mail import EmailMessage
from django.utils import timezone

from careleavers.actions import (
    alerts,
    allocations,
    audit_seals,
    care,
    contacts,
    mail,
    merging,
    people,
    safeguarding,
    statuses,
)
from careleavers.actions.revisions import EditConflict
from careleavers.actions.statuses import rebuild_status
from careleavers.models import Allocation, Contact, FollowUp, YoungPerson
from offers.actions import local_offer, translations
from pathways.actions import assessments, decisions, milestones, plan_sheets, plans, reconcile
from pathways.models import NeedsAssessment, PathwayPlan
from reporting.actions.duties import count_duties
from reporting.actions.health_needs import count_health
from reporting.actions.periods import freeze_period
from reporting.actions.returns import submit_return
from reporting.models import DutyCount, FrozenPeriod
from reporting.rules.care_leaver_return import CollectionYear
from tests.cast import TODAY, Cast
from tests.factories import (
    NOW,
    AlertFactory,
    CareEpisodeFactory,
    ContactFactory,
    LocalOfferFactory,
    NeedsAssessmentFactory,
    OfferTranslationFactory,
    PlanSheetFactory,
    PlanVersionFactory,
    UserFactory,
    YoungPersonFactory,
    give_status,
)
from tests.guards.import_races import IMPORT_RACES
from tests.guards.letter_races import LETTER_RACES
from tests.guards.racing import Race, second_is_refused
from tests.guards.review_races import REVIEW_FURTHER, record_review
from tests.guards.service_races import SERVICE_RACES
from tests.guards.team_races import TEAM_FURTHER, TEAM_RACES


def allocate(cast: Cast) -> Race:
    other = UserFactory.create(name="Other", role="personal_adviser", team=cast.north)
    give = partial(
        allocations.allocate, by=cast.mo, person=cast.amira, role=Allocation.CASE_HOLDER, starts_on=TODAY, today=TODAY
    )

    def holds(first: Any, second: Any) -> bool:
        open_now = cast.amira.allocations.get(ends_on=None, role=Allocation.CASE_HOLDER)
        return bool(open_now.worker == other and open_now == second)

    return Race(partial(give, worker=cast.wes), partial(give, worker=other), holds)


def reassign(cast: Cast) -> Race:
    [allocation] = cast.amira.allocations.all()
    give = partial(
        allocations.reassign_caseload, by=cast.mo, worker=cast.pat, starts_on=TODAY, reason="Left", today=TODAY
    )
    return Race(
        partial(give, receivers={allocation: cast.wes}),
        partial(give, receivers={allocation: cast.sam}),
        second_is_refused,
    )


def start_planned(cast: Cast) -> Race:
    planned = allocations.allocate(
        by=cast.mo,
        person=cast.amira,
        worker=cast.wes,
        role=Allocation.CASE_HOLDER,
        starts_on=TODAY + timedelta(days=1),
        today=TODAY,
    )
    begin = partial(allocations.start_planned, by=None, allocation=planned, today=TODAY + timedelta(days=1))
    return Race(begin, begin, lambda first, second: (first, second) == (True, False))


def log_contact(cast: Cast) -> Race:
    facts = {"submission_id": uuid4(), "happened_on": TODAY, "method": "phone", "result": "spoke", "note": "A note"}
    log = partial(contacts.log_contact, by=cast.pat, person=cast.amira, today=TODAY, **facts)
    return Race(log, log, lambda first, second: first == second == Contact.objects.get())


def undo(cast: Cast) -> Race:
    contact = contacts.log_contact(
        by=cast.pat,
        person=cast.amira,
        today=TODAY,
        submission_id=uuid4(),
        happened_on=TODAY,
        method="phone",
        result="spoke",
    )
    take_back = partial(contacts.undo_contact, by=cast.pat, contact=contact, today=TODAY, now=timezone.now())
    return Race(take_back, take_back, second_is_refused)


def set_recipients(cast: Cast) -> Race:
    tell = partial(alerts.set_recipients, alerts=[AlertFactory.create(person=cast.amira)], today=TODAY)
    return Race(tell, tell, lambda first, second: not isinstance(second, Exception))


def change_person(cast: Cast) -> Race:
    change = partial(people.change_person, by=cast.pat, person=cast.amira, revision=cast.amira.revision, today=TODAY)
    return Race(
        partial(change, details={"language": "Dari"}),
        partial(change, details={"language": "Farsi"}),
        lambda first, second: isinstance(second, EditConflict),
    )


def seal_audit(cast: Cast) -> Race:
    people.alert_about_similar_record(by=cast.pat, person=cast.amira, today=TODAY)
    seal = partial(audit_seals.seal_audit, now=timezone.now() + timedelta(days=1))
    return Race(seal, seal, lambda first, second: bool(first["changes"]) and first == second)


def claim_mail(cast: Cast) -> Race:
    mail.queue_mail(messages=[EmailMessage("Hello", "Text", to=["pat@council.example"])], now=NOW)
    claim = partial(mail.claim_mail, now=NOW)
    return Race(claim, claim, lambda first, second: bool(first) and not second)


def give_up_mail(cast: Cast) -> Race:
    mail.queue_mail(messages=[EmailMessage("Hello", "Text", to=["pat@council.example"])], now=NOW - timedelta(days=9))
    give_up = partial(mail.give_up_old_mail, now=NOW)
    return Race(give_up, give_up, lambda first, second: second == 0)


def raise_alert(cast: Cast) -> Race:
    tell = partial(
        alerts.raise_alert,
        person=cast.amira,
        code="letter_to_take_out",
        cycle_started_on=TODAY,
        due_on=TODAY,
        text="Take it out",
        because="They died",
        today=TODAY,
    )
    return Race(tell, tell, lambda first, second: first == second)


def publish_offer(cast: Cast) -> Race:
    offer = LocalOfferFactory.create(published_on=None, consulted="Eleven young people")
    publish = partial(local_offer.publish, by=cast.pip, offer=offer, today=TODAY)
    return Race(publish, publish, second_is_refused)


def discard_translation(cast: Cast) -> Race:
    row = OfferTranslationFactory.create(recorded_by=cast.pip, last_edited_by=cast.pip)
    discard = partial(translations.discard_translation, by=cast.pip, translation=row)
    return Race(discard, discard, second_is_refused)


def start_assessment(cast: Cast) -> Race:
    start = partial(assessments.start_assessment, by=cast.pat, person=cast.amira, today=TODAY)
    return Race(start, start, lambda first, second: bool(first == second))


def complete_assessment(cast: Cast) -> Race:
    assessment = NeedsAssessmentFactory.create(
        person=cast.amira, written_by=cast.pat, own_words="Mine", conclusion="So be it"
    )
    NeedsAssessment.objects.update(needs=dict.fromkeys(assessment.needs, "Written."), views_of_others="Her aunt.")
    complete = partial(assessments.complete_assessment, by=cast.pat, assessment=assessment, today=TODAY)

    def holds(first: Any, second: Any) -> bool:
        return second_is_refused(first, second) and NeedsAssessment.objects.get().completed_on == TODAY

    return Race(complete, complete, holds)


def start_version(cast: Cast) -> Race:
    PathwayPlan.objects.create(person=cast.amira)
    start = partial(plans.start_version, by=cast.pat, person=cast.amira, today=TODAY)
    return Race(start, start, lambda first, second: bool(first == second))


def authorise_version(cast: Cast) -> Race:
    version = PlanVersionFactory.create(person=cast.amira, written_by=cast.pat, submitted=True)
    version.refresh_from_db()
    decide = {"version": version, "revision": version.revision, "today": TODAY, "now": NOW}
    return Race(
        partial(decisions.authorise_version, by=cast.mo, **decide),
        partial(decisions.return_version, by=cast.sue, comment="Not yet", **decide),
        second_is_refused,
    )


def remove_episode(cast: Cast) -> Race:
    episode = CareEpisodeFactory.create(person=cast.amira)
    facts = {"starts_on": episode.starts_on, "ends_on": None, "need": "N4"}
    correct = partial(care.change_episode, by=cast.pat, episode=episode, facts=facts, revision=1, today=TODAY)
    remove = partial(care.remove_episode, by=cast.mo, episode=episode, revision=1, today=TODAY)
    return Race(correct, remove, second_is_refused)


def reconcile_alerts(cast: Cast) -> Race:
    CareEpisodeFactory.create(person=cast.amira)
    rebuild_status(by=None, person=cast.amira, today=TODAY)
    cast.amira.alerts.all().delete()
    compare = partial(reconcile.reconcile_people, ids=[cast.amira.pk], today=TODAY)
    return Race(
        compare,
        compare,
        lambda first, second: first.opened > 0 and second.opened == 0,
    )


def rebuild_and_change(cast: Cast) -> Race:
    """The nightly job has something to store about a history that somebody changes at the same moment."""
    episode = CareEpisodeFactory.create(person=cast.amira)
    return Race(
        partial(statuses.rebuild_possible, by=None, people=[cast.amira.pk], today=TODAY),
        partial(care.remove_episode, by=cast.mo, episode=episode, today=TODAY),
        lambda first, second: second is None and not list(statuses.differences([cast.amira.pk], TODAY)),
    )


def freeze(cast: Cast) -> Race:
    give_status(cast.amira, "former_relevant")
    FrozenPeriod.objects.create(ends_on=date(2026, 9, 30))
    freezing = partial(freeze_period, by=None, ends_on=date(2026, 9, 30), today=TODAY)
    return Race(freezing, freezing, lambda first, second: first > 0 == second)


def count_twice(cast: Cast) -> Race:
    """Contact fell due in the quarter; counted by both it would stand there twice."""
    give_status(cast.amira, "former_relevant")
    ContactFactory.create(person=cast.amira, worker=cast.pat, happened_on=TODAY - timedelta(days=80))
    for ends_on in (date(2026, 9, 30), date(2026, 12, 31)):
        DutyCount.objects.create(ends_on=ends_on, counted_on=date(2026, 9, 30))
    counting = partial(count_duties, by=None, today=TODAY)
    return Race(counting, counting, lambda first, second: first > 0 == second)


def count_health_twice(cast: Cast) -> Race:
    FrozenPeriod.objects.create(ends_on=date(2026, 9, 30))
    counting = partial(count_health, by=None, today=TODAY)
    return Race(counting, counting, lambda first, second: (first, second) == (True, False))


def submit_again(cast: Cast) -> Race:
    """A return that was submitted, and has a line that was not in it."""
    year = CollectionYear(2026)
    submit_return(by=cast.vera, year=year, today=TODAY)
    give_status(cast.amira, "former_relevant")
    type(cast.amira).objects.filter(pk=cast.amira.pk).update(date_of_birth=date(2006, 5, 10), ssda903_id="104218")
    again = partial(submit_return, by=cast.vera, year=year, today=TODAY, reason="Somebody was missing")
    return Race(again, again, second_is_refused)


def decide_on_concern(cast: Cast) -> Race:
    contact = contacts.log_contact(
        by=cast.pat,
        person=cast.amira,
        today=TODAY,
        submission_id=uuid4(),
        happened_on=TODAY,
        method="phone",
        result="spoke",
        is_safeguarding=True,
    )
    decide = partial(safeguarding.decide_on_concern, contact=contact, text="Strategy meeting", today=TODAY)
    return Race(partial(decide, by=cast.mo), partial(decide, by=cast.vera), second_is_refused)


# By file and function in which the lock is asked for.
def twin_of(cast: Cast) -> YoungPerson:
    return YoungPersonFactory.create(first_name="Ameera", team=cast.north, involvement=None)


def leave_milestone_out(cast: Cast) -> Race:
    give_status(cast.amira, "former_relevant")
    decide = partial(
        milestones.decide_milestone, person=cast.amira, milestone="bank_account", left_out=True, seen=0, today=TODAY
    )
    leave_out = (
        partial(decide, by=cast.mo, reason="Waits for the passport."),
        partial(decide, by=cast.vera, reason="Ill"),
    )
    return Race(*leave_out, second_is_refused)


def merge_records(cast: Cast) -> Race:
    """Each into the other."""
    twin = twin_of(cast)
    merge = partial(merging.merge_records, by=cast.mo, reason="One passport", today=TODAY)
    return Race(
        partial(merge, kept=cast.amira, merged=twin), partial(merge, kept=twin, merged=cast.amira), second_is_refused
    )


def undo_merge(cast: Cast) -> Race:
    done = merging.merge_records(by=cast.mo, kept=cast.amira, merged=twin_of(cast), reason="One passport", today=TODAY)
    undo = partial(merging.undo_merge, by=cast.mo, merge=done, today=TODAY)
    return Race(undo, undo, second_is_refused)


RACES: dict[str, Callable[[Cast], Race]] = {
    "careleavers/actions/merging.py _both_locked": merge_records,
    "careleavers/actions/merging.py undo_merge": undo_merge,
    **IMPORT_RACES,
    "careleavers/actions/allocations.py _start_allocation": allocate,
    "careleavers/actions/allocations.py reassign_caseload": reassign,
    "careleavers/actions/allocations.py start_planned": start_planned,
    "careleavers/actions/contacts.py log_contact": log_contact,
    "careleavers/actions/contacts.py locked": undo,
    "careleavers/actions/safeguarding.py decide_on_concern": decide_on_concern,
    "careleavers/actions/alerts.py set_recipients": set_recipients,
    "careleavers/actions/alerts.py store_alerts": raise_alert,
    "careleavers/actions/audit_seals.py seal_audit": seal_audit,
    "careleavers/actions/revisions.py _locked": change_person,
    "careleavers/actions/mail.py claim_mail": claim_mail,
    "careleavers/actions/mail.py give_up_old_mail": give_up_mail,
    **LETTER_RACES,
    **SERVICE_RACES,
    **TEAM_RACES,
    "offers/actions/local_offer.py _draft": publish_offer,
    "offers/actions/translations.py _draft": discard_translation,
    "pathways/actions/assessments.py start_assessment": start_assessment,
    "pathways/actions/assessments.py complete_assessment": complete_assessment,
    "pathways/actions/plans.py start_version": start_version,
    "pathways/actions/plans.py lock_version": authorise_version,
    "pathways/actions/reviews.py record_review": record_review,
    "careleavers/actions/locks.py lock_people": reconcile_alerts,
    "reporting/actions/duties.py _count_quarter": count_twice,
    "reporting/actions/health_needs.py count_health": count_health_twice,
    "reporting/actions/periods.py freeze_period": freeze,
    "reporting/actions/returns.py submit_return": submit_again,
}


# Further races that a lock above decides.
def sheet_printed_again(cast: Cast) -> Race:
    """The task to get it back was taken out: of two who print it again one has it."""
    version = PlanVersionFactory.create(person=cast.amira, written_by=cast.pat)
    PlanSheetFactory.create(version=version)
    again = partial(plan_sheets.print_sheet, of=version, days=14, today=TODAY)

    def holds(first: Any, second: Any) -> bool:
        return FollowUp.objects.filter(person=cast.amira, done_on=None).count() == 1

    return Race(partial(again, by=cast.pat), partial(again, by=cast.mo), holds)


FURTHER = {
    "a sheet printed again by two": sheet_printed_again,
    "a nightly rebuild of legal statuses and a change": rebuild_and_change,
    "an episode taken out by two": remove_episode,
    "two managers who leave one milestone out": leave_milestone_out,
    **TEAM_FURTHER,
    **REVIEW_FURTHER,
}

# Locks whose race is elsewhere, or that decide none of their own.
ELSEWHERE = {
    "careleavers/actions/second_steps.py encrypt_second_steps": "a nightly job: jobs of one name run one at a time",
    "careleavers/actions/file_scans.py claim_scan": "two workers, in tests/careleavers/test_virus_scanner.py",
    "careleavers/actions/file_scans.py queue_files_from_before": "the same two workers",
    "careleavers/actions/practice.py claim_new_beginning": "two workers, in tests/careleavers/test_practice_again.py",
    "careleavers/beat.py _take": "two beats as two sessions, in tests/careleavers/test_beat.py",
    "careleavers/importing/stored.py stored_rows": "inside bring_over, of which one runs at a time",
    "careleavers/importing/stored.py records_alike": "inside bring_over as well",
    "careleavers/ssda903/importing/loading.py load_children": "one import at a time, started by an operator",
    "careleavers/ssda903/importing/stored.py stored_children": "inside load_children, of which one runs at a time",
    "careleavers/ssda903/importing/stored.py _match_by_more_than_the_number": "inside load_children as well",
}
