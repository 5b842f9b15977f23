"""The words that letters come with, until a council has approved its own. Pure."""

import re

from offers.rules.letter_fields import TemplateKind

_BIRTHDAY = """\
# Happy {{{{age_in_order}}}} birthday, {{{{known_as}}}}

Dear {{{{known_as}}}},

{{{{wish}}}} {proud} {{{{lovely_day}}}}

We are still here for you. {{{{support}}}}

{{{{what_is_theirs}}}}

{{{{how_to_ask}}}} {{{{leaflet}}}}

With warm wishes from all of us,
"""
_COUNCIL_TAX = """\
# Confirmation for council tax

To whom it may concern,

To the council tax office: we write about {{full_name}}, born on {{born_on}}, so that you can decide on a discount or
exemption for care leavers.

{{facts}}

Please apply it from the first day on which they are liable. To check this letter, phone {{service_phone}}. We will not
tell you anything else about them unless they ask us to.

Yours faithfully,
"""
_HAND_OVER = """\
# Your personal adviser is changing

Dear {{known_as}},

{{change}}

{{new_adviser}} would like to meet you soon, and will get in touch. You can say where and when.

{{facts}}

What we promised you stays promised, and your plan stays yours. If you would rather have somebody else, or want to know
why this changes, phone us on {{service_phone}}.

With best wishes,
"""
# Children Act 1989 guidance volume 3, 4.19 and 4.20: they take part in the arrangements, may say who is not to be
# invited, and may chair it.
_REVIEW = """\
# Come and look at your plan with us

Dear {{known_as}},

Your pathway plan is yours. On {{when}} we would like to look at it with you: what went well, what has changed, and what
you want next.

It can be as you want it: choose another day or place, say who should not be there, or lead it yourself.

{{facts}}

If you would rather not come, phone {{worker}} on {{worker_phone}}, and say what you want to have in your plan. We will
write it down in your words.

With best wishes,
"""
# Children Act 1989 guidance volume 3, 4.39: adults may decline support, and the duty to try goes on.
_REMINDER = """\
# We are still here

Dear {{known_as}},

{{what_you_said}} That is fine, and this letter asks nothing of you.

You can change your mind on any day until {{until}}, when you are 25. You need no reason, and it does not matter how
long it has been.

{{facts}}

With best wishes,
"""


def _whole_lines(text: str) -> str:
    """A paragraph to a line, as somebody types it."""
    return re.sub(r"(?<!\n)\n(?!\n|$)", " ", text)


SHIPPED = {
    TemplateKind.AT_18: _BIRTHDAY.format(proud="Turning {{age}} is a big step, and we are proud of you."),
    TemplateKind.AT_21: _BIRTHDAY.format(proud="We are proud of how far you have come."),
    TemplateKind.YEARLY: _BIRTHDAY.format(proud="We are proud of how far you have come."),
    TemplateKind.COUNCIL_TAX: _whole_lines(_COUNCIL_TAX),
    TemplateKind.HAND_OVER: _whole_lines(_HAND_OVER),
    TemplateKind.REVIEW: _whole_lines(_REVIEW),
    TemplateKind.REMINDER: _whole_lines(_REMINDER),
}
