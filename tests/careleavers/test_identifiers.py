import io
import json
import string

import pytest
from django.core.management import CommandError, call_command
from hypothesis import assume, example, given
from hypothesis import strategies as st

from careleavers.rules.identifiers import KINDS, POSTCODE_AREAS, Checked, check

VALID = [
    # (kind, value, kept as)
    ("nhs_number", "9434765919", "9434765919"),
    ("nhs_number", "943 476 5919", "9434765919"),
    ("nhs_number", " 943-476-5919\n", "9434765919"),
    ("nhs_number", "943\u00a0476\u20095919\u200b", "9434765919"),
    ("nhs_number", "943–476–5919", "9434765919"),
    ("nhs_number", 9434765919, "9434765919"),
    ("nhs_number", "9876543210", "9876543210"),
    ("nhs_number", "4000000160", "4000000160"),
    ("upn", "H801200001001", "H801200001001"),
    ("upn", "h80 1200 0010 01", "H801200001001"),
    ("uln", "1000000043", "1000000043"),
    ("uln", "1000000000", "1000000000"),
    ("uln", "123 456 7899", "1234567899"),
    ("ni_number", "AB123456C", "AB123456C"),
    ("ni_number", "ab 12 34 56 d", "AB123456D"),
    ("ni_number", "ZY999999A", "ZY999999A"),
    ("ni_number", "OA000000B", "OA000000B"),
    ("uprn", "1", "1"),
    ("uprn", "100023336956", "100023336956"),
    ("uprn", "000010033544", "10033544"),
    ("uprn", 10033544614, "10033544614"),
    ("urn", "SC012345", "SC012345"),
    ("urn", "sc 012345", "SC012345"),
    ("urn", "1234567", "1234567"),
    ("postcode", "SW1A 1AA", "SW1A 1AA"),
    ("postcode", "sw1a1aa", "SW1A 1AA"),
    ("postcode", "  n5   1aa ", "N5 1AA"),
    ("postcode", "so14\u00a06wb", "SO14 6WB"),
    ("postcode", "EC1A1BB", "EC1A 1BB"),
    ("postcode", "W1A 0AX", "W1A 0AX"),
    ("postcode", "BF1 3AA", "BF1 3AA"),
    ("postcode", "JE2 3XP", "JE2 3XP"),
    ("postcode", "gir0aa", "GIR 0AA"),
    ("ssda903_id", "123456", "123456"),
    ("ssda903_id", " Ab12 ", "Ab12"),
    ("ssda903_id", 77, "77"),
    ("ssda903_id", "A" * 10, "A" * 10),
]


@pytest.mark.parametrize(("kind", "value", "normal"), VALID)
def test_a_sound_value_is_kept_in_its_normal_form_without_comment(kind, value, normal):
    assert check(kind, value) == Checked(True, normal, None)


@pytest.mark.parametrize(
    ("kind", "value", "caution"),
    [
        pytest.param("upn", "un3", "it is the return's code for why there is none", id="SSDA903 UN1 to UN5"),
        pytest.param("upn", "G80120000101A", "temporary UPN", id="DfE Unique Pupil Numbers guide: temporary"),
        pytest.param("urn", "xxxxxxx", "Ofsted does not inspect", id="SSDA903 URN XXXXXXX"),
        pytest.param("ssda903_id", "A" * 11, "XML takes 10 characters", id="2021 XML schema: 10 characters"),
        pytest.param("ssda903_id", "A" * 20, "This one has 20.", id="standard safeguarding dataset: 20 characters"),
    ],
)
def test_a_value_that_stands_with_a_caution(kind, value, caution):
    checked = check(kind, value)
    assert checked.valid
    assert checked.normal == value.upper()
    assert caution in (checked.message or "")


