"""Photos and files that come with a contact."""

from __future__ import annotations

import re
import struct
import uuid
import zlib
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from careleavers.actions.documents import NewFile
from careleavers.actions.voiding import void_contact
from careleavers.forms.uploads import CHOOSE_AGAIN, FilesField
from careleavers.models import AuditEvent, Contact, Document, DocumentContent, Draft
from careleavers.rules import uploads
from careleavers.rules.uploads import MediaType, kept_name, size_words
from tests.careleavers.contacts import SPOKE, TODAY, log
from tests.cast import Cast
from tests.factories import DocumentFactory, YoungPersonFactory

pytestmark = pytest.mark.usefixtures("_on_the_day")
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer <<>>\n%%EOF\n"
LETTER = NewFile("Letter.pdf", MediaType.PDF, PDF)
PLACE, ORIENTATION, ON_ITS_SIDE = 0x8825, 0x0112, 6  # of EXIF


def picture(form: str = "JPEG", size: tuple[int, int] = (80, 40), mode: str = "RGB", **saved: Any) -> bytes:
    made = BytesIO()
    Image.new(mode, size).save(made, form, **saved)
    return made.getvalue()


def png_that_unfolds_to(width: int, height: int) -> bytes:
    """A few bytes that say they are a picture of that size."""
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(bytes(1000))),
        (b"IEND", b""),
    ]
    return uploads.PNG_BEGINS + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def a_file(content: bytes, name: str = "IMG_1.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


@pytest.fixture
def address(cast: Cast) -> str:
    return reverse("contact_new", args=[cast.amira.pk, uuid.uuid4()])


def page_of(client: Client, contact: Contact) -> str:
    return client.get(reverse("contact", args=[contact.person_id, contact.pk])).content.decode()


# What is taken


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param(b"", uploads.EMPTY, id="nothing"),
        pytest.param(b"MZ\x90\x00 a program", uploads.NOT_A_KIND, id="a program"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", uploads.NOT_A_KIND, id="SVG"),
        pytest.param(b"<html><script>alert(1)</script>", uploads.NOT_A_KIND, id="a page"),
        pytest.param(picture("GIF"), uploads.NOT_A_KIND, id="GIF"),
        pytest.param(b"\0\0\0\x18ftypheic", uploads.NOT_A_KIND, id="HEIC"),
        pytest.param(PDF[:20], uploads.CUT_SHORT, id="half a PDF"),
        pytest.param(b" " + PDF, uploads.NOT_A_KIND, id="a PDF behind something else"),
        pytest.param(picture(size=(900, 900))[:400], uploads.UNREADABLE, id="half a JPEG"),
        pytest.param(uploads.PNG_BEGINS + b"rubbish", uploads.UNREADABLE, id="no more than the beginning of a PNG"),
        pytest.param(png_that_unfolds_to(4_000, 4_001), uploads.TOO_MANY_PIXELS, id="a PNG of 16 million pixels"),
        pytest.param(png_that_unfolds_to(7_000, 7_000), uploads.TOO_MANY_PIXELS, id="49 million pixels"),
        pytest.param(png_that_unfolds_to(60_000, 60_000), uploads.TOO_MANY_PIXELS, id="a bomb"),
        pytest.param(png_that_unfolds_to(30, 30_000), uploads.UNREADABLE, id="fewer rows than it says"),
    ],
)
def test_what_is_neither_a_picture_nor_a_pdf_is_refused_with_its_name(content: bytes, says: str) -> None:
    with pytest.raises(ValidationError) as refused:
        FilesField().clean([a_file(PDF, "fine.pdf"), a_file(content)])
    assert refused.value.messages == [f"“IMG_1.jpg” {says}"]


@pytest.mark.parametrize(
    ("name", "content", "kept_as"),
    [
        ("IMG_1.HEIC", picture(), ("IMG_1.jpg", "image/jpeg")),
        ("scan.exe", picture("PNG", mode="1"), ("scan.jpg", "image/jpeg")),
        ("clear.png", picture("PNG", mode="LA"), ("clear.jpg", "image/jpeg")),
        ("palette.png", picture("PNG", mode="P", transparency=0), ("palette.jpg", "image/jpeg")),
        ("cmyk.jpg", picture(mode="CMYK"), ("cmyk.jpg", "image/jpeg")),
        ("رسالة.pdf", PDF, ("رسالة.pdf", "application/pdf")),
    ],
    ids=["JPEG by another name", "black and white", "transparent", "palette", "CMYK", "Arabic name"],
)
def test_a_file_is_kept_as_what_it_is(name: str, content: bytes, kept_as: tuple[str, str]) -> None:
    [kept] = FilesField().clean([a_file(content, name)])
    assert (kept.name, kept.media_type) == kept_as
    if kept.media_type == MediaType.JPEG:
        assert Image.open(BytesIO(kept.content)).format == "JPEG"


