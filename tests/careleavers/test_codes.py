"""DfE's code sets: what may be used in which collection year (the year is the one the collection ends in)."""

import pytest

from careleavers.rules import codes

ALWAYS = {"F1", "P1", "F2", "P2", "G4", "G5", "G6", "0"}


@pytest.mark.parametrize(
    ("code_set", "year", "expected"),
    [
        pytest.param("IN_TOUCH", 2026, {"YES", "NO", "DIED", "REFU", "NREQ", "RHOM"}, id="IN_TOUCH rule 131"),
        pytest.param("ACTIV", 2021, ALWAYS | {"F3", "P3"}, id="ACTIV last year of F3 and P3"),
        pytest.param("ACTIV", 2022, ALWAYS | {"F4", "P4", "F5", "P5"}, id="ACTIV first year of F4 to P5"),
        pytest.param("SEX", 2024, {"1", "2"}, id="SEX last year of digits"),
        pytest.param("SEX", 2025, {"M", "F", "U"}, id="SEX first year of letters"),
        pytest.param("MOTHER", 2026, {"0", "1"}, id="MOTHER rule 165"),
        pytest.param("EPISODES.RNE", 2026, {"S", "L", "P", "T", "B", "U"}, id="RNE by its full name"),
    ],
)
def test_codes_of_a_year(code_set, year, expected):
    assert codes.valid(code_set, year) == expected


@pytest.mark.parametrize(
    ("code_set", "code", "year", "is_valid"),
    [
        ("PLACE", "H5", 2024, True),
        ("PLACE", "H5", 2025, False),
        ("PLACE", "K3", 2024, False),
        ("PLACE", "K3", 2025, True),
        ("PLACE", "Z1", 2025, True),
        ("PLACE", "Z1", 2026, False),
        ("PLACE", "Z14", 2026, True),
        ("REC", "E43", 2018, True),
        ("REC", "E43", 2019, False),
        ("REC", "E48", 2019, True),
        ("ACCOM", "S1", 2026, False),
        ("ACCOM", "X1", 2026, False),
        ("ACCOM", "S2", 2026, True),
        ("LA_PERM", "838", 2026, True),
        ("LA_PERM", "835", 2026, True),
        ("LA_PERM", "WAL", 2026, True),
        ("LA_PERM", "nnn", 2026, False),
        ("LA_PERM", "200", 2026, False),
    ],
)
def test_boundaries_of_a_code(code_set, code, year, is_valid):
    assert (code in codes.valid(code_set, year)) is is_valid


def test_thirty_one_accommodation_codes():
    assert len(codes.valid("OC3.ACCOM", 2026)) == 31


def test_labels_are_those_of_any_year():
    assert codes.label("ACTIV", "F2") == "Young person engaged full time in education other than higher education"
    assert codes.label("ACTIV", "F3") == "Young person engaged full time in training or employment"
    assert codes.label("LA_PERM", "855") == "Leicestershire"


@pytest.mark.parametrize("ask", [lambda: codes.label("ACTIV", "F9"), lambda: codes.valid("NONSENSE", 2026)])
def test_what_never_was_is_an_error(ask):
    with pytest.raises(KeyError):
        ask()


def test_choices_keep_the_order_of_the_guide():
    assert codes.choices("SEX", 2026) == (("M", "Male"), ("F", "Female"), ("U", "Unknown"))
    assert len(codes.choices("ETHNIC", 2026)) == 20


def test_old_codes_can_still_be_read():
    assert {"F3", "F5"} <= codes.ever_valid("ACTIV")


def test_every_set_can_be_asked_by_its_full_and_its_short_name():
    for name in codes._sets():
        assert codes.valid(name, 2026) == codes.valid(name.rpartition(".")[2], 2026)
        assert codes.choices(name, 2026)


def test_accommodation_by_letter():
    types = dict(codes.accommodation_types(2026))
    assert "".join(types) == "BCDEGHKRSTUVWXYZ"
    assert types["W"] == "Bed and breakfast"


def test_authorities():
    assert len(codes.authorities()) == 153
    assert len(codes.authorities(include_abolished=True)) == 158
    assert codes.authority("857") == codes.Authority("857", "Rutland", "E06000017", "East Midlands", current=True)
    assert not codes.authority("836").current
    with pytest.raises(KeyError):
        codes.authority("999")
