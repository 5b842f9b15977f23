"""A batch for the printer, and the list of what goes into which envelope."""

from __future__ import annotations

import csv
from datetime import date
from io import BytesIO

import pypdfium2 as pdfium
import pytest
from django.urls import reverse
from pypdf import PdfReader
from pypdfium2 import raw

from careleavers.actions.people import record_death
from offers.actions import letters as actions
from offers.actions.planning import plan_letters
from offers.actions.rendering import render_due
from offers.models import Letter
from tests.cast import TODAY, Cast
from tests.factories import LocalOfferFactory, YoungPersonFactory, set_sender

pytestmark = pytest.mark.usefixtures("_on_the_day")


def test_the_list_of_the_envelopes_is_in_the_order_of_the_pages(cast: Cast, scene, sign_in) -> None:
    with scene():
        set_sender()
        LocalOfferFactory.create()
        of_18 = {"first_name": "Cai", "date_of_birth": date(2008, 12, 7)}
        YoungPersonFactory.create(nearly_19=True, team=cast.north, worker=cast.pat, **of_18)
        YoungPersonFactory.create(nearly_19=True, first_name="=Ada", team=cast.north, worker=cast.pat)
        YoungPersonFactory.create(nearly_19=True, first_name="Zoë", team=cast.north, worker=cast.pat)
    plan_letters(by=None, today=TODAY)
    ids = list(Letter.objects.values_list("pk", flat=True))
    actions.approve_letters(by=cast.mo, letters=ids, today=TODAY)
    render_due(today=TODAY)
    batch, _ = actions.print_batch(by=cast.bus, letters=ids, today=TODAY)

    def listed() -> list[dict[str, str]]:
        url = reverse("offers:batch_manifest", args=[batch.pk])
        sent = sign_in(cast.bus).post(url, {"purpose": "Envelopes"})
        lines = b"".join(sent.streaming_content).decode("utf-8-sig").splitlines()
        return [{name: row[name] for name in ("Page", "Address line 1", "Put in")} for row in csv.DictReader(lines)]

    document = PdfReader(BytesIO(bytes(batch.pdf)), strict=True).trailer["/Root"]
    wishes = {"/DisplayDocTitle": True, "/Duplex": "/Simplex", "/PrintScaling": "/None"}
    assert document["/ViewerPreferences"] | wishes == document["/ViewerPreferences"]
    assert "/StructTreeRoot" in document, "its tags are kept"
    with pdfium.PdfDocument(bytes(batch.pdf)) as printed:
        asked = (raw.FPDF_VIEWERREF_GetDuplex(printed), raw.FPDF_VIEWERREF_GetPrintScaling(printed))
        assert asked == (raw.Simplex, False), "as a second library reads it"
    pages = [page.extract_text() for page in PdfReader(BytesIO(bytes(batch.pdf))).pages]
    rows = listed()
    assert [row["Page"] for row in rows] == ["1", "2", "3"]
    assert all(row["Address line 1"].lstrip("'") in page for row, page in zip(rows, pages, strict=True))
    assert {row["Address line 1"]: row["Put in"] for row in rows} == {
        "'=Ada Owen": "",
        "Cai Owen": "Our offer to care leavers",
        "Zoë Owen": "",
    }
    cai = Letter.objects.select_related("person").get(person__first_name="Cai")
    record_death(by=cast.mo, person=cai.person, died_on=TODAY, today=TODAY)
    assert [(row["Page"], row["Address line 1"]) for row in listed()] == [("1", "'=Ada Owen"), ("2", "Zoë Owen")]
    actions.reprint(by=cast.bus, letter=Letter.objects.get(person__first_name="Zoë"), today=TODAY)
    assert [row["Page"] for row in listed()] == [""], "the PDF still has a page of one that has left the batch"
