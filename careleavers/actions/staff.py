"""Accounts, teams and roles. A change of what somebody may do ends their sessions on the next request.

What changes who manages a team also changes, in the same transaction, who is told of the alerts about its people.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import F, QuerySet

from careleavers.actions.account_mail import tell_of_link, tell_of_new_address, tell_of_role
from careleavers.actions.alerts import update_recipients, update_recipients_of_teams
from careleavers.actions.allocations import CASEWORK_ROLES
from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.bodies import pass_on_tasks_unseen
from careleavers.actions.facts_changed import facts_changed
from careleavers.actions.leaving import leave_everything
from careleavers.actions.revisions import change
from careleavers.actions.sign_ins import asked_for_link
from careleavers.actions.unseen import pass_on_unseen
from careleavers.models import Allocation, DutyMessage, RoleAssignment, Team, User
from careleavers.models.base import not_ended_by, on_day
from careleavers.models.duty_desk import UNANSWERED
from careleavers.permissions import NAMES_PEOPLE, Role, is_of_a_team
from careleavers.queries.held_work import (
    GO_WITH_THE_CASE,
    NOBODY_ELSE_MANAGES,
    NOBODY_ELSE_NAMED,
    held_by,
    held_by_team,
    people_about,
)
from careleavers.queries.managers import MANAGER_ROLES
from careleavers.queries.restricted import people_named_to
from careleavers.rules.words import amount, day

CASEWORK_VALUES = [role.value for role in CASEWORK_ROLES]


@action
def add_user(*, by: User, email: str, name: str, job_title: str = "", phone: str = "") -> User:
    """Make an account. It can sign in once its owner has chosen a password, or through the council's directory."""
    user = User(email=email.lower(), name=name, job_title=job_title, phone=phone)
    user.set_unusable_password()
    user.save()
    record_event("user_added", by=by, on=user)
    return user


@action
def add_administrator(*, by: None = None, email: str, name: str, password: str, today: date) -> User:
    """Make an account that manages accounts, from the server's command line: how a deployment's first one comes to be.

    Refused where the address has an account already.
    """
    if User.objects.filter(email=email.lower()).exists():
        raise Refused(f"{email} has an account already. Give it the role on the Staff page.")
    user = User(email=email.lower(), name=name)
    user.set_password(password)
    user.save()
    role = Role.SYSTEM_ADMINISTRATOR
    RoleAssignment.objects.create(user=user, role=role.value, starts_on=today)
    record_event("user_added", by=by, on=user, role=role.value)
    return user


@action
def change_user(
    *,
    by: User,
    user: User,
    email: str,
    name: str,
    job_title: str,
    phone: str,
    revision: int | None = None,
    today: date,
) -> User:
    """Change what an account says of its owner. EditConflict when somebody else changed the same since `revision`."""
    former = user.email
    given = {"email": email.lower(), "name": name, "job_title": job_title, "phone": phone}
    changed = change(user, revision, given)
    _follow_phone(user, changed, today)
    record_event("user_changed", by=by, on=user, fields=changed)
    if "email" in changed:
        tell_of_new_address(account=user, former=former, by=by)
    return user


@action
def set_password(*, by: None = None, user: User, password: str) -> None:
    """Store what somebody chose, hashed. The event is that of how they came to choose it."""
    user.set_password(password)
    user.save(update_fields=["password"])


@action
def make_password_link(*, by: User, user: User, now: datetime) -> None:
    """Somebody is about to be shown a link with which this account's password is chosen: the audit and the owner are
    told. Refused for an account whose owner signs in and did not ask for one."""
    if refusal := why_not_make_link(user, now):
        raise Refused(refusal)
    record_event("password_link_made", by=by, on=user)
    tell_of_link(account=user, by=by)


def why_not_make_link(user: User, now: datetime) -> str | None:
    """The sentence that says why an administrator makes no link to choose this account's password, or None."""
    if not user.is_active:
        return f"{user.name}'s account is closed. Open it again first."
    since = now - timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    if user.last_login is not None and not asked_for_link(user, since):
        return (
            f"{user.name} has signed in before. When they ask for a new password on the sign-in page, they get it by "
            "email; if no mail arrives, you can make a link here within three days of their asking."
        )
    return None


@action
def choose_own(*, by: User, shortcuts_on: bool, phone: str, today: date) -> None:
    """What everybody says of themselves: whether the single-key shortcut works, and their work phone."""
    own = User.objects.get(pk=by.pk)  # a request's user is a proxy
    changed = change(own, None, {"shortcuts_on": shortcuts_on, "phone": phone})
    if "shortcuts_on" in changed:
        record_event("shortcuts_chosen", by=by, on=by, shortcuts_on=shortcuts_on)
    _follow_phone(own, changed, today)
    if "phone" in changed:
        record_event("user_changed", by=by, on=by, fields=["phone"])


