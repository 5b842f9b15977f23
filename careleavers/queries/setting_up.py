"""How far a council is set up: one function a step, each of what is really there. None of them writes.

Upper apps register steps of their own (`RecordExtension.setup_steps`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db.models import Count

from careleavers.models import (
    CareEpisode,
    Contact,
    DataQualityIssue,
    Observation,
    PolicyValue,
    RecordImport,
    SetupNote,
    Team,
    User,
)
from careleavers.permissions import Role
from careleavers.queries.backups import backup_state
from careleavers.queries.mail import mail_state
from careleavers.rules.policies import LAW, PRACTICE, REGISTRY, Policy
from careleavers.rules.setting_up import StepAnswer, StepLink, StepState, done, not_needed, to_do
from careleavers.rules.words import amount, day, listing

CONFIRMED_GROUPS = {"law": LAW, "practice": PRACTICE}
CASEWORK = (Role.PERSONAL_ADVISER, Role.SOCIAL_WORKER)
OLDEST_YEARS = 5  # the years of returns that answer "13 weeks since 14" of somebody who is 18 or 19


@dataclass(frozen=True)
class SetupFacts:
    """What every step may ask: the day, the authority's choices, and what was said of steps before."""

    today: date
    now: datetime
    policies: Mapping[str, Any]
    notes: Mapping[str, SetupNote]

    def is_noted_as_proved(self, step: str) -> bool:
        """Whether it was proved once, of whatever."""
        note = self.notes.get(step)
        return note is not None and note.state == SetupNote.PROVED

    def is_proved(self, step: str, proof: str = "") -> bool:
        return self.is_noted_as_proved(step) and self.notes[step].proof == proof


@dataclass(frozen=True)
class SetupStep:
    """One step: what it is called, where it comes, and the function that says whether it is done. One that a council
    may not need says so with `may_be_left_out`."""

    code: str
    title: str
    order: int
    answer: Callable[[SetupFacts], StepAnswer]
    may_be_left_out: bool = False


@dataclass(frozen=True)
class SetupLine:
    """A step with its answer, as the page shows it."""

    step: SetupStep
    answer: StepAnswer
    is_left_out: bool = False


def step_lines(steps: tuple[SetupStep, ...], facts: SetupFacts) -> list[SetupLine]:
    """Every step in its order. What somebody said is not needed counts so, until it is done after all."""
    return [_line(step, facts) for step in sorted(steps, key=lambda step: step.order)]


def _line(step: SetupStep, facts: SetupFacts) -> SetupLine:
    answer, note = step.answer(facts), facts.notes.get(step.code)
    if note and note.state == SetupNote.NOT_NEEDED and answer.state == StepState.TO_DO:
        by = f" ({note.recorded_by.name}, {day(note.recorded_at.date())})" if note.recorded_by else ""
        return SetupLine(step, not_needed(f"{note.reason}{by}"), is_left_out=True)
    return SetupLine(step, answer)


def setup_facts(today: date, now: datetime, policies: Mapping[str, Any]) -> SetupFacts:
    notes = SetupNote.objects.select_related("recorded_by")
    return SetupFacts(today, now, policies, {note.step: note for note in notes})


def _settings(*policies: Policy) -> tuple[StepLink, ...]:
    return tuple(StepLink(policy.label, "policy_edit", (policy.key,)) for policy in policies)


def authority(facts: SetupFacts) -> StepAnswer:
    wanted = ("authority_name", "authority_phone", "authority_email", "return_address")
    missing = [REGISTRY[key] for key in wanted if facts.policies[key] in ("", REGISTRY[key].default)]
    if missing:
        return to_do(f"Still missing: {listing(policy.label.lower() for policy in missing)}.", *_settings(*missing))
    chosen = facts.policies["authority_colour"] != REGISTRY["authority_colour"].default
    colour = "" if chosen else " The colour is the one that it came with."
    return done(f"{facts.policies['authority_name']}.{colour}", *_settings(REGISTRY["authority_colour"]))


def teams(facts: SetupFacts) -> StepAnswer:
    many = Team.objects.filter(closed_on=None).count()
    link = StepLink("Teams", "team_list")
    return done(f"{amount(many, 'team')}.", link) if many else to_do("There is no team yet.", link)


def staff(facts: SetupFacts) -> StepAnswer:
    """Somebody who works with young people, somebody who answers for who reads records, and a second administrator."""
    links = (StepLink("Staff from a list", "staff_import"), StepLink("People who work here", "staff_list"))
    wanted = {
        "nobody works with young people": CASEWORK,
        "nobody is service manager, who is told of each role that reads records": (Role.SERVICE_MANAGER,),
    }
    missing = [why for why, roles in wanted.items() if not any(_with_role(role, facts).exists() for role in roles)]
    if _with_role(Role.SYSTEM_ADMINISTRATOR, facts).count() < 2:
        missing.append("you are the only administrator, and nobody gives themselves a role")
    many = f"{amount(User.objects.filter(is_active=True).count(), 'account')}."
    return to_do(f"{many} But {listing(missing)}.", *links) if missing else done(many, *links)


def _with_role(role: Role, facts: SetupFacts) -> Any:
    return User.objects.with_role(role, today=facts.today)


def law(facts: SetupFacts) -> StepAnswer:
    return _confirmed("law", facts)


