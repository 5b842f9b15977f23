"""What templates need to speak and look like one product: dates in words, telephone links, the parts of a form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from django import forms, template
from django.conf import settings
from django.core.paginator import Page
from django.forms.boundfield import BoundField
from django.forms.utils import flatatt
from django.template.context import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from careleavers.forms.fields import DateInput, DayInput
from careleavers.rules import colours, words
from careleavers.rules.setting_up import StepLink
from careleavers.site.navigation import Link, current_of
from careleavers.site.pages import may_open

register = template.Library()
POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?) (\d[A-Z]{2})$")

register.filter("day", words.day)
register.filter("weekday", words.weekday)
register.filter("ago", words.ago)
register.filter("hour", words.hour)
register.filter("listing", words.listing)
register.filter("in_pounds", words.in_pounds)
register.filter("with_article", words.with_article)
register.filter("may_open", may_open)


@register.filter
def short_day(when: date, today: date) -> str:
    """As in `words`, never broken at the end of a line."""
    return words.short_day(when, today).replace(" ", "\N{NO-BREAK SPACE}")


@register.filter
def due(when: date, today: date) -> str:
    """As in `words`, its date never broken at the end of a line."""
    phrase, dot, on = words.due(when, today).partition(" · ")
    return phrase + dot.replace(" ·", "\N{NO-BREAK SPACE}·") + on.replace(" ", "\N{NO-BREAK SPACE}")


@register.filter
def amount(number: int, nouns: str) -> str:
    """{{ 3|amount:"person,people" }}: "3 people"."""
    return words.amount(number, *nouns.split(","))


@register.filter
def is_before(when: date, today: date) -> bool:
    return when < today


@register.filter
def tel(number: str) -> SafeString:
    """A number to tap, written as it was typed; words that hold no number stay words."""
    digits = re.sub(r"[^\d+]", "", number)
    if not re.fullmatch(r"\+?\d{5,15}", digits):
        return format_html("{}", number)
    dialled = re.sub(r"^0(?!0)", "+44", digits)
    return format_html('<a class="govuk-link tel" href="tel:{}">{}</a>', dialled, number)


@register.filter
def email(address: str) -> SafeString:
    """An address that breaks, where it must, before its @."""
    name, at, host = address.partition("@")
    return format_html("{}<wbr>{}{}", name, at, host)


@register.filter
def in_one_line(lines: Sequence[str]) -> str:
    """The lines of an address with commas between them, its postcode never broken at the end of a line."""
    return POSTCODE.sub("\\1\N{NO-BREAK SPACE}\\2", ", ".join(lines))


@register.simple_tag
def tag(text: str, kind: str = "quiet") -> SafeString:
    """A status that somebody must act on: a word with a shape. Kinds: stop, warn, go, quiet."""
    return format_html('<strong class="tag tag--{}">{}</strong>', kind, text)


@register.simple_tag
def practice_band() -> SafeString:
    """On every page of a practice council, and on what is printed of it; nothing elsewhere. It needs no request."""
    if not settings.PRACTICE:
        return SafeString("")
    said = "Practice council: invented people, and nothing leaves it."
    exercises = reverse("exercises")
    return format_html('<p class="practice-band" role="note">{} <a href="{}">Exercises</a></p>', said, exercises)


@register.simple_tag
def step_url(link: StepLink) -> str:
    """The address of a page that a step of setting up leads to."""
    return reverse(link.url_name, args=link.args)


@register.simple_block_tag(takes_context=True)
def lead(context: Context, content: str, url_name: str, *args: object) -> str:
    """The words as a link to a page for whom it opens, and the words alone for others: nobody is led to a refusal.

    The words alone as well where nobody asks, as in a copy on paper.
    """
    request = context.get("request")
    if request is None or not may_open(request.user, url_name):
        return content
    return format_html('<a href="{}">{}</a>', reverse(url_name, args=args), content)


@register.simple_tag
def theme_url(colour: str) -> str:
    """The style sheet of an authority's colour "#rrggbb"; nothing for the product's own."""
    chosen = colour.lower()
    own = chosen == colours.OWN_BRAND or not colours.is_colour(chosen)
    return "" if own else reverse("theme", args=[chosen.removeprefix("#")])


@register.filter
def undo_url(message: Any) -> str:
    """The address in a message's extra_tags "undo=/address/", or nothing."""
    tags = (message.extra_tags or "").split()
    return next((word.removeprefix("undo=") for word in tags if word.startswith("undo=/")), "")


@register.simple_tag
def current_link(links: tuple[Link, ...], path: str) -> Link | None:
    return current_of(links, path)


@register.inclusion_tag("parts/pagination.html", takes_context=True)
def pagination(context: Context, page: Page[Any], nouns: str) -> dict[str, Any]:
    """How many "letter,letters", and links to the other pages; every other part of the query stays as it is."""
    elided = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    numbers = [number if isinstance(number, int) else None for number in elided]
    counted = amount(page.paginator.count, nouns)
    return {"page": page, "numbers": numbers, "counted": counted, "request": context["request"]}


# Forms ----------------------------------------------------------------------------------------------------------------


class FormError(NamedTuple):
    text: str
    target: str


