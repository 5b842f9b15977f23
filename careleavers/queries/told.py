"""Who has a task about somebody on their Today page, for the sentence that promises it."""

from __future__ import annotations

from careleavers.models import Alert, AlertRecipient, YoungPerson
from careleavers.rules.words import listing


def on_today_of(person: YoungPerson, code: str) -> str:
    """Those who have the person's open tasks of this code, as the end of a sentence: "Pat Jones"; "Mo Lee, as nobody
    works with them"; "nobody yet: …". Whoever works with them is named before their managers. Two queries."""
    tasks = Alert.objects.filter(person=person, code=code, closed_on=None)
    told = AlertRecipient.objects.filter(alert__in=tasks, ended_on=None).order_by("user__sort_name")
    names: dict[str, list[str]] = {AlertRecipient.CASE_HOLDER: [], AlertRecipient.MANAGER: []}
    for role, name in told.values_list("recipient_role", "user__name"):
        if name not in names[role]:
            names[role].append(name)
    workers, managers = names.values()
    if workers:
        return listing(workers)
    for_managers = tasks.filter(managers_only=True).exists()
    if managers:
        return listing(managers) if for_managers else f"{listing(managers)}, as nobody works with them"
    missing = "nobody else may do it" if for_managers else "nobody works with them, and nobody manages their team"
    return f"nobody yet: {missing}. Tell a service manager"
