"""The checker, on PDFs made for each fault. GOV.UK Notify's error code stands in the test id."""

import json
import random
from io import BytesIO, StringIO

import pypdf
import pytest
import typst
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from offers.documents.pdf_check import Severity, check_letter
from offers.documents.print_areas import (
    ADDRESS_WINDOW,
    BODY,
    CONTACT,
    FIRST_PAGE,
    LATER_PAGES,
    LOGO,
    PAGE,
    Box,
    blanks,
)
from offers.rules.addresses import LetterChannel

ADDRESS = "#place(dx: 26mm, dy: 42mm)[Sam Example \\ 12 Mill Lane \\ Leicester \\ LE1 1AA]"
PAGE_BREAK = "#pagebreak()"


def pdf_of(*parts, address=ADDRESS, page="width: 210mm, height: 297mm"):
    source = f"#set page({page}, margin: 0mm)\n#set text(size: 11pt)\n" + "\n".join([address, *parts])
    return typst.compile(source.encode())


def words(text, across, down, fill="black", size=11):
    return f"#place(dx: {across}mm, dy: {down}mm, text(fill: {fill}, size: {size}pt)[{text}])"


def codes(checked):
    return [problem.code for problem in checked.problems]


def changed(pdf, change):
    writer = pypdf.PdfWriter(clone_from=BytesIO(pdf))
    change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_letter_that_keeps_to_the_areas():
    letter = pdf_of(
        words("Exampleshire", 16, 10),
        words("01234 000000", 130, 35),
        words("Dear Sam", 20, 100),
        words("Yours", 20, 280),
    )
    checked = check_letter(letter, strict=True)
    assert checked.problems == ()
    assert checked.prints
    assert (checked.pages, checked.address) == (1, ("Sam Example", "12 Mill Lane", "Leicester", "LE1 1AA"))


@pytest.mark.parametrize(
    ("across", "down", "area"),
    [
        (60, 1, "the top margin"),
        (60, 293.5, "the bottom margin"),
        (5, 150, "the left margin"),
        (198, 150, "the right margin"),
        (17, 50, "the strip left of the address window"),
        (60, 33.5, "the strip above the address window"),
        (60, 80, "the strip below the address window"),
        (121.2, 60, "the strip right of the address window"),
    ],
)
def test_content_outside_printable_area_is_named_with_its_place_and_words(across, down, area):
    checked = check_letter(pdf_of(words("x", across, down, size=8)))
    problem = checked.problems[0]
    assert (problem.code, problem.page, problem.area, problem.text) == ("content-outside-printable-area", 1, area, "x")
    assert problem.box is not None
    assert (problem.box.left, problem.box.top) == pytest.approx((across, down), abs=3)
    assert f"“x” on page 1 lies in {area}" in problem.message
    assert not checked.prints


def test_a_mark_across_two_places_is_named_in_both_and_words_are_whole():
    checked = check_letter(pdf_of(words("Dear Sam", 10, 91.5)))
    assert [(problem.area, problem.text) for problem in checked.problems] == [
        ("the left margin", "Dear Sam"),
        ("the strip left of the address window", "Dear Sam"),
        ("the strip below the address window", "Dear Sam"),
    ]
    checked = check_letter(pdf_of("#place(dx: 10mm, dy: 70mm, rect(width: 20mm, height: 3mm, fill: luma(230)))"))
    assert [problem.area for problem in checked.problems] == [
        "the left margin",
        "the strip left of the address window",
        "the strip below the address window",
    ]
    assert all(problem.message.startswith("Something drawn") for problem in checked.problems)


def test_a_hairline_in_the_margin_is_seen():
    checked = check_letter(
        pdf_of("#place(dx: 8mm, dy: 20mm, line(angle: 90deg, length: 200mm, stroke: 0.1pt + luma(60%)))")
    )
    assert codes(checked) == ["content-outside-printable-area"]


def test_the_blur_of_a_millimetre_is_allowed_and_no_more():
    assert check_letter(pdf_of(words("x", 14.3, 100))).prints
    assert not check_letter(pdf_of(words("x", 13.3, 100))).prints