@action
def disable_user(*, by: User | None, user: User, today: date) -> None:
    """Close the account at once, and hand over what they still hold (`careleavers.queries.held_work`).

    Nobody works with their young people any more: the managers have a task for today for each. Refused where nobody
    else could take what they hold, unless the council's directory has closed the account already (`by` None); and
    nobody can lock out themselves.
    """
    if user == by:
        raise Refused("You cannot disable your own account. Ask another administrator.")
    held = held_by(user, today)
    if by and (stops := list(dict.fromkeys(kind.stops for kind in held if kind.stops))):
        raise Refused(" ".join(stops))
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_sessions_of(user)
    promised = people_about(kind for kind in held if kind.then == GO_WITH_THE_CASE)
    leave_everything(by=by, worker=user, people=people_about(held), promised=promised, today=today)
    _update_recipients(user, user.assignments.filter(on_day(today)), today)
    record_event("user_disabled", by=by, on=user, held={kind.code: len(kind.things) for kind in held})


@action
def enable_user(*, by: User, user: User, today: date) -> None:
    """Open a closed account again, with the roles that it still has; the service managers are told of those that read
    records."""
    user.is_active = True
    user.save(update_fields=["is_active"])
    _update_recipients(user, user.assignments.filter(on_day(today)), today)
    for held in user.assignments.filter(not_ended_by(today)):
        if Role(held.role).permissions & NAMES_PEOPLE:
            told = _service_managers(today, apart_from=(by, user))
            tell_of_role(account=user, role=str(held), by=by, to=told, again=True)
    record_event("user_enabled", by=by, on=user)


@action
def end_sessions(*, by: User, user: User) -> None:
    """Sign somebody out everywhere, on their next request."""
    end_sessions_of(user)
    record_event("sessions_ended", by=by, on=user)


@action
def give_role(*, by: User, user: User, role: Role, team: Team | None, starts_on: date, today: date) -> RoleAssignment:
    """Give a role from a day on. A role that reaches a team needs one; a role for the whole authority takes none.

    Nobody gives one to themselves. The service managers are told of a role that reads records.
    """
    if user == by:
        raise Refused("Nobody gives themselves a role. Ask another administrator to give it to you.")
    if refusal := why_not_give_role(role, team):
        raise Refused(refusal)
    assignments = user.assignments.filter(not_ended_by(starts_on), role=role.value, team=team)
    if assignments.exists():
        raise Refused(f"{user.name} already holds this role. End it first, or choose another team.")
    given = RoleAssignment.objects.create(user=user, role=role.value, team=team, starts_on=starts_on, recorded_by=by)
    end_sessions_of(user)
    _update_recipients(user, [given], today)
    _follow_adviser(given, today)
    record_event(
        "role_given", by=by, on=user, role=role.value, team=str(team.pk) if team else None, starts_on=starts_on
    )
    if role.permissions & NAMES_PEOPLE:
        tell_of_role(account=user, role=str(given), by=by, to=_service_managers(starts_on, apart_from=(by, user)))
    return given


def _service_managers(on: date, apart_from: Iterable[User]) -> QuerySet[User]:
    """Those who answer for who reads records, on the day or later, without these."""
    managers = RoleAssignment.objects.filter(not_ended_by(on), role=Role.SERVICE_MANAGER.value)
    found = User.objects.filter(pk__in=managers.values("user"), is_active=True)
    return found.exclude(pk__in=[each.pk for each in apart_from])


def why_not_give_role(role: Role, team: Team | None) -> str | None:
    """The sentence that says why this role cannot be given in this team, or None."""
    if team and team.closed_on:
        return f"{team.name} is closed: choose another team."
    if team and not is_of_a_team(role):
        return f"{role.label} is no role of a team: leave the team empty."
    if is_of_a_team(role) and not team:
        return f"Choose the team in which they are {role.label.lower()}."
    return None


@action
def end_role(*, by: User, assignment: RoleAssignment, ends_on: date | None = None, today: date) -> None:
    """The role is no longer held from a day on: today, if none is given. One that has not begun is taken out.

    Refused while young people, or a team, would be left with nobody; and where it has ended already.
    """
    if assignment.ends_on and assignment.ends_on <= today:
        raise Refused(f"This role ended on {day(assignment.ends_on)} already.")
    if assignment.user == by and assignment.role == Role.SYSTEM_ADMINISTRATOR.value:
        raise Refused("You cannot end your own role as administrator. Ask another administrator.")
    ends_on = today if ends_on is None else ends_on
    if ends_on < today:
        raise Refused("A role ends today or on a day to come.")
    if refusal := why_not_end_role(assignment, ends_on, today):
        raise Refused(refusal)
    _follow_adviser(assignment, today)
    record_event("role_ended", by=by, on=assignment.user, role=assignment.role, ends_on=ends_on)
    if ends_on <= assignment.starts_on:
        assignment.delete()  # it never was: only the history holds it
    else:
        assignment.ends_on = ends_on
        assignment.save(update_fields=["ends_on"])
    end_sessions_of(assignment.user)
    pass_on_unseen(people=people_about(held_by(assignment.user, today)), by=by, today=today)
    pass_on_tasks_unseen(today=today)
    _update_recipients(assignment.user, [assignment], today)


