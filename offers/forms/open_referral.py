"""What a program asks of the open data: read strictly, so that a mistaken question is not answered with everything."""

from __future__ import annotations

from django import forms

from offers.queries.open_referral import Wanted

MOST_ON_A_PAGE = 100
OLDEST = 120


class PageForm(forms.Form):
    page = forms.IntegerField(min_value=1, max_value=1_000_000, required=False)
    per_page = forms.IntegerField(min_value=1, max_value=MOST_ON_A_PAGE, required=False)


class ServicesForm(PageForm):
    """The parameters of `/services`; the day and the hours are read, though no entry states any."""

    search = forms.CharField(max_length=100, required=False)
    taxonomy_id = forms.UUIDField(required=False)
    taxonomy_term_id = forms.UUIDField(required=False)
    minimum_age = forms.IntegerField(min_value=0, max_value=OLDEST, required=False)
    maximum_age = forms.IntegerField(min_value=0, max_value=OLDEST, required=False)
    start_time = forms.CharField(max_length=30, required=False)
    end_time = forms.CharField(max_length=30, required=False)
    day = forms.CharField(max_length=30, required=False)

    @property
    def wanted(self) -> Wanted:
        asked = self.cleaned_data
        return Wanted(
            search=asked["search"],
            taxonomy=asked["taxonomy_id"],
            taxonomy_term=asked["taxonomy_term_id"],
            minimum_age=asked["minimum_age"],
            maximum_age=asked["maximum_age"],
            at_a_time=any(asked[name] for name in ("start_time", "end_time", "day")),
        )