@pytest.mark.parametrize(
    ("kind", "value", "message"),
    [
        ("nhs_number", "9434765918", "The last digit of this NHS number does not fit the rest"),
        ("nhs_number", "9434765991", "does not fit"),  # two digits changed places
        ("nhs_number", "4000000150", "does not fit"),  # remainder 1: no check digit could be 10
        ("nhs_number", "943476591", "This one has 9."),
        ("nhs_number", "94347659190", "This one has 11."),
        ("nhs_number", "943476591X", "digits only"),
        ("nhs_number", "943.476.5919", "digits only"),
        ("nhs_number", "0000000000", "one digit ten times"),
        ("nhs_number", "4444444444", "one digit ten times"),
        ("upn", "A801200001001", "The first letter of this UPN does not fit the rest"),
        ("upn", "H801200001002", "does not fit"),
        ("upn", "H80120000100", "This one has 12."),
        ("upn", "UN6", "This one has 3."),
        ("upn", "8801200001001", "a letter and 12 digits"),
        ("upn", "H8012000010A1", "a letter and 12 digits"),
        ("upn", "I801200001001", "never has the letters I, O or S"),
        ("upn", "G80120000101O", "never has the letters I, O or S"),
        ("upn", "G80120000101B", "does not fit"),
        ("uln", "1000000044", "The last digit of this ULN does not fit the rest"),
        ("uln", "9999999999", "stands for a ULN that is not known"),
        ("uln", "0123456789", "never begins with 0"),
        ("uln", "100000004", "This one has 9."),
        ("uln", "1000000043A", "digits only"),
        ("ni_number", "AB12345C", "two letters, six digits and a letter"),
        ("ni_number", "AB123456", "two letters, six digits and a letter"),
        ("ni_number", "AB123456E", "ends in A, B, C or D, never E"),
        ("ni_number", "QQ123456C", "No National Insurance number begins QQ"),
        ("ni_number", "AO123456C", "begins AO"),
        *[("ni_number", f"{prefix}123456A", f"begins {prefix}") for prefix in ("BG", "GB", "NK", "KN", "NT", "ZZ")],
        *[("ni_number", f"{letter}A123456A", f"begins {letter}A") for letter in "DFIQUV"],
        *[("ni_number", f"A{letter}123456A", f"begins A{letter}") for letter in "DFIQUVO"],
        ("ni_number", "TN010203A", "begins TN is temporary"),
        ("uprn", "1234567890123", "This one has 13."),
        ("uprn", "0", "never 0"),
        ("uprn", "12A", "digits only"),
        ("uprn", "-5", "digits only"),
        ("urn", "SC12345", "SC and six digits"),
        ("urn", "SC1234567", "SC and six digits"),
        ("urn", "123456", "seven digits"),
        ("urn", "XXXXXX", "XXXXXXX"),
        ("postcode", "SO14", "not a full UK postcode"),
        ("postcode", "SO144 6WB", "not a full UK postcode"),
        ("postcode", "SO14 6WBA", "not a full UK postcode"),
        ("postcode", "SW1A 1AC", "not a full UK postcode"),
        ("postcode", "SW1A-1AA", "not a full UK postcode"),
        ("postcode", "SW1A OAA", "not a full UK postcode"),
        ("postcode", "GIR 0AB", "not a full UK postcode"),
        ("postcode", "XX1 1AA", "No UK postcode begins XX"),
        ("postcode", "Q1 1AA", "No UK postcode begins Q"),
        ("postcode", "BFPO 61", "begins BF1"),
        ("postcode", "ZZ99 3VZ", "not a postcode"),
        ("ssda903_id", "12 34", "letters and digits only"),
        ("ssda903_id", "12/34", "letters and digits only"),
        ("ssda903_id", "A" * 21, "This one has 21."),
    ],
)
def test_a_wrong_value_is_refused_with_a_sentence(kind, value, message):
    checked = check(kind, value)
    assert (checked.valid, checked.normal) == (False, None)
    assert message in (checked.message or "")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("value", [None, "", "   ", "\u200b", "\t\u00a0\ufeff"])
def test_nothing_asks_for_a_value(kind, value):
    assert check(kind, value) == Checked(False, None, f"Enter the {KINDS[kind][0]}.")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("value", [True, False, -1, 10**20, 10**400, 9434765919.0, ["9434765919"], {}, b"1"])
def test_what_is_neither_text_nor_a_whole_number_cannot_be_read(kind, value):
    checked = check(kind, value)
    assert (checked.valid, checked.normal) == (False, None)
    assert "cannot be read" in (checked.message or "")


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("nhs_number", "９４３４７６５９１９"),
        ("nhs_number", "٩٤٣٤٧٦٥٩١٩"),
        ("upn", "Ｈ801200001001"),
        ("upn", "Н801200001001"),  # a Cyrillic En
        ("ni_number", "ſB123456C"),  # upper() would make an S of it
        ("uprn", "²"),
        ("urn", "SC01234５"),
        ("postcode", "ЅW1A 1AA"),
        ("ssda903_id", "é12"),
    ],
)
def test_look_alike_characters_never_pass(kind, value):
    checked = check(kind, value)
    assert (checked.valid, checked.normal) == (False, None)
    assert "plain letters A to Z and digits 0 to 9" in (checked.message or "")


def test_a_kind_that_is_not_known_is_an_error_naming_those_that_are():
    with pytest.raises(ValueError, match="'passport' is not one of nhs_number, upn"):
        check("passport", "1")


def test_every_area_of_a_postcode_passes_and_there_are_as_many_as_royal_mail_serves():
    assert len(POSTCODE_AREAS) == 126  # 121 of Great Britain and Northern Ireland, GY, JE, IM, and BF, BX
    for area in POSTCODE_AREAS:
        assert check("postcode", f"{area}1 1AA").normal == f"{area}1 1AA"


