"""The picture of the signature on letters: what may be one, what bears it, and what it never moves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from io import BytesIO
from typing import Any

import pypdfium2 as pdfium
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageChops, ImageDraw

from careleavers.actions.base import Refused, allowing_writes
from careleavers.actions.policies import set_policy
from careleavers.models import AuditEvent
from careleavers.rules.words import day
from offers.actions import letters, signatures
from offers.actions.planning import plan_letters
from offers.actions.rendering import render_due
from offers.documents.composing import Composer
from offers.documents.letter_content import from_content
from offers.documents.pdf_check import check_letter
from offers.documents.signatures import signature_on
from offers.documents.typesetting import letter_pdf
from offers.forms.signatures import SignatureForm
from offers.models import Letter, LetterFile, LetterSignature
from tests.careleavers.test_documents import PDF, png_that_unfolds_to
from tests.cast import TODAY, Cast
from tests.factories import YoungPersonFactory
from tests.offers.test_letters import letter as words_at

pytestmark = pytest.mark.usefixtures("_on_the_day")
SCALE = 2  # of 72 dots an inch
PIXELS_PER_MM = SCALE * 72 / 25.4
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><path d="M0 0L9 9"/></svg>'


def scan(
    form: str = "PNG", size: tuple[int, int] = (1400, 700), mode: str = "RGB", paper: Any = "white", ink: Any = "navy"
) -> bytes:
    """A sheet with a line of ink across its middle, as wide as half of it."""
    sheet, made = Image.new("RGBA", size, paper), BytesIO()
    width, height = size
    across = [(width // 4 + step * width // 16, height // 2 + (-1) ** step * height // 10) for step in range(9)]
    ImageDraw.Draw(sheet).line(across, fill=ink, width=max(width // 120, 1))
    sheet.convert(mode).save(made, form)
    return made.getvalue()


def sent(content: bytes, name: str = "Signature.png") -> SignatureForm:
    return SignatureForm({}, {"file": SimpleUploadedFile(name, content, content_type="image/png")})


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (SVG, "Drawings such as SVG are not taken"),
        (b"\x89PNG" + SVG, "Drawings such as SVG are not taken"),
        (PDF, "is neither a PNG nor a JPEG picture"),
        (b"", "empty"),
        (scan()[:400], "cannot be read as a picture: scan the signature again"),
        (png_that_unfolds_to(60_000, 60_000), "has too many pixels"),
        (scan() + b" " * 6_000_000, "is too large: the most is 5 MB"),
        (scan(ink="white"), "shows no signature"),
        (scan(paper="black", ink="white"), "has no white paper behind the signature"),
        (scan(size=(200, 100)), "is too small to print sharply"),
        (scan(size=(400, 1600)), "is taller than a signature"),
    ],
    ids=["svg", "svg-called-png", "pdf", "empty", "cut", "bomb", "large", "blank", "dark", "small", "tall"],
)
def test_what_is_no_signature_is_refused_with_what_to_do(content: bytes, says: str) -> None:
    form = sent(content)
    assert not form.is_valid()
    assert says in form.errors.as_text()


@pytest.mark.parametrize(
    "content",
    [
        scan(),
        scan("JPEG"),
        scan(mode="RGBA", paper=(0, 0, 0, 0)),
        scan(paper="#e8e4dc"),
        scan(mode="L"),
        scan(mode="P"),
    ],
    ids=["png", "jpeg", "transparent", "beige-paper", "grey", "palette"],
)
def test_the_ink_alone_is_kept_black_on_white_and_without_what_else_was_in_the_file(content: bytes) -> None:
    form = sent(content)
    assert form.is_valid(), form.errors
    kept = form.cleaned_data["file"]
    with Image.open(BytesIO(kept.png)) as picture:
        assert (picture.size, picture.info.keys() & {"exif", "Comment", "xmp"}) == ((kept.width, kept.height), set())
        grey = picture.convert("L")
    assert 3 < kept.width / kept.height < 6, "cut to its ink"
    assert kept.width <= 900
    assert kept.height <= 180
    darkest, lightest = grey.getextrema()
    assert (darkest < 90, lightest > 245) == (True, True)
    assert len(kept.png) < 30_000


def kept(cast: Cast, content: bytes) -> LetterSignature:
    return signatures.keep_signature(by=cast.sys, picture=signature_on(content), today=TODAY)


def used(cast: Cast, content: bytes) -> LetterSignature:
    row = kept(cast, content)
    signatures.use_signature(by=cast.sys, signature=row, today=TODAY)
    return row


def pages_of(pdf: bytes) -> list[Image.Image]:
    document = pdfium.PdfDocument(pdf)
    try:
        return [page.render(scale=SCALE, grayscale=True).to_pil() for page in document]
    finally:
        document.close()


def pixels(pdf: bytes) -> Image.Image:
    [only] = pages_of(pdf)
    return only


def count_dark(page: Image.Image) -> int:
    return sum(page.histogram()[:96])


@pytest.mark.parametrize("size", [(1400, 700), (3000, 500), (700, 1400)], ids=["usual", "wide", "high"])
def test_a_signature_moves_nothing_on_the_page(letter: Letter, cast: Cast, size: tuple[int, int]) -> None:
    """By pixels: but for its own place, 60 mm by 10 mm above the name, the letter with it is the letter without."""
    bare = words_at(21)
    row = used(cast, scan(size=size))
    signed = replace(bare, sender=replace(bare.sender, signature=row.called))
    without, with_it = (letter_pdf(each, TODAY) for each in (bare, signed))
    checked = check_letter(with_it, strict=True)
    assert (checked.problems, checked.pages, checked.address) == ((), 1, bare.address)
    changed = ImageChops.difference(pixels(without), pixels(with_it))
    box = changed.point(lambda shade: 255 if shade > 24 else 0).getbbox()
    assert box is not None, "the signature is printed"
    left, top, right, bottom = (edge / PIXELS_PER_MM for edge in box)
    assert (left >= 24, right <= 24.6 + 61, bottom - top <= 10.6, top > 95) == (True, True, True, True)


def test_letters_approved_from_then_on_bear_it_and_those_before_stay(
    letter: Letter, cast: Cast, scene: Callable, client: Client
) -> None:
    """The administrator's page, from the file to a letter; others are the same bytes as before."""
    approve = partial(letters.approve_letters, by=cast.mo, today=TODAY)
    with scene():
        YoungPersonFactory.create(nearly_19=True, first_name="Dee", team=cast.north, worker=cast.pat)
    plan_letters(by=None, today=TODAY)
    second = Letter.objects.exclude(pk=letter.pk).get()
    approve(letters=[letter.pk], addresses_checked=[letter.pk])
    render_due(today=TODAY)
    before = bytes(LetterFile.objects.get(letter=letter).pdf)

    client.force_login(cast.sys)
    page = reverse("offers:signature")
    assert page in client.get(reverse("policy_list")).content.decode()
    refused = client.post(page, {"file": SimpleUploadedFile("Mary.svg", SVG)})
    assert "“Mary.svg” is neither a PNG nor a JPEG picture" in refused.content.decode()
    client.post(page, {"file": SimpleUploadedFile("Mary.jpg", scan("JPEG"))})
    draft = LetterSignature.objects.get()
    assert (draft.is_draft, draft.signed_by, draft.recorded_by) == (True, "Mary Okafor", cast.sys)
    shown = client.get(page).content.decode()
    assert "No letter bears it yet." in shown
    assert Image.open(BytesIO(client.get(reverse("offers:signature_picture", args=[draft.pk])).content)).format == "PNG"
    assert client.get(reverse("offers:signature_letter", args=[draft.pk]))["Content-Type"] == "application/pdf"
    assert Composer((), TODAY).sender().signature == ""
    client.post(reverse("offers:signature_use", args=[draft.pk]))
    assert "Letters signed by Mary Okafor bear this since" in client.get(page).content.decode()

    approve(letters=[second.pk], addresses_checked=[second.pk])
    render_due(today=TODAY)
    assert from_content(Letter.objects.get(pk=second.pk).approved_content).sender.signature == draft.called
    batch, _ = letters.print_batch(by=cast.bus, letters=[letter.pk, second.pk], today=TODAY)
    assert batch is not None
    bare, signed = sorted(pages_of(bytes(batch.pdf)), key=lambda page: count_dark(page))
    assert count_dark(signed) - count_dark(bare) > 200, "one page of the batch bears it, the other none"
    assert bytes(LetterFile.objects.get(letter=letter).pdf) == before

    set_policy(by=cast.sys, key="director_name", value="Ann Sumner", from_on=TODAY)
    assert Composer((), TODAY).sender().signature == "", "it goes under no other name"
    set_policy(by=cast.sys, key="director_name", value="Mary Okafor", from_on=TODAY)
    assert Composer((), TODAY).sender().signature == draft.called
    client.post(reverse("offers:signature_take_away", args=[draft.pk]))
    assert Composer((), TODAY).sender().signature == ""
    assert f"until {day(TODAY)}" in client.get(page).content.decode()
    again = from_content(Letter.objects.get(pk=second.pk).approved_content)
    assert again.sender.signature == draft.called, "an approved letter keeps it"
    assert letter_pdf(again, TODAY)
    happened = ["signature_kept", "signature_used", "signature_ended"]
    events = AuditEvent.objects.filter(name__startswith="signature").order_by("pk")
    assert list(events.values_list("name", flat=True)) == happened


