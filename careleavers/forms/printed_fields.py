"""Fields whose words are printed on letters."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError

from careleavers.rules import phones, printing


def refuse_unprintable(text: str) -> None:
    if wrong := printing.cannot_print(text):
        raise ValidationError(wrong)


def refuse_no_number(text: str) -> None:
    if wrong := phones.problem("phone", text):
        raise ValidationError(wrong)


class PrintedField(forms.CharField):
    default_validators = [refuse_unprintable]


class PhoneField(forms.CharField):
    default_validators = [refuse_unprintable, refuse_no_number]
