"""Rules about Header and Episodes that go with the care leavers' table, each with rows that pass and rows that fail.

The year under test is 2026 (1 April 2025 to 31 March 2026) unless a case says otherwise. Rows count from line 2.
"""

import pytest

from tests.reporting.return_rows import lines, make

GOOD, ELSEWHERE = "LE3 8RA", "LE11 3EB"


def case(rule, name, expected, *episodes, year=2026, header=("1,F,05/09/2009,WBRI,UN3,,",)):
    tables = {"Episodes": list(episodes), "Header": list(header)}
    return pytest.param(rule, year, tables, expected, id=f"{rule} {name}")


def of_header(rule, name, row, is_wrong, year=2026):
    episode = ep("01/05/2025")
    return case(rule, name, [("Header", 2)] if is_wrong else [], episode, year=year, header=[row])


def ep(started, ended="", why="", *, child=1, rne="S", ls="C2", place="U4", provider="PR1", change="", home=GOOD,
       post=ELSEWHERE, urn="SC012345"):  # fmt: skip
    return f"{child},{started},{rne},{ls},N1,{place},{provider},{ended},{why},{change},{home},{post},{urn}"


def first(*places):
    return [("Episodes", line) for line in places]


IN_2015 = {"place": "A3", "rne": "P"}