def why_not_end_role(assignment: RoleAssignment, ends_on: date, today: date) -> str | None:
    """The sentence that says what would be left with nobody if the role ended on the day, or None."""
    user, role = assignment.user, Role(assignment.role)
    others = user.assignments.exclude(pk=assignment.pk).filter(not_ended_by(ends_on))
    if role in CASEWORK_ROLES and not others.filter(team=assignment.team, role__in=CASEWORK_VALUES).exists():
        held = Allocation.objects.filter(not_ended_by(ends_on), worker=user, team=assignment.team)
        carried = held.filter(person__died_on=None)
        if carried.exists():
            many = amount(carried.values("person").distinct().count(), "young person", "young people")
            return f"{user.name} works with {many} in {assignment.team}: a manager must pass them on by then."
    manages_on = others.filter(role=role.value, team=assignment.team).exists()
    if role in MANAGER_ROLES and not manages_on:
        alone = {kind.code for kind in held_by(user, today) if kind.things}
        if "only_manager" in alone:
            return NOBODY_ELSE_MANAGES
        if "restricted" in alone and not others.filter(role__in=[each.value for each in MANAGER_ROLES]).exists():
            return NOBODY_ELSE_NAMED
    return None


@action
def save_team(
    *,
    by: User,
    team: Team | None,
    name: str,
    parent: Team | None,
    phone: str,
    revision: int | None = None,
    today: date,
) -> Team:
    """Add a team, or change its name, its place in the tree or its phone number.

    EditConflict when somebody else changed the same since `revision`.
    """
    given = {"name": name, "parent": parent, "phone": phone}
    if team and parent and team in ancestors_of(parent):
        raise Refused(f"{parent.name} is {team.name} or lies under it: choose a team above.")
    if team is None:
        team = Team.objects.create(**given)
        record_event("team_added", by=by, on=team)
        return team
    changed = change(team, revision, given)
    if "parent" in changed:
        update_recipients_of_teams(top=team.pk, today=today)
    record_event("team_changed", by=by, on=team, fields=changed, parent=str(parent.pk) if parent else None)
    return team


@action
def close_team(*, by: User, team: Team, today: date) -> None:
    """Close a team in which nobody works any more. Its past stays: figures and pages of days on which it was open.

    The others of its people, and with them the letters that wait for them, go to the team above.
    """
    if stops := [kind.stops for kind in held_by_team(team, today) if kind.stops]:
        raise Refused(" ".join(stops))
    people = list(team.people.values_list("pk", flat=True))
    if team.parent_id:
        team.people.update(team=team.parent_id)
    DutyMessage.objects.filter(UNANSWERED, team=team).update(team=team.parent_id)
    team.closed_on = today
    team.save(update_fields=["closed_on"])
    update_recipients(people=people, today=today)
    record_event("team_closed", by=by, on=team, people_moved=len(people) if team.parent_id else 0)


@action
def open_team_again(*, by: User, team: Team) -> None:
    """A team that was closed works again."""
    team.closed_on = None
    team.save(update_fields=["closed_on"])
    record_event("team_opened_again", by=by, on=team)


def ancestors_of(team: Team) -> list[Team]:
    """The team itself and every team above it."""
    found = [team]
    while (above := found[-1].parent) is not None:
        found.append(above)
    return found


def _update_recipients(user: User, assignments: Iterable[RoleAssignment], today: date) -> None:
    """After an account was closed or opened, or roles of managers began or ended: of the teams of these roles, or of
    everybody, and of the restricted records on which the user is named."""
    update_recipients(people=people_named_to(user, today), today=today)
    manages = [each.team_id for each in assignments if Role(each.role) in MANAGER_ROLES]
    for top in [None] if None in manages else manages:
        update_recipients_of_teams(top=top, today=today)


def _follow_adviser(assignment: RoleAssignment, today: date) -> None:
    """Whoever has the role is the adviser of those they work with: what is due about these is right at once."""
    if assignment.role == Role.PERSONAL_ADVISER.value:
        _follow_their_people(assignment.user, today)


def _follow_phone(user: User, changed: Iterable[str], today: date) -> None:
    """Letters give an adviser's phone number."""
    if "phone" in changed:
        _follow_their_people(user, today)


def _follow_their_people(user: User, today: date) -> None:
    theirs = Allocation.objects.filter(not_ended_by(today), worker=user)
    facts_changed(people=theirs.values_list("person_id", flat=True), today=today)


def end_sessions_of(user: User) -> None:
    User.objects.filter(pk=user.pk).update(access_version=F("access_version") + 1)