def test_a_scan_in_sixteen_bits_of_grey_stays_readable() -> None:
    """Seen to fail: white all over, as Pillow cuts its shades off at 255."""
    shades, made = Image.new("I;16", (3, 8)), BytesIO()
    for column, shade in enumerate((0, 32_896, 65_535)):
        shades.paste(shade, (column, 0, column + 1, 8))
    shades.resize((96, 8), Image.Resampling.NEAREST).save(made, "PNG")
    [kept] = FilesField().clean([a_file(made.getvalue(), "scan.png")])
    with Image.open(BytesIO(kept.content)) as read:
        assert [round(read.convert("L").getpixel((x, 4)), -1) for x in (16, 48, 80)] == [0, 130, 260]


def test_a_photo_is_kept_upright_small_and_without_the_place_where_it_was_taken() -> None:
    """Seen to fail: with the file kept as it came."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[PLACE] = ON_ITS_SIDE, {1: "N", 2: (53.0, 28.0, 0.0)}
    sent = picture(size=(3000, 1500), exif=exif, comment=b"Pat's phone")
    assert b"Exif" in sent
    [kept] = FilesField().clean([a_file(sent)])
    with Image.open(BytesIO(kept.content)) as made:
        assert made.size == (1200, 2400)
        assert not made.getexif()
    assert b"Exif" not in kept.content
    assert b"Pat's phone" not in kept.content


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ([a_file(PDF)] * 6, "Choose at most 5 at once: these are 6"),
        ([a_file(PDF + bytes(900))], f"“IMG_1.jpg” {uploads.TOO_LARGE}"),
        ([a_file(PDF + bytes(300))] * 3, "These are too large together"),
    ],
)
def test_too_many_and_too_much_are_refused(monkeypatch: pytest.MonkeyPatch, sent: list[Any], says: str) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", 800)
    monkeypatch.setattr(uploads, "MOST_BYTES_TOGETHER", 1000)
    with pytest.raises(ValidationError) as refused:
        FilesField().clean(sent)
    assert refused.value.messages[0].startswith(says)


def test_of_what_is_far_too_much_nothing_is_held(
    cast: Cast, sign_in: Any, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seen to fail: with Django's own handlers, which write it to a disk."""
    monkeypatch.setattr("careleavers.site.uploads.MOST_BYTES_TOGETHER", 100_000)
    monkeypatch.setattr(uploads, "MOST_BYTES", 50_000)
    sent = {"documents": [a_file(bytes(900_000)), a_file(PDF)]}
    files = RequestFactory().post(address, sent).FILES.getlist("documents")
    assert [(each.size, len(each.read())) for each in files] == [(900_000, 0), (len(PDF), 0)]
    page = sign_in(cast.pat).post(address, SPOKE | {"documents": a_file(bytes(900_000))}).content.decode()
    assert f"“IMG_1.jpg” {uploads.TOO_LARGE}" in page


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\Scans\\Letter.PNG", "Letter.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("\u202egpj.exe", "gpj.jpg"),
        ("a\r\nSet-Cookie: x.jpg", "aSet-Cookie: x.jpg"),
        ("x" * 200 + ".jpg", "x" * 80 + ".jpg"),
        (".jpg", "jpg.jpg"),
        ("", "file.jpg"),
    ],
)
def test_a_name_is_kept_without_what_could_mislead(given: str, kept: str) -> None:
    assert kept_name(given, MediaType.JPEG) == kept


def test_a_size_is_said_as_people_say_it() -> None:
    assert [size_words(size) for size in (1, 655_360, 1_258_291)] == ["1 KB", "640 KB", "1.2 MB"]


# With a contact


