"""Something is wrong on a page: said once, without anybody's id, answered once, and read by whoever said it."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from careleavers.models import AuditEvent, PageProblem
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("_on_the_day")


def test_from_the_foot_of_a_page_to_the_answer(cast: Cast, sign_in) -> None:
    pat = sign_in(cast.pat)
    record, new = reverse("person", args=[cast.amira.pk]), reverse("page_problem_new")
    assert f'href="{new}"' in pat.get(record).content.decode()
    form = pat.get(new, headers={"referer": f"https://care.example{record}?q=Khan"}).context["form"]
    sent = {"problem_id": uuid4(), "page": form["page"].value(), "text": "The phone number cannot be tapped."}
    for _ in range(2):  # a double tap is one
        page = pat.post(new, sent, follow=True).content.decode()
    assert "Not answered yet." in page
    problem = PageProblem.objects.get()
    assert problem.page == "people/<uuid:person_id>/"
    assert problem.request_id
    assert str(cast.amira.pk) not in f"{problem.page}{AuditEvent.objects.latest('pk').details}"

    sys = sign_in(cast.sys)
    assert "1 note of something wrong on a page waits" in sys.get(reverse("staff_list")).content.decode()
    where = reverse("page_problem", args=[problem.pk])
    assert "people/&lt;uuid:person_id&gt;/" in sys.get(where).content.decode()
    assert "Fill in “Your answer”" in sys.post(where, {"answer": ""}).content.decode()
    sys.post(where, {"answer": "Mended in the next version."})
    assert "Somebody else answered this" in sys.post(where, {"answer": "Again."}).content.decode()
    assert "of something wrong" not in sys.get(reverse("staff_list")).content.decode()
    assert [event.name for event in AuditEvent.objects.order_by("pk")] == [
        "page_problem_reported",
        "page_problem_answered",
    ]
    assert "Mended in the next version." in sign_in(cast.pat).get(new).content.decode()
    assert "The phone number" not in sign_in(cast.mo).get(new).content.decode(), "each reads their own"


@pytest.mark.parametrize(
    "came_from", ["", "https://elsewhere.example/x/", "https://care.example/no/such", "http://[bad"]
)
def test_where_they_came_from_may_be_unknown(cast: Cast, sign_in, came_from: str) -> None:
    page = sign_in(cast.dana).get(reverse("page_problem_new"), headers={"referer": came_from})
    assert page.context["form"]["page"].value() == ""