@register.filter
def first_input(field: BoundField) -> str:
    """The id of the control that an error of this field should lead to: the first of a group, the first wrong box."""
    widget, id_ = field.field.widget, field.auto_id
    if isinstance(widget, DateInput):
        wrong = wrong_parts(field)
        return f"{id_}_{wrong[0]}" if wrong else widget.id_for_label(id_)
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple | forms.MultiWidget):
        return f"{id_}_0"
    return field.id_for_label


def wrong_parts(field: BoundField) -> list[str]:
    """The boxes of a three-box date that its errors name; all of them when no error names one."""
    codes = [error.code or "" for error in field.errors.as_data()]
    named = [part for part in DateInput.WIDTHS if any(part in code.split() for code in codes)]
    return named or (list(DateInput.WIDTHS) if codes else [])


def form_errors(form: forms.BaseForm) -> list[FormError]:
    general = [FormError(str(text), "") for text in form.non_field_errors()]
    hidden = [FormError(str(text), "") for field in form.hidden_fields() for text in field.errors]
    return (
        general
        + hidden
        + [FormError(str(t), first_input(field)) for field in form.visible_fields() for t in field.errors]
    )


@register.inclusion_tag("parts/error_summary.html")
def error_summary(form: forms.BaseForm | forms.BaseFormSet[Any]) -> dict[str, Any]:
    """Everything to put right, each leading to its first input; nothing for a form that has not been sent."""
    return {"problems": all_form_errors(form)}


def all_form_errors(form: Any) -> list[FormError]:
    if not isinstance(form, forms.BaseForm | forms.BaseFormSet) or not form.is_bound:
        return []
    if isinstance(form, forms.BaseFormSet):
        general = [FormError(str(text), "") for text in form.non_form_errors()]
        return general + [problem for each in form.forms for problem in form_errors(each)]
    return form_errors(form)


@register.inclusion_tag("parts/error_summary.html", takes_context=True)
def page_errors(context: Context) -> dict[str, Any]:
    """The error summary of the page's `form` and `formset`, when it has them, and what others saved meanwhile."""
    form = context.get("form")
    return {
        "problems": all_form_errors(form) + all_form_errors(context.get("formset")),
        "other_texts": getattr(form, "other_texts", ()),
    }


@register.simple_tag(takes_context=True)
def error_prefix(context: Context) -> str:
    """Page titles say first that something is to be put right: a screen reader reads the title first."""
    return "Error: " if page_errors(context)["problems"] else ""


KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (DateInput, "date"),
    (DayInput, "day"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.FileInput, "file"),
)


@register.filter
def layout_template(field: BoundField) -> str:
    """The template of our pack that draws this field."""
    kind = next((kind for widget, kind in KINDS if isinstance(field.field.widget, widget)), "input")
    return f"house/layout/{kind}.html"


@register.simple_tag
def control(field: BoundField, css_class: str, *described_by: str) -> SafeString:
    """The bare control in our classes, described by its hint, its error and any further ids."""
    classes = [css_class, field.field.widget.attrs.get("class", "")]
    if field.errors:
        classes.append(f"{css_class.split()[0]}--error")
    attrs: dict[str, Any] = {"class": " ".join(filter(None, classes))}
    ids = " ".join(filter(None, [field.aria_describedby, *described_by]))
    if ids:
        attrs["aria-describedby"] = ids
    if isinstance(field.field.widget, DateInput):
        attrs["wrong"] = wrong_parts(field)
    return field.as_widget(attrs=attrs)


@register.filter
def options_of_list(groups: Iterable[tuple[str | None, list[dict[str, Any]], int]]) -> SafeString:
    """The options of a list (`Select.optgroups`) as Django's templates draw them, which take 80 microseconds for each:
    the form of a contact has a hundred."""
    drawn = []
    for name, options, _ in groups:
        lines = [
            format_html(
                '\n  <option value="{}"{}>{}</option>',
                str(option["value"]),
                flatatt(option["attrs"]) if option["attrs"] else "",
                option["label"],
            )
            for option in options
        ]
        inner = SafeString("".join(lines))
        drawn.append(format_html('\n  <optgroup label="{}">{}\n  </optgroup>', name, inner) if name else inner)
    return SafeString("".join(drawn))


@register.filter
def is_marked_optional(field: BoundField) -> bool:
    """Whether the label says "(optional)". A form of filters, where everything is, sets `mark_optional = False`; so
    does a field that is asked for as soon as the one above it is filled in."""
    single_box = isinstance(field.field.widget, forms.CheckboxInput)
    marks = getattr(field.form, "mark_optional", True) and getattr(field.field, "mark_optional", True)
    return not field.field.required and not single_box and marks


@register.filter
def option_hint(field: BoundField, value: Any) -> str:
    """The line under one choice, from the field's `option_hints` (value: sentence)."""
    hint: str = getattr(field.field, "option_hints", {}).get(str(value), "")
    return hint


@register.filter
def fields(form: forms.BaseForm, names: str) -> list[BoundField]:
    """{% for field in form|fields:"place,minutes" %}: those of the named fields that the form has, in that order."""
    return [form[name] for name in names.split(",") if name in form.fields]


@register.filter
def opens_for(form: forms.BaseForm, names: str) -> bool:
    """Whether one of the named fields has an error or holds something, so that the part that hides it is open."""
    there = [form[name] for name in names.split(",") if name in form.fields]
    return any(field.errors or field.value() not in (None, "", False, "False", []) for field in there)