def test_published_contact_block_is_asked_only_when_strict():
    bar = "#place(dx: 191.2mm, dy: 60mm, rect(width: 0.6mm, height: 3mm, fill: black, stroke: none))"
    letter = pdf_of(words("Tel", 130, 12), bar)
    assert check_letter(letter).problems == ()
    assert [problem.area for problem in check_letter(letter, strict=True).problems] == [
        "the corner above the contact block",
        "the edge right of the contact block",
    ]


def test_later_pages_print_anywhere_inside_their_border():
    assert check_letter(pdf_of(PAGE_BREAK, words("Anywhere", 16, 60))).prints
    (problem,) = check_letter(pdf_of(PAGE_BREAK, words("Out", 5, 60))).problems
    assert (problem.page, problem.area) == (2, "the left margin")


def test_text_that_no_eye_sees_is_a_warning():
    checked = check_letter(pdf_of(words("secret", 3, 150, fill="white"), words("far", 250, 150)))
    assert [(problem.code, problem.severity, problem.text, problem.area) for problem in checked.problems] == [
        ("hidden-text", Severity.WARNING, "secret", "the left margin"),
        ("hidden-text", Severity.WARNING, "far", "no place on the page"),
    ]
    assert checked.prints


def test_text_hidden_in_the_window_is_read_as_address():
    checked = check_letter(pdf_of(words("@ hidden", 80, 62, fill="white")))
    assert checked.address[-1] == "@ hidden"
    assert "invalid-char-in-address" in codes(checked)


def test_the_services_own_tag_is_let_through_on_page_1_and_refused_after():
    tag = words("NOTIFY", 1.8, 1.8, fill="white", size=6)
    assert check_letter(pdf_of(tag)).problems == ()
    checked = check_letter(pdf_of(PAGE_BREAK, tag))
    assert codes(checked) == ["hidden-text", "notify-tag-found-in-content"]
    assert not checked.prints


@pytest.mark.parametrize(
    ("address", "code"),
    [
        pytest.param("", "address-is-empty", id="address-is-empty"),
        pytest.param(
            "#place(dx: 26mm, dy: 42mm, rect(width: 50mm, height: 18mm, fill: gray))",
            "address-is-empty",
            id="address-is-empty: a picture of an address",
        ),
        pytest.param(words("Sam \\ LE1 1AA", 26, 42), "not-enough-address-lines", id="not-enough-address-lines"),
        pytest.param(
            "#place(dx: 26mm, dy: 40mm)[#set text(8pt); #set par(leading: 3pt)\n"
            "Sam \\ a \\ b \\ c \\ d \\ e \\ f \\ LE1 1AA]",
            "too-many-address-lines",
            id="too-many-address-lines",
        ),
        pytest.param(words("Sam \\ NFA \\ LE1 1AA", 26, 42), "no-fixed-abode-address", id="no-fixed-abode-address"),
        pytest.param(
            words("Sam \\ Mill \\ Leicester", 26, 42), "not-a-real-uk-postcode-or-country", id="not-a-real-uk-postcode"
        ),
    ],
)
def test_address_in_the_window(address, code):
    (problem,) = check_letter(pdf_of(address=address)).problems
    assert (problem.code, problem.page, problem.area) == (code, 1, "the address window")


def test_an_address_rule_of_our_own_warns():
    address = words("Sam \\ HMP Example \\ LE1 1AA", 26, 42)
    checked = check_letter(pdf_of(address=address))
    assert [(problem.code, problem.severity) for problem in checked.problems] == [
        ("prisoner-number-missing", Severity.WARNING)
    ]
    assert checked.prints


def test_a_rule_of_the_printing_service_alone_only_warns_of_what_is_printed_here():
    address = words("?! \\ 12 Mill Lane \\ LE1 1AA", 26, 42)
    by_service = check_letter(pdf_of(address=address))
    here = check_letter(pdf_of(address=address), channel=LetterChannel.OWN_PRINTER)
    assert (codes(by_service), by_service.prints) == (["invalid-address-line-1-or-2"], False)
    assert (codes(here), here.prints) == (["invalid-address-line-1-or-2"], True)