@pytest.mark.parametrize(
    ("rule", "year", "tables", "expected"),
    [
        of_header("101", "a letter from 2025", "1,F,05/09/2009,WBRI,UN3,,", False),
        of_header("101", "a letter before", "1,F,05/09/2006,WBRI,UN3,,", True, year=2024),
        of_header("101", "a digit before", "1,2,05/09/2006,WBRI,UN3,,", False, year=2024),
        of_header("101", "nothing", "1,,05/09/2009,WBRI,UN3,,", True),
        of_header("168", "twelve digits", "1,F,05/09/2009,WBRI,H801200001001,,", False),
        of_header("168", "why there is none", "1,F,05/09/2009,WBRI,UN5,,", False),
        of_header("168", "a letter that none has", "1,F,05/09/2009,WBRI,O032156368069,,", True),
        of_header("168", "no such reason", "1,F,05/09/2009,WBRI,UN6,,", True),
        of_header("168", "nothing is for 442", "1,F,05/09/2009,WBRI,,,", False),
        of_header("442", "given", "1,F,05/09/2009,WBRI,UN3,,", False),
        of_header("442", "not given", "1,F,05/09/2009,WBRI,,,", True),
        case("442", "short breaks alone", [], ep("01/05/2025", ls="V3"), header=["1,F,05/09/2009,WBRI,,,"]),
        of_header("611", "a mother, and when", "1,F,05/09/2009,WBRI,UN3,1,01/05/2025", False),
        of_header("611", "a mother, and not when", "1,F,05/09/2009,WBRI,UN3,1,", True),
        of_header("611", "no mother", "1,F,05/09/2009,WBRI,UN3,0,", False),
        of_header("625", "a child born on the last day", "1,F,05/09/2009,WBRI,UN3,1,31/03/2026", False),
        of_header("625", "a child born after the year", "1,F,05/09/2009,WBRI,UN3,1,01/04/2026", True),
        case("625", "born on the day care ended", [], ep("01/05/2024"), ep("01/05/2025", "02/02/2026", "E4A"),
             header=["1,F,05/09/2009,WBRI,UN3,1,02/02/2026"]),
        case("625", "born after care", [("Episodes", 3), ("Header", 2)], ep("01/05/2024", "01/05/2025", "X1"),
             ep("01/05/2025", "02/02/2026", "E4A"), header=["1,F,05/09/2009,WBRI,UN3,1,03/02/2026"]),
        case("146", "K3 from 2025", [], ep("01/05/2024", place="K3"), year=2025),
        case("146", "K3 before", first(2), ep("01/05/2023", place="K3"), year=2024),
        case("146", "blank", [], ep("01/05/2025", place="")),
        case("169", "a postcode", [], ep("01/05/2025")),
        case("169", "none", first(2), ep("01/05/2025", post="")),
        case("169", "no area H", first(2), ep("01/05/2025", post="H12 1LF")),
        case("169", "a short break", [], ep("01/05/2025", ls="V4", post="")),
        case("179", "none", first(2), ep("01/05/2025", post="")),
        case("392b", "both", [], ep("01/05/2025")),
        case("392b", "one", first(2), ep("01/05/2025", home="")),
        case("392b", "a short break", [], ep("01/05/2025", ls="V3", home="", post="")),
        case("392c", "none is for 392b", [], ep("01/05/2025", home="", post="")),
        case("392c", "letters that no postcode ends in", first(2), ep("01/05/2025", home="W11 2OA")),
        case("392d", "two places", [], ep("01/05/2025")),
        case("392d", "the same place", first(2), ep("01/05/2025", post=GOOD)),
        case("392d", "with parents", [], ep("01/05/2025", post=GOOD, place="P1")),
        case("214", "a short break with a place", first(2), ep("01/05/2025", ls="V3")),
        case("214", "a short break without", [], ep("01/05/2025", ls="V3", post="", urn="")),
        case("398", "a short break with a postcode", first(2), ep("01/05/2025", ls="V4", post="")),
        case("1015", "our own home, and no postcode", first(2), ep("01/05/2025", place="K2", post="")),
        case("1015", "somebody else's", [], ep("01/05/2025", place="K2", provider="PR4", post="")),
        case("1015", "our own foster carers", [], ep("01/05/2025", post="")),
        case("218", "given", [], ep("01/05/2025")),
        case("218", "not given", first(2), ep("01/05/2025", urn="")),
        case("218", "with parents", [], ep("01/05/2025", place="P1", urn="")),
        case("218", "over before the year", [], ep("01/05/2020", "31/03/2025", "E5", urn="")),
        case("218", "over on its first day", first(2), ep("01/05/2020", "01/04/2025", "E5", urn="")),
        case("218", "in Glasgow", [], ep("01/05/2025", urn="", post="G2 1DU")),
        case("218", "in Guildford", first(2), ep("01/05/2025", urn="", post="GU2 4BB")),
        case("218", "H5 in 2024", [], ep("01/05/2023", place="H5", urn=""), year=2024),
        case("218", "H5 in 2025", first(2), ep("01/05/2024", place="H5", urn=""), year=2025),
        case("222", "with parents", first(2), ep("01/05/2025", place="P1")),
        case("222", "with parents, XXXXXXX", [], ep("01/05/2025", place="P1", urn="XXXXXXX")),
        case("222", "Z1 until 2025", first(2), ep("01/05/2024", place="Z1"), year=2025),
        case("222", "Z11 from 2026", first(2), ep("01/05/2025", place="Z11")),
        case("217", "A3 with P", first(2), ep("01/04/2015", **IN_2015)),
        case("217", "before April 2015", [], ep("31/03/2015", **IN_2015)),
        case("378", "P1 with V2", first(2), ep("01/05/2025", place="P1", ls="V2")),
        case("384", "V3 in U4", first(2), ep("01/05/2025", ls="V3")),
        case("384", "V3 in U3", [], ep("01/05/2025", ls="V3", place="U3")),
        case("408", "A5 without E1", first(2), ep("01/05/2025", place="A5")),
        case("408", "A5 with E1", [], ep("01/05/2025", place="A5", ls="E1")),
        case("445", "D1 in 2005", [], ep("31/12/2005", ls="D1")),
        case("445", "D1 in 2006", first(2), ep("01/01/2006", ls="D1")),
        case("460", "E17 on the 18th birthday", [], ep("01/05/2020", "05/09/2027", "E17"), year=2028),
        case("460", "E17 the day before", first(2), ep("01/05/2020", "04/09/2027", "E17"), year=2028),
        case("516", "E45 from a home", first(2), ep("01/05/2020", "01/05/2025", "E45", place="K2")),
        case("516", "E45 from foster care", [], ep("01/05/2020", "01/05/2025", "E45")),
        case("225", "moved, and not why", first(2), ep("01/05/2020", "01/05/2025", "X1"), ep("01/05/2025", rne="P")),
        case("225", "moved, and why", [], ep("01/05/2020", "01/05/2025", "X1", change="CARPL"),
             ep("01/05/2025", rne="P")),
        case("225", "only another status", [], ep("01/05/2020", "01/05/2025", "X1"), ep("01/05/2025", rne="L")),
        case("225", "to a temporary place", [], ep("01/05/2020", "01/05/2025", "X1"),
             ep("01/05/2025", rne="T", place="T2")),
        case("225", "another child", [], ep("01/05/2020", "01/05/2025", "X1"), ep("01/05/2025", rne="P", child=2)),
        case("336", "A3 after a home", first(3), ep("01/05/2020", place="K2"), ep("01/05/2025", place="A3")),
        case("336", "A4 after a home", [], ep("01/05/2020", place="K2"), ep("01/05/2025", place="A4")),
        case("336", "A3 after foster care", [], ep("01/05/2020"), ep("01/05/2025", place="A3")),
        case("434", "L with the same status", first(3), ep("01/05/2020"), ep("01/05/2025", rne="L")),
        case("434", "L with another", [], ep("01/05/2020", ls="C1"), ep("01/05/2025", rne="L")),
        case("434", "L and a move", first(3), ep("01/05/2020", ls="C1"), ep("01/05/2025", rne="L", place="U3")),
        case("435", "P to the same place", first(3), ep("01/05/2020"), ep("01/05/2025", rne="P")),
        case("435", "P to another", [], ep("01/05/2020"), ep("01/05/2025", rne="P", urn="SC012346")),
        case("361", "72 hours", [], ep("01/05/2025", "04/05/2025", "E8", ls="L1")),
        case("361", "four days", first(2), ep("01/05/2025", "05/05/2025", "E8", ls="L1")),
        case("361", "in two places", first(2, 3), ep("01/05/2025", "03/05/2025", "X1", ls="L1"),
             ep("03/05/2025", "05/05/2025", "E8", ls="L1")),
        case("361", "with a gap", [], ep("01/05/2025", "03/05/2025", "E8", ls="L1"),
             ep("04/05/2025", "06/05/2025", "E8", ls="L1")),
        case("362", "22 days", first(2), ep("01/05/2025", "23/05/2025", "E8", ls="L2")),
        case("363", "8 days", first(2), ep("01/05/2025", "09/05/2025", "E8", ls="L3")),
        case("364", "open on 31 March", first(2), ep("01/03/2026", ls="J2")),
        case("365", "17 days", [], ep("01/05/2025", "18/05/2025", "E8", ls="V3")),
        case("365", "18 days", first(2), ep("01/05/2025", "19/05/2025", "E8", ls="V3")),
        case("366", "V3 with P", first(2), ep("01/05/2025", rne="P", ls="V3")),
        case("367", "75 days", [], *(ep(f"01/0{m}/2025", f"16/0{m}/2025", "E8", ls="V3") for m in (5, 6, 7, 8, 9))),
        case("367", "76 days", first(2, 3, 4, 5, 6), ep("01/04/2025", "17/04/2025", "E8", ls="V3"),
             *(ep(f"01/0{m}/2025", f"16/0{m}/2025", "E8", ls="V3") for m in (5, 6, 7, 8))),
    ],
)  # fmt: skip
def test_a_rule_of_the_episodes(rule, year, tables, expected):
    assert lines(rule, make(tables, year=year)) == expected
