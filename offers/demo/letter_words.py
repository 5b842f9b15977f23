"""The demo council's own words: at 21 and for invitations approved long ago; at 18 a draft that waits for somebody else
to approve it."""

from __future__ import annotations

from datetime import date, timedelta

from careleavers.models import User
from careleavers.permissions import Role
from offers.actions.letter_templates import begin_template, change_template
from offers.models import LetterTemplate
from offers.rules.letter_fields import TemplateKind

AT_21 = """\
# Happy {{age_in_order}} birthday, {{known_as}}

Dear {{known_as}},

{{wish}} Twenty-one is a day to keep. {{lovely_day}}

You may not have needed us for a while, and that is fine. {{support}}

{{what_is_theirs}}

{{how_to_ask}} {{leaflet}}

With warm wishes from everybody at Wend House,
"""
AT_18 = """\
# Happy {{age_in_order}} birthday, {{known_as}}

Dear {{known_as}},

{{wish}} You are an adult today, and we are **proud of you**. {{lovely_day}}

Leaving care does not mean leaving us. {{support}}

{{what_is_theirs}}

The Voices group asked us to say three things to you:

- Nobody has to know you were in care. You choose whom you tell.
- Asking for help is not a step back.
- There is Sunday lunch at Wend House. Bring a friend.

{{how_to_ask}} {{leaflet}}

With warm wishes from everybody at Wend House,
"""
INVITATION = """\
# Your plan, your day

Dear {{known_as}},

On {{when}} we would like to sit down with you and your plan. There will be cake.

You say how it goes: another day, another place, who is there and who is not. You can lead it yourself.

{{facts}}

If you would rather not come, phone {{worker}} on {{worker_phone}}. We will write down what you want, in your words.

With warm wishes from everybody at Wend House,
"""
APPROVED = {TemplateKind.AT_21: AT_21, TemplateKind.REVIEW: INVITATION}


def write_words(*, managers: list[User], today: date) -> None:
    """Inside the demo's action. Nothing where there are words already."""
    if LetterTemplate.objects.exists():
        return
    writer = managers[0]
    approver = User.objects.with_role(Role.SERVICE_MANAGER, today=today).exclude(pk=writer.pk).first()
    if approver is None:
        return
    for kind, text in APPROVED.items():
        words = LetterTemplate.objects.create(
            kind=kind, version=1, text=text, recorded_by=writer, last_edited_by=writer
        )
        words.state, words.approved_on = LetterTemplate.APPROVED, today - timedelta(days=400)
        words.approved_by = approver
        words.save()
    draft = begin_template(by=writer, kind=TemplateKind.AT_18, today=today)
    change_template(by=writer, template=draft, text=AT_18)