@pytest.mark.parametrize(
    ("size", "stretched", "found"), [(8, "100%", []), (7.5, "100%", ["7.5"]), (10, "50%", ["5.0"]), (4, "200%", [])]
)
def test_an_address_smaller_than_eight_points_is_named_with_its_size(size, stretched, found):
    address = (
        f"#place(dx: 26mm, dy: 42mm, scale({stretched}, origin: top + left, reflow: true)"
        f"[#set text({size}pt); #set par(leading: 5pt)\nSam Example \\ 12 Mill Lane \\ LE1 1AA])"
    )
    checked = check_letter(pdf_of(address=address))
    assert [problem.message for problem in checked.problems] == [
        f"“Sam Example” is set in {each} points: in the address use 8 or more." for each in found
    ]
    assert checked.prints


def test_address_lines_are_read_top_down_and_parts_of_a_line_from_left_to_right():
    address = "\n".join(
        [words("LE1 1AA", 26, 60), words("Lane", 60, 52), words("12 Mill", 26, 52), words("Sam Example", 26, 44)]
    )
    assert check_letter(pdf_of(address=address)).address == ("Sam Example", "12 Mill Lane", "LE1 1AA")


@pytest.mark.parametrize(
    ("page", "right"),
    [
        ("width: 208.2mm, height: 298.9mm", True),
        ("width: 297mm, height: 210mm", False),
        ("width: 216mm, height: 279mm", False),
        ("width: 207mm, height: 297mm", False),
    ],
)
def test_letter_not_a4_portrait_oriented(page, right):
    assert ("letter-not-a4-portrait-oriented" not in codes(check_letter(pdf_of(page=page)))) is right


def test_pages_that_are_turned():
    letter = pdf_of(words("Dear Sam", 20, 100))
    for degrees, wanted in [(90, ["letter-not-a4-portrait-oriented"]), (360, [])]:
        turned = changed(letter, lambda writer, degrees=degrees: writer.pages[0].rotate(degrees))
        assert codes(check_letter(turned)) == wanted
    upside_down = check_letter(changed(letter, lambda writer: writer.pages[0].rotate(180)))
    assert "address-is-empty" in codes(upside_down)
    lying = pdf_of(page="width: 297mm, height: 210mm", address="")
    assert codes(check_letter(changed(lying, lambda writer: writer.pages[0].rotate(90)))) == ["address-is-empty"]


def test_letter_too_long():
    assert "letter-too-long" not in codes(check_letter(pdf_of(*[PAGE_BREAK] * 9)))
    checked = check_letter(pdf_of(*[PAGE_BREAK] * 10))
    assert (checked.pages, codes(checked)) == (11, ["letter-too-long"])


def test_file_too_big():
    letter = changed(pdf_of(), lambda writer: writer.add_attachment("noise", random.Random(1).randbytes(2_200_000)))
    (problem,) = check_letter(letter).problems
    assert problem.code == "file-too-big"
    assert "2.1 MB" in problem.message


def no_pages():
    out = BytesIO()
    pypdf.PdfWriter().write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("pdf", "says"),
    [
        pytest.param(b"", "not a PDF", id="empty"),
        pytest.param(b"Dear Sam", "not a PDF", id="text"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + b"\0" * 2000 + b"%PDF-", "not a PDF", id="a picture"),
        pytest.param(b"%PDF-1.7\n", "damaged", id="cut short after the first line"),
        pytest.param(pdf_of()[:700], "damaged", id="cut short"),
        pytest.param(no_pages(), "no pages", id="no pages"),
        pytest.param(
            changed(pdf_of(), lambda writer: writer.encrypt("secret", algorithm="RC4-128")), "password", id="locked"
        ),
    ],
)
def test_unable_to_read_the_file(pdf, says):
    checked = check_letter(pdf)
    (problem,) = checked.problems
    assert (checked.pages, problem.code) == (0, "unable-to-read-the-file")
    assert says in problem.message


