"""The skills for living independently: the team's list, and how far somebody is with each."""

from __future__ import annotations

from datetime import date
from typing import Any

from careleavers.actions.alerts import close_alerts_of_kind
from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.kept_facts import write_fact
from careleavers.actions.revisions import CHANGED_MEANWHILE, EditConflict, change
from careleavers.models import Skill, SkillProgress, User, YoungPerson
from careleavers.queries.skills import with_list_worked_through
from careleavers.rules.alert_kinds import ClosedBy
from careleavers.rules.skills import USUAL_SKILLS, SkillState

STEP = 10  # between the places of the usual skills, so that others fit in between


@action
def save_skill(
    *, by: User, skill: Skill | None, revision: int | None = None, is_retired: bool, today: date, **facts: Any
) -> Skill:
    """Add a skill to the list, or change one: its name, group and place, and whether it is still on the list.

    Refused where another skill has the name.
    """
    others = Skill.objects.exclude(pk=skill.pk) if skill else Skill.objects.all()
    if others.filter(name__iexact=facts["name"]).exists():
        raise Refused("Another skill has this name: choose another, or change that one.", field="name")
    if skill is None:
        skill = Skill.objects.create(recorded_by=by, retired_on=today if is_retired else None, **facts)
        record_event("skill_added", by=by, on=skill)
        return skill
    retired_on = (skill.retired_on or today) if is_retired else None
    fields = change(skill, revision, facts | {"retired_on": retired_on})
    record_event("skill_changed", by=by, on=skill, fields=fields)
    return skill


@action
def begin_skills(*, by: User | None) -> list[Skill]:
    """Put the usual skills on a list that is still empty. Refused when it is not."""
    if Skill.objects.exists():
        raise Refused("There are skills on the list already: add the others one by one.")
    skills = [
        Skill(name=name, group=group.value, position=STEP * place, recorded_by=by)
        for place, (group, name) in enumerate(USUAL_SKILLS, start=1)
    ]
    Skill.objects.bulk_create(skills)
    record_event("skills_begun", by=by, number=len(skills))
    return skills


@action
def write_skill(
    *, by: User, person: YoungPerson, skill: Skill, revision: int | None, today: date, **facts: Any
) -> SkillProgress:
    """Write down how far somebody is with a skill. `facts` are fields of SkillProgress, `since` among them.

    Once something is written down of each on the list, nobody is reminded any more. `revision` None: nothing was
    written down when the form was opened. EditConflict when somebody else wrote meanwhile; refused for a day outside
    their life, and for a skill that is no longer on the list.
    """
    if skill.retired_on:
        raise Refused(f"“{skill}” is no longer on the list of skills, and can only be read.")
    row = SkillProgress.objects.filter(person=person, skill=skill).first()
    if row and revision is None:
        raise EditConflict(None, row, facts)
    written = write_fact(
        by=by, person=person, model=SkillProgress, row=row, revision=revision, today=today, skill=skill, **facts
    )
    if with_list_worked_through(today).filter(pk=person.pk).exists():
        because = "The list of skills has been worked through"
        close_alerts_of_kind(person=person, kind=ClosedBy.SKILLS, today=today, because=because)
    return written


@action
def set_skill_state(
    *, by: User, person: YoungPerson, skill: Skill, state: SkillState, revision: int | None, today: date
) -> None:
    """What one tap says: they are so far since today, and nobody has said yet how we know; the note stays.

    Tapped twice, it is so since the first time. Refused when somebody else has changed the row since the page was
    opened, as for `write_skill`.
    """
    row = SkillProgress.objects.filter(person=person, skill=skill).first()
    if row and row.state == state:
        return
    if row and row.revision != revision:
        raise Refused(CHANGED_MEANWHILE)
    facts = {"state": state.value, "since": today, "shown_by": ""}
    write_skill(by=by, person=person, skill=skill, revision=revision, today=today, **facts)