def practice(facts: SetupFacts) -> StepAnswer:
    return _confirmed("practice", facts)


def to_confirm(code: str, today: date) -> list[Policy]:
    """The settings of a group for which nobody has chosen or confirmed a value by the day."""
    chosen = set(PolicyValue.objects.filter(from_on__lte=today).values_list("key", flat=True))
    return [each for each in REGISTRY.values() if each.group == CONFIRMED_GROUPS[code] and each.key not in chosen]


def _confirmed(code: str, facts: SetupFacts) -> StepAnswer:
    left = to_confirm(code, facts.today)
    link = StepLink("Look through them and confirm", "set_up_confirm", (code,))
    if left:
        return to_do(f"{amount(len(left), 'setting')} that nobody has confirmed.", link)
    keys = [policy.key for policy in REGISTRY.values() if policy.group == CONFIRMED_GROUPS[code]]
    latest = PolicyValue.objects.filter(key__in=keys, from_on__lte=facts.today).select_related("recorded_by")
    last = latest.order_by("-recorded_at").first()
    by = f" by {last.recorded_by.name}" if last and last.recorded_by else ""
    on = f", last on {day(last.recorded_at.date())}{by}" if last else ""
    why = f" {last.reason}." if last and last.reason else ""
    return done(f"All are chosen or confirmed{on}.{why}", link)


def mail(facts: SetupFacts) -> StepAnswer:
    link = StepLink("Prove it", "set_up_mail")
    if not facts.is_proved("mail"):
        return to_do("Nobody has told us yet that a message arrived.", link)
    if not mail_state(facts.now).goes_out(facts.now):
        return to_do("A message arrived once, but mail does not go out now.", StepLink("See why", "mail"))
    note = facts.notes["mail"]
    return done(f"A message arrived on {day(note.recorded_at.date())}.", link)


def directory(facts: SetupFacts) -> StepAnswer:
    if settings.DIRECTORY is None:
        return not_needed("No directory is connected: everybody signs in with a password. Whoever runs it can add one.")
    if SocialAccount.objects.filter(last_login__isnull=False).exists():
        return done(f"Somebody has signed in with {settings.DIRECTORY.name}.")
    return to_do(f"Sign out, and in again with {settings.DIRECTORY.name}.")


def returns(facts: SetupFacts) -> StepAnswer:
    """Which years of the SSDA903 return are in the record, and what they asked that nobody has answered."""
    years = dict(Observation.objects.values_list("year").annotate(Count("pk")))
    episodes = dict(CareEpisode.objects.exclude(returned_in=None).values_list("returned_in").annotate(Count("pk")))
    found = sorted({*years, *episodes})
    if not found:
        return to_do(
            "No SSDA903 return is loaded. Whoever runs the server does it with manage.py import_903, the oldest year "
            f"first; {OLDEST_YEARS} years are enough."
        )
    said = tuple(
        f"{year}: {amount(years.get(year, 0), 'care leaver')} in OC3, {amount(episodes.get(year, 0), 'episode')} last "
        "returned then"
        for year in found
    )
    left = DataQualityIssue.objects.filter(resolved_at=None).count()
    asked = f" {amount(left, 'imported value')} to put right." if left else " Nothing in them is left to put right."
    return done(f"{amount(len(found), 'year')}.{asked}", details=said)


def records(facts: SetupFacts) -> StepAnswer:
    brought = RecordImport.objects.filter(state=RecordImport.DONE).order_by("recorded_at")
    link = StepLink("Records of another system", "import_list")
    if systems := list(dict.fromkeys(brought.values_list("system", flat=True))):
        return done(f"Brought over from {listing(systems)}.", link)
    return to_do("Nothing has been brought over from the system that you had before.", link)


def backup(facts: SetupFacts) -> StepAnswer:
    state, link = backup_state(), StepLink("Mail, jobs, files and backups", "mail")
    if state.is_proved(facts.now) and state.last:
        return done(f"A backup was restored elsewhere and compared on {day(state.last.drilled_at.date())}.", link)
    if state.last is None:
        return to_do("No drill has restored a backup yet: whoever runs the server does it with manage.py drill.", link)
    return to_do("The last drill found a difference, or its backup is too old.", link)


def contact(facts: SetupFacts) -> StepAnswer:
    if first := Contact.objects.order_by("recorded_at").values_list("recorded_at", flat=True).first():
        return done(f"The first was written down on {day(first.date())}.")
    return to_do("No contact has been logged yet. A personal adviser opens a young person, and chooses Log contact.")


STEPS = (
    SetupStep("authority", "The authority: name, phone, email, address and colour", 10, authority),
    SetupStep("teams", "Teams", 20, teams),
    SetupStep("staff", "People who work here", 30, staff),
    SetupStep("law", "Points of law", 40, law),
    SetupStep("practice", "Local practice", 50, practice),
    SetupStep("mail", "Mail that arrives", 60, mail),
    SetupStep("directory", "Signing in with the council’s directory", 70, directory),
    SetupStep("returns", "SSDA903 returns", 80, returns, may_be_left_out=True),
    SetupStep("records", "Records of another system", 90, records, may_be_left_out=True),
    SetupStep("backup", "A backup that can be restored", 120, backup),
    SetupStep("contact", "One contact", 130, contact),
)