def test_a_photo_comes_with_the_contact_and_is_handed_over_as_a_file(cast: Cast, sign_in: Any, address: str) -> None:
    client = sign_in(cast.pat)
    sent = [a_file(picture(), "Form.png"), a_file(PDF, "Letter.pdf")]
    assert client.post(address, SPOKE | {"documents": sent}).status_code == 303
    contact = Contact.objects.get()
    page = page_of(client, contact)
    for document in contact.documents.all():
        assert f"{document.file_name}</a>" in page
    timeline = client.get(reverse("timeline", args=[cast.amira.pk])).content.decode()
    assert "Photos and files: Form.jpg, Letter.pdf" in timeline
    letter = contact.documents.get(file_name="Letter.pdf")
    response = client.get(reverse("document", args=[cast.amira.pk, letter.pk]))
    assert response.content == PDF
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == 'attachment; filename="Letter.pdf"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert response.headers["Cache-Control"] == "no-store"
    assert AuditEvent.objects.filter(name="document_kept", person_id=cast.amira.pk).count() == 2
    hidden = sign_in(cast.ana).get(reverse("timeline", args=[cast.amira.pk])).content.decode()
    assert "Letter.pdf" not in hidden
    for whose, who, status in ((cast.ben, cast.sam, 404), (cast.amira, cast.sam, 404), (cast.amira, cast.ana, 403)):
        assert sign_in(who).get(reverse("document", args=[whose.pk, letter.pk])).status_code == status


def test_a_photo_of_several_young_people_s_contact_is_in_one_record_alone(
    cast: Cast, sign_in: Any, scene: Any, address: str
) -> None:
    with scene():
        dee = YoungPersonFactory.create(first_name="Dee", last_name="Owen", team=cast.north, worker=cast.pat)
    client = sign_in(cast.pat)
    assert "They go into Amira’s record alone." in client.get(address).content.decode()
    client.post(address, SPOKE | {"also_1": str(dee.pk), "documents": [a_file(PDF)]})
    assert dee.contacts.count() == 1
    assert [document.person for document in Document.objects.all()] == [cast.amira]


@pytest.mark.parametrize(
    ("typed", "content", "says"),
    [
        ({}, b"MZ", f"“IMG_1.jpg” {uploads.NOT_A_KIND}"),
        ({"minutes": "0"}, PDF, CHOOSE_AGAIN),
        ({"home_kind": "T", "home_is_suitable": "True", "home_starts_on": "2015-01-01"}, PDF, CHOOSE_AGAIN),
    ],
    ids=["the file is refused", "something else is wrong", "the action refuses something else"],
)
def test_when_the_form_comes_back_the_words_are_kept_and_the_file_is_asked_for(
    cast: Cast, sign_in: Any, scene: Any, address: str, typed: dict[str, str], content: bytes, says: str
) -> None:
    page = sign_in(cast.pat).post(address, SPOKE | typed | {"documents": a_file(content)}).content.decode()
    assert f'href="#id_documents">{says}' in page
    assert "She is well." in page
    assert '<details class="more" open><summary>A photo or file' in page
    assert not Contact.objects.exists()


def test_a_draft_has_the_words_and_says_that_the_file_is_not_in_it(cast: Cast, sign_in: Any, address: str) -> None:
    client = sign_in(cast.pat)
    said = client.post(address, SPOKE | {"draft": "yes", "documents": a_file(PDF)}, follow=True).content.decode()
    assert "The photos or files are not in it: choose them again before you save the contact." in said
    assert Draft.objects.get().data["note"] == ["She is well."]
    assert not Document.objects.exists()


def test_sent_twice_it_is_kept_once_and_with_another_file_it_is_asked_about(
    cast: Cast, sign_in: Any, address: str
) -> None:
    """Seen to fail: with the fingerprint of the words alone, which lost the second file without a word."""
    client = sign_in(cast.pat)
    for _ in range(2):
        client.post(address, SPOKE | {"documents": a_file(PDF)})
    assert Document.objects.count() == 1
    page = client.post(address, SPOKE | {"documents": a_file(picture())}, follow=True).content.decode()
    assert "This form had been sent before." in page
    assert CHOOSE_AGAIN in page