# Oracles written the other way round: instead of computing a check digit, they ask which totals a sound number has.


def nhs_number_is_sound(digits: str) -> bool:
    return sum(int(d) * (10 - place) for place, d in enumerate(digits)) % 11 == 0


def uln_is_sound(digits: str) -> bool:
    body = sum(int(d) * (10 - place) for place, d in enumerate(digits[:9])) % 11
    return body != 0 and body + int(digits[9]) == 10 and digits[0] != "0"


@given(st.text("0123456789", min_size=10, max_size=10))
@example("4000000159")
def test_nhs_numbers_agree_with_the_weighted_total(digits):
    assume(len(set(digits)) > 1)
    assert check("nhs_number", digits).valid == nhs_number_is_sound(digits)


@given(st.integers(100_000_000, 999_999_999))
def test_at_most_one_check_digit_fits(body):
    for kind, is_sound in (("nhs_number", nhs_number_is_sound), ("uln", uln_is_sound)):
        fits = [d for d in string.digits if check(kind, f"{body}{d}").valid]
        assert fits == [d for d in string.digits if is_sound(f"{body}{d}") and len(set(f"{body}{d}")) > 1]
        assert len(fits) <= 1


@given(st.text("0123456789", min_size=11, max_size=11), st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUVWXYZ"))
def test_exactly_one_letter_fits_a_upn(body, last):
    letters = [c for c in string.ascii_uppercase if check("upn", c + body + last).valid]
    total = 0
    for place, character in enumerate(body + last, start=2):
        worth = ord(character) - (ord("0") if character.isdigit() else ord("A"))
        if not character.isdigit():
            worth -= sum(left_out < character for left_out in "IOS")
        total += worth * place
    expected = [c for c in string.ascii_uppercase if c not in "IOS"][total % 23]
    assert letters == [expected]


@given(
    st.sampled_from(sorted(KINDS)),
    st.one_of(
        st.text(),
        st.text(string.digits + " ", max_size=13),
        st.text(string.ascii_letters + string.digits + " ", max_size=13),
        st.integers(),
        st.none(),
    ),
)
def test_whatever_is_typed_there_is_an_answer_and_keeping_it_again_changes_nothing(kind, value):
    checked = check(kind, value)
    assert checked.valid == (checked.normal is not None)
    if checked.valid:
        assert checked.normal.isascii()
        assert check(kind, checked.normal) == checked
    else:
        assert (checked.message or "").endswith(".")


def run(tmp_path, *lines):
    file = tmp_path / "lines.jsonl"
    file.write_text("".join(f"{line}\n" for line in lines))
    out = io.StringIO()
    try:
        call_command("identifiers", str(file), stdout=out)
        status = 0
    except CommandError as failed:
        status = failed.returncode
    return [json.loads(line) for line in out.getvalue().splitlines()], status


def test_the_command_answers_each_line_in_order(tmp_path):
    answers, status = run(
        tmp_path,
        '{"id": 7, "kind": "nhs_number", "value": "943 476 5919"}',
        '{"id": "b", "kind": "nhs_number", "value": 9434765919}',
        '{"kind": "postcode", "value": null}',
        '{"id": 8, "kind": "uln", "value": "1000000044"}',
    )
    assert status == 0
    assert answers == [
        {"id": 7, "valid": True, "normal": "9434765919", "message": None},
        {"id": "b", "valid": True, "normal": "9434765919", "message": None},
        {"id": None, "valid": False, "normal": None, "message": "Enter the postcode."},
        {
            "id": 8,
            "valid": False,
            "normal": None,
            "message": check("uln", "1000000044").message,
        },
    ]


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ('{"id": 1, "kind": "passport", "value": "1"}', "kind"),
        ('{"id": 1, "value": "1"}', "kind"),
        ('{"id": 1, "kind": "upn", "value": ["1"]}', "value"),
        ('{"id": 1, "kind": "upn", "value": true}', "value"),
        ('{"id": 1, "kind": "upn", "value": 1.5}', "value"),
        ('{"id": 1, "kind": "upn", "value": -1}', "value"),
        ('{"id": 1, "kind": "upn", "value": 1000000000000000000000}', "value"),
        ('{"id": 1, "kind": "upn", "valeu": "1"}', "valeu"),
    ],
)
def test_a_line_that_cannot_be_read_is_an_error_and_the_run_goes_on(tmp_path, line, field):
    answers, status = run(tmp_path, line, '{"id": 2, "kind": "uprn", "value": "1"}')
    assert status == 1
    assert answers[0]["id"] == 1
    assert answers[0]["error"]["field"] == field
    assert answers[1]["valid"]
