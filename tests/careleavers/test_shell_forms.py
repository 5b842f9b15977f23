"""Our crispy template pack: pointers have targets, what an administrator writes stays text, errors lead somewhere."""

import re
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any

import pytest
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout, Submit
from crispy_forms.utils import render_crispy_form
from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import DjangoTemplates
from django.template import Context, Template

from careleavers.forms.base import Form
from careleavers.forms.fields import DateField, DayField, PoundsField, WholeNumberField
from careleavers.models import User
from careleavers.templatetags.shell import all_form_errors
from tests.guards.forms import own_forms

BAD = '<script>alert("x")</script>'
LABEL = f"Name {BAD}"
HOW_LABEL = f"How {BAD}"


class Everything(Form):
    name = forms.CharField(label=LABEL, help_text=f"Hint {BAD}")
    note = forms.CharField(label="Note", widget=forms.Textarea, max_length=20, help_text="Short")
    plain = forms.CharField(label="Plain", widget=forms.Textarea)
    home = forms.ChoiceField(label="Home", choices=[("", "Choose one"), ("a", BAD)], help_text="Where")
    how = forms.ChoiceField(
        label=HOW_LABEL, choices=[("v", BAD), ("p", "Phone")], widget=forms.RadioSelect, help_text="How"
    )
    needs = forms.MultipleChoiceField(
        label="Needs", choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple
    )
    agreed = forms.BooleanField(label="Agreed", help_text="Ask first")
    born_on = DateField(label="Born", called="the date of birth", help_text="For example, 27 3 2007")
    seen_on = DayField(label="Seen", help_text="Lately")
    scan = forms.FileField(label="Scan", help_text="PDF")
    secret = forms.CharField(widget=forms.HiddenInput)
    extra = forms.CharField(label="Extra", required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["how"].option_hints = {"v": f"At home {BAD}"}
        self.fields["seen_on"].set_today(date(2026, 11, 22))


class Page(HTMLParser):
    """The ids of a page and everything that points at one."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.pointers: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append((tag, found))
        if found.get("id"):
            self.ids.append(found["id"] or "")
        for name in ("for", "aria-describedby", "aria-controls", "data-for"):
            self.pointers += (found.get(name) or "").split()
        if tag == "a" and (found.get("href") or "").startswith("#"):
            self.pointers.append((found["href"] or "")[1:])


def drawn(form: forms.BaseForm) -> str:
    source = "{% load shell crispy_forms_tags %}{% error_summary form %}{{ form|crispy }}"
    return Template(source).render(Context({"form": form}))


FORMS = {
    "new": Everything(),
    "sent empty": Everything({}),
    "sent with a wrong date": Everything({"born_on_day": "31", "born_on_month": "6", "born_on_year": "2007"}),
    "with a prefix": Everything({}, prefix="row-1"),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_every_pointer_has_its_target_and_every_id_is_one(form: forms.BaseForm) -> None:
    page = Page(drawn(form))
    assert set(page.pointers) <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_nothing_that_an_administrator_writes_becomes_markup(form: forms.BaseForm) -> None:
    html = drawn(form)
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "style=" not in html


def test_each_error_leads_to_a_control() -> None:
    page = Page(drawn(Everything({})))
    controls = {attrs["id"] for tag, attrs in page.tags if tag in ("input", "select", "textarea") and attrs.get("id")}
    problems = all_form_errors(Everything({}))
    assert {problem.target for problem in problems if problem.target} <= controls
    assert {"id_how_0", "id_needs_0", "id_born_on_day", "id_home", "id_scan"} <= {p.target for p in problems}


@pytest.mark.parametrize(
    ("typed", "target"),
    [
        ({}, "id_born_on_day"),
        ({"born_on_day": "3", "born_on_month": "", "born_on_year": "2007"}, "id_born_on_month"),
        ({"born_on_day": "3", "born_on_month": "4", "born_on_year": "07"}, "id_born_on_year"),
        ({"born_on_day": "31", "born_on_month": "6", "born_on_year": "2007"}, "id_born_on_day"),
    ],
)
def test_a_wrong_date_leads_to_the_wrong_box(typed: dict[str, str], target: str) -> None:
    assert [p.target for p in all_form_errors(Everything(typed)) if "birth" in p.text] == [target]


def test_only_the_wrong_box_is_marked() -> None:
    page = Page(drawn(Everything({"born_on_day": "31", "born_on_month": "6", "born_on_year": "2007"})))
    marked = [a["id"] for tag, a in page.tags if (a.get("id") or "").startswith("id_born_on_") and "aria-invalid" in a]
    assert marked == ["id_born_on_day"]


def test_a_control_is_described_by_its_hint_and_its_error() -> None:
    page = Page(drawn(Everything({})))
    described = {a["id"]: (a.get("aria-describedby") or "").split() for _, a in page.tags if a.get("id")}
    assert described["id_name"] == ["id_name_helptext", "id_name_error"]
    assert described["id_home"] == ["id_home_helptext", "id_home_error"]
    assert described["id_note"] == ["id_note_helptext", "id_note_error", "id_note-info"]
    groups = [a["aria-describedby"] for tag, a in page.tags if tag == "fieldset"]
    assert "id_how_helptext id_how_error" in groups
    assert "id_born_on_helptext id_born_on_error" in groups


def test_errors_are_sentences_that_say_what_to_do() -> None:
    texts = [problem.text for problem in all_form_errors(Everything({}))]
    assert f"Fill in “{LABEL}”" in texts
    assert f"Choose an answer to “{HOW_LABEL}”" in texts
    assert "Enter the date of birth" in texts
    assert not any("field" in text for text in texts)


def test_a_long_text_says_by_how_much() -> None:
    form = Everything({"note": "x" * 25})
    assert form.errors["note"] == ["Shorten “Note” to 20 characters: it has 25"]


def test_a_choice_that_is_none() -> None:
    assert Everything({"how": "x"}).errors["how"] == [f"Choose one of the answers to “{HOW_LABEL}”"]


def test_what_was_chosen_and_written_stands_again() -> None:
    html = drawn(Everything({"how": "p", "needs": ["b"], "name": 'a "quote"', "note": "</textarea>"}))
    page = Page(html)
    assert [a["value"] for tag, a in page.tags if "checked" in a] == ["p", "b"]
    assert [a["value"] for tag, a in page.tags if a.get("id") == "id_name"] == ['a "quote"']
    assert "&lt;/textarea&gt;" in html


def test_optional_fields_say_so_and_filters_do_not() -> None:
    html = drawn(Everything())
    assert html.count("(optional)") == 1
    quiet = Everything()
    quiet.mark_optional = False
    assert "(optional)" not in drawn(quiet)


def test_an_unsent_form_shows_no_errors() -> None:
    html = drawn(Everything())
    assert "govuk-error-summary" not in html
    assert "aria-invalid" not in html


def test_no_browser_bubbles() -> None:
    assert not [a for _, a in Page(drawn(Everything({}))).tags if "required" in a]


def test_a_helper_draws_the_whole_form() -> None:
    form = Everything({})
    form.helper = FormHelper()
    form.helper.layout = Layout(Fieldset("Who", "name"), Div("how", css_class="wide"), "scan")
    form.helper.add_input(Submit("", "Save"))
    html = render_crispy_form(form, context={"csrf_token": "abc"})
    page = Page(html)
    (shape,) = [attrs for tag, attrs in page.tags if tag == "form"]
    assert shape["enctype"] == "multipart/form-data"
    assert shape["method"] == "post"
    assert "novalidate" in shape
    assert [a["value"] for _, a in page.tags if a.get("name") == "csrfmiddlewaretoken"] == ["abc"]
    assert set(page.pointers) <= set(page.ids)
    assert ">Save</button>" in html


def test_a_formset_is_summed_up_row_by_row() -> None:
    rows = forms.formset_factory(Everything, extra=2)
    sent = rows({"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "2"})
    page = Page(
        Template("{% load shell crispy_forms_tags %}{% error_summary rows %}{{ rows|crispy }}").render(
            Context({"rows": sent})
        )
    )
    assert "id_form-1-how_0" in page.pointers
    assert set(page.pointers) <= set(page.ids)


def test_a_list_is_drawn_as_django_draws_it() -> None:
    """Seen to fail: an attribute of an option left out."""
    choices = [("", "Choose"), (f"a{BAD}", BAD), ("Group", [("b", "B"), (3, "C")])]
    for attrs in ({}, {"required": True, "hidden": False, "data-x": BAD}):
        widget = forms.Select(attrs, choices)
        ours, djangos = (widget.render("home", 3, renderer=each).split() for each in (None, DjangoTemplates()))
        assert ours == djangos


@pytest.mark.parametrize(("own", "said"), [({}, "Choose"), ({"empty_label": "Nobody"}, "Nobody")])
def test_no_choice_is_said_in_a_word(own: dict[str, str], said: str) -> None:
    """Seen to fail: Django's dashes."""

    class Asking(Form):
        who = forms.ModelChoiceField(queryset=User.objects.none(), **own)

    assert list(Asking().fields["who"].choices) == [("", said)]


WHOLE, PENCE = WholeNumberField(required=False, min_value=0), PoundsField(required=False, max_digits=8)


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        (WHOLE, "3000", 3000),
        (WHOLE, " £3,000 ", 3000),
        (WHOLE, "3,000.00", 3000),
        (WHOLE, "", None),
        (WHOLE, 3000, 3000),
        (WHOLE, "-1", ValidationError),
        (WHOLE, "3,00", ValidationError),
        (WHOLE, "3.50", ValidationError),
        (WHOLE, "3e3", ValidationError),
        (WHOLE, "£", None),
        (WHOLE, ".", ValidationError),
        (PENCE, "£1,120.50", Decimal("1120.50")),
        (PENCE, "1.505", ValidationError),
        (PENCE, "-", ValidationError),
    ],
)
def test_an_amount_as_people_write_it(field: forms.Field, typed: Any, value: Any) -> None:
    """Seen to fail: with Django's own fields."""
    if value is ValidationError:
        with pytest.raises(ValidationError):
            field.clean(typed)
    else:
        assert field.clean(typed) == value


def test_every_box_for_pounds_reads_them_as_people_write_them() -> None:
    """Seen to fail: with what a session costs."""
    boxes = [
        (form, name, field)
        for form in own_forms()
        for name, field in getattr(form, "base_fields", {}).items()
        if re.search(r"\bpounds\b|£", str(field.label), re.IGNORECASE)
        if isinstance(field, (forms.IntegerField, forms.DecimalField, forms.CharField))
    ]
    assert len(boxes) > 10
    assert not [found for found in boxes if not isinstance(found[2], (PoundsField, WholeNumberField))]