@pytest.mark.parametrize("trouble", ["signed out", "the database was away"])
def test_after_trouble_the_words_are_there_and_the_file_is_asked_for(
    cast: Cast, sign_in: Any, client: Client, address: str, monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    sent = SPOKE | {"documents": a_file(PDF)}
    if trouble == "signed out":
        sign_in(cast.pat)
        client.get(address)
        client.session.flush()
        client.post(address, sent)
        page = sign_in(cast.pat).get(address).content.decode()
        assert "look it over, then save it. Choose the photo or file again." in page
        assert "She is well." in page
        return
    client = sign_in(cast.pat)
    with monkeypatch.context() as away:
        away.setattr("careleavers.views.contacts.log_together", _away)
        client.raise_request_exception = False
        page = client.post(address, sent).content.decode()
    assert "A photo or file has to be chosen again: the page that follows asks for it." in page
    fields = dict(re.findall(r'<textarea name="([^"]+)" hidden>\n(.*?)</textarea>', page, re.S))
    asked = client.post(address, fields).content.decode()
    assert f'href="#id_documents">{CHOOSE_AGAIN}' in asked
    assert "_left_out" not in asked  # saved again as it is, it is meant without
    assert not Contact.objects.exists()


def _away(**_: Any) -> None:
    raise OperationalError("gone")


# Afterwards


def test_undone_it_is_gone_and_void_it_is_still_there(cast: Cast, sign_in: Any) -> None:
    client = sign_in(cast.pat)
    void, undone = log(cast, documents=[LETTER]), log(cast, documents=[LETTER])
    void_contact(by=cast.pat, contact=void, reason="About somebody else", today=TODAY, now=timezone.now())
    said = client.post(reverse("contact_undo", args=[cast.amira.pk, undone.pk]), follow=True).content.decode()
    assert "Its photos or files are gone with it: choose them again before you save it." in said
    assert list(Document.objects.values_list("contact", flat=True)) == [void.pk]
    assert DocumentContent.objects.count() == 1
    assert "Letter.pdf</a>" in page_of(client, void)
    timeline = client.get(reverse("timeline", args=[cast.amira.pk])).content.decode()
    assert timeline.count("Photos and files: Letter.pdf") == 1


def test_amended_the_contact_keeps_its_files_and_takes_more(cast: Cast, sign_in: Any) -> None:
    client, contact = sign_in(cast.mo), log(cast, documents=[LETTER])
    more = SPOKE | {"reason": "The other page", "documents": a_file(PDF, "Page 2.pdf")}
    client.post(reverse("contact_amend", args=[cast.amira.pk, contact.pk]), more)
    amended = Contact.objects.live().get()
    assert [document.file_name for document in amended.documents.all()] == ["Letter.pdf", "Page 2.pdf"]
    assert re.search(r"Page 2\.pdf</a> <span class=\"quiet\">PDF, 1 KB</span>", page_of(client, amended))


@pytest.mark.parametrize(("who", "may"), [("pat", True), ("mo", True), ("wes", False), ("aud", False)])
def test_its_writer_or_a_manager_takes_it_out_with_a_reason(cast: Cast, sign_in: Any, who: str, may: bool) -> None:
    contact = log(cast, documents=[LETTER])
    document, client = contact.documents.get(), sign_in(getattr(cast, who))
    link = reverse("document_take_out", args=[cast.amira.pk, document.pk])
    assert (link in page_of(client, contact)) is may
    page = client.post(link, {"reason": "It is another girl’s letter"}, follow=True).content.decode()
    assert DocumentContent.objects.exists() is not may
    if not may:
        return
    assert f"PDF taken out 23 November 2026 by {who.title()}: It is another girl’s letter" in page.replace(
        "&#x27;", "'"
    )
    assert "Letter.pdf" not in page
    assert client.get(reverse("document", args=[cast.amira.pk, document.pk])).status_code == 404
    assert "Letter.pdf" not in client.get(reverse("timeline", args=[cast.amira.pk])).content.decode()
    assert "It has been taken out already." in client.post(link, {"reason": "Again"}).content.decode()


def test_without_a_reason_nothing_is_taken_out(cast: Cast, sign_in: Any, scene: Any) -> None:
    with scene():
        document = DocumentFactory.create(person=cast.amira, recorded_by=cast.pat)
    link = reverse("document_take_out", args=[cast.amira.pk, document.pk])
    assert "Fill in “Why does it have to go?”" in sign_in(cast.pat).post(link, {}).content.decode()
    assert DocumentContent.objects.exists()