def test_one_that_letters_bear_is_never_changed_and_another_takes_its_place(letter: Letter, cast: Cast) -> None:
    first = used(cast, scan())
    second = kept(cast, scan(ink="black"))
    third = kept(cast, scan(size=(1000, 400)))
    assert not LetterSignature.objects.filter(pk=second.pk).exists(), "a draft that nobody used makes room"
    for wrong in (
        lambda: LetterSignature.objects.filter(pk=first.pk).delete(),
        lambda: LetterSignature.objects.filter(pk=first.pk).update(picture=b"x"),
        lambda: LetterSignature.objects.filter(pk=first.pk).update(signed_by="Ann Sumner"),
        lambda: LetterSignature.objects.filter(pk=first.pk).update(used_from=None),
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), allowing_writes():
            wrong()
    set_policy(by=cast.sys, key="director_name", value="Ann Sumner", from_on=TODAY)
    with pytest.raises(Refused, match="Ann Sumner signs letters now: this is the signature of Mary Okafor"):
        signatures.use_signature(by=cast.sys, signature=third, today=TODAY)
    set_policy(by=cast.sys, key="director_name", value="Mary Okafor", from_on=TODAY)
    signatures.use_signature(by=cast.sys, signature=third, today=TODAY)
    first.refresh_from_db(fields=["ended_on", "ended_by"])
    assert (first.ended_on, first.ended_by) == (TODAY, cast.sys)
    with pytest.raises(Refused, match="Somebody else has dealt with this signature"):
        signatures.use_signature(by=cast.sys, signature=third, today=TODAY)
    set_policy(by=cast.sys, key="director_name", value="", from_on=TODAY)
    with pytest.raises(Refused, match="Choose who signs letters first"):
        kept(cast, scan())