@settings(max_examples=60)
@given(st.data())
def test_damage_never_raises(data):
    letter = bytearray(pdf_of(words("Dear Sam", 20, 100)))
    for _ in range(data.draw(st.integers(1, 8))):
        letter[data.draw(st.integers(0, len(letter) - 1))] = data.draw(st.integers(0, 255))
    check_letter(bytes(letter[: data.draw(st.integers(1, len(letter)))]))


SPOT = 2.0


@settings(max_examples=80)
@given(
    across=st.floats(0, PAGE.right - SPOT),
    down=st.floats(0, PAGE.bottom - SPOT),
    later=st.booleans(),
)
def test_a_spot_anywhere_is_judged_by_the_published_areas(across, down, later):
    """A black square of 2 mm, against the areas grown by one millimetre, with a tenth left undecided at their edges."""
    spot = f"#place(dx: {across}mm, dy: {down}mm, rect(width: {SPOT}mm, height: {SPOT}mm, fill: black, stroke: none))"
    letter = pdf_of(PAGE_BREAK, spot) if later else pdf_of(spot)
    found = "content-outside-printable-area" in codes(check_letter(letter))
    areas = [Box(15, 5, 195, 292)] if later else [LOGO, ADDRESS_WINDOW, CONTACT, BODY]
    samples = [(across + SPOT * i / 20, down + SPOT * j / 20) for i in range(21) for j in range(21)]

    def inside(x, y, grown):
        return any(a.left - grown <= x <= a.right + grown and a.top - grown <= y <= a.bottom + grown for a in areas)

    if all(inside(x, y, 0.8) for x, y in samples):
        assert not found
    if any(not inside(x, y, 1.2) for x, y in samples):
        assert found


@pytest.mark.parametrize("areas", [FIRST_PAGE, LATER_PAGES], ids=["first page", "later pages"])
def test_blank_places_and_printing_areas_share_nothing_and_cover_the_page(areas):
    places = [box for _, box in blanks(areas)]
    for x in range(5, 2100, 40):
        for y in range(5, 2970, 40):
            dot = Box(x / 10, y / 10, x / 10 + 0.001, y / 10 + 0.001)
            covered = sum(dot.overlaps(place) for place in places)
            printable = any(dot.overlaps(area.grown(1)) for area in areas)
            assert covered == (0 if printable else 1)


def ask(path, *options):
    out = StringIO()
    try:
        call_command("check_letter", str(path), *options, stdout=out)
    except CommandError as refused:
        return out.getvalue(), str(refused)
    return out.getvalue(), None


def test_command_says_it_in_json(tmp_path):
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(pdf_of(words("Oops", 3, 150)))
    said, refused = ask(letter, "--json")
    assert said.isascii()  # so that no terminal can end it half way
    answer = json.loads(said)
    assert (answer["pages"], answer["prints"], answer["address"][0]) == (1, False, "Sam Example")
    (problem,) = answer["problems"]
    assert problem["severity"] == "error"
    assert set(problem["box"]) == {"left", "top", "right", "bottom"}
    assert refused == f"{letter} would be refused."


def test_command_says_it_in_words(tmp_path):
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(pdf_of())
    assert ask(letter) == ("Ready to print: 1 page.\n", None)
    letter.write_bytes(pdf_of(words("Tel", 130, 12)))
    said, refused = ask(letter, "--strict")
    assert said.startswith("error: “Tel” on page 1 lies in the corner above the contact block")
    assert refused
    letter.write_bytes(pdf_of(address=words("Sam \\ Main Street \\ Ireland", 26, 42)))
    assert ask(letter)[1] is None
    assert "cant-send-international-letters" in ask(letter, "--no-abroad")[0]


def test_command_names_a_file_it_cannot_read(tmp_path):
    assert ask(tmp_path / "none.pdf", "--json") == (
        "",
        f"{tmp_path / 'none.pdf'} cannot be read: No such file or directory.",
    )
    (tmp_path / "huge.pdf").write_bytes(bytes(20 * 1024 * 1024 + 1))
    assert ask(tmp_path / "huge.pdf")[1] == f"{tmp_path / 'huge.pdf'} is larger than 20 MB: that is no letter."
    assert ask(tmp_path)[1] == f"{tmp_path} cannot be read: Is a directory."
