"""The care-leaver return's rules, each with rows that pass and rows that fail, as they would stand in the files.

The year under test is 2026 (1 April 2025 to 31 March 2026) unless a case says otherwise. Rows count from line 2.
"""

import pytest

from tests.reporting.return_rows import HEADER, IN_YEAR, OC3, ep, lines, make


def case(rule, name, expected, year=2026, **tables):
    return pytest.param(rule, year, tables, expected, id=f"{rule} {name}")


def oc3(name, rule, row, expected, year=2026):
    return case(rule, name, [("OC3", 2)] if expected else [], year, OC3=[row])


@pytest.mark.parametrize(
    ("rule", "year", "tables", "expected"),
    [
        oc3("valid", "131", "1,05/09/2005,NREQ,0,0", False),
        oc3("not a code", "131", "1,05/09/2005,MAYBE,F2,U1", True),
        oc3("blank beside others", "131", "1,05/09/2005,,F2,U1", True),
        oc3("all three blank", "131", "1,05/09/2005,,,", False),
        oc3("small letters", "131", "1,05/09/2005,yes,f2,u1", False),
        oc3("valid", "132", "1,05/09/2005,YES,P5,U1", False),
        oc3("F3 after 2021", "132", "1,05/09/2005,YES,F3,U1", True),
        oc3("F3 in 2021", "132", "1,05/09/2000,YES,F3,U1", False, year=2021),
        oc3("F5 in 2021", "132", "1,05/09/2000,YES,F5,U1", True, year=2021),
        oc3("blank beside others", "132", "1,05/09/2005,YES,,U1", True),
        oc3("all three blank", "132", "1,05/09/2005,,,", False),
        oc3("valid", "133", "1,05/09/2005,YES,F2,X2", False),
        oc3("custody as suitable", "133", "1,05/09/2005,YES,F2,X1", True),
        oc3("homeless as suitable", "133", "1,05/09/2005,YES,F2,S1", True),
        oc3("letter without digit", "133", "1,05/09/2005,YES,F2,T", True),
        oc3("blank beside others", "133", "1,05/09/2005,YES,F2,", True),
        oc3("all three blank", "133", "1,05/09/2005,,,", False),
        oc3("all given", "153", OC3, False),
        oc3("all blank", "153", "1,05/09/2005,,,", False),
        oc3("one blank", "153", "1,05/09/2005,YES,,U1", True),
        oc3("two blank", "153", "1,05/09/2005,YES,,", True),
        oc3("died with zeros", "344", "1,05/09/2005,DIED,0,0", False),
        oc3("died with activity", "344", "1,05/09/2005,DIED,F2,0", True),
        oc3("died with accommodation", "344", "1,05/09/2005,DIED,0,U1", True),
        oc3("returned home with both", "344", "1,05/09/2005,RHOM,F2,B1", True),
        oc3("refused with real codes", "344", "1,05/09/2005,REFU,F2,U1", False),
        oc3("in touch and known", "345", OC3, False),
        oc3("in touch, no activity", "345", "1,05/09/2005,YES,0,U1", True),
        oc3("in touch, no accommodation", "345", "1,05/09/2005,YES,F2,0", True),
        oc3("not in touch", "345", "1,05/09/2005,NO,0,0", False),
        oc3("18 on 1 April of the year", "347", "1,01/04/2007,YES,F2,T1", False),
        oc3("18 on 2 April of the year", "347", "1,02/04/2007,YES,F2,T1", True),
        oc3("17 and not suitable", "347", "1,05/09/2008,YES,F2,T2", True),
        oc3("17 without the digit", "347", "1,05/09/2008,YES,F2,T", True),
        oc3("17 elsewhere", "347", "1,05/09/2008,YES,F2,U1", False),
        oc3("no date of birth", "347", "1,,YES,F2,T1", False),
        oc3("17 on 31 March", "391", "1,31/03/2009,YES,F2,U1", False),
        oc3("17 on 1 April after", "391", "1,01/04/2009,YES,F2,U1", True),
        oc3("16 and blank", "391", "1,01/04/2009,,,", False),
        oc3("25", "391", "1,01/05/2000,YES,F2,U1", False),
        oc3("no date of birth", "391", "1,,YES,F2,U1", False),
        case("348", "died last year, died now", [], OC3=["1,05/09/2005,DIED,0,0"], OC3_last=["1,05/09/2005,DIED,0,0"]),
        case("348", "died last year, in touch", [("OC3", 2)], OC3=[OC3], OC3_last=["1,05/09/2005,DIED,0,0"]),
        case("348", "another child died", [], OC3=[OC3], OC3_last=["2,05/09/2005,DIED,0,0"]),
        case("3001", "17th birthday on 1 April", [("OC3", 2)], Header=[], OC3=["1,01/04/2008,YES,F2,Z1"]),
        case("3001", "17th birthday on 31 March", [("OC3", 2)], Header=[], OC3=["1,31/03/2009,YES,F2,Z2"]),
        case("3001", "17th birthday the year before", [], Header=[], OC3=["1,31/03/2008,YES,F2,Z1"]),
        case("3001", "with parents", [], Header=[], OC3=["1,05/09/2008,YES,F2,B1"]),
        case("3001", "by the Header", [("OC3", 2)], Header=["1,F,05/09/2008,,,,"], OC3=["1,05/09/2005,YES,F2,Z1"]),
        case("3001", "no date of birth", [], Header=[], OC3=["1,,YES,F2,Z1"]),
        case("INT34", "once", [], OC3=[OC3, OC3.replace("1,", "2,", 1)]),
        case("INT34", "twice", [("OC3", 2), ("OC3", 4)], OC3=[OC3, OC3.replace("1,", "2,", 1), OC3]),
    ],
)
def test_what_oc3_says(rule, year, tables, expected):
    assert lines(rule, make(tables, year)) == expected


def care(rule, name, episodes, expected, *, row=OC3, **tables):
    return case(rule, name, [("OC3", 2)] if expected else [], OC3=[row], Episodes=episodes, **tables)


def thirteen_weeks(name, episodes, expected, *, born="05/09/2005", last=(), header=True):
    tables = {"Header": [f"1,F,{born},WBRI,UN3,,"] if header else [], "Episodes_last": list(last)}
    return care("1001", name, episodes, expected, row=f"1,{born},YES,F2,U1", **tables)


BORN_17 = "1,05/09/2008,YES,F2,U1"  # 17 on 5 September 2025
BORN_18 = "1,05/09/2007,YES,F2,U1"  # 18 on 5 September 2025


@pytest.mark.parametrize(
    ("rule", "year", "tables", "expected"),
    [
        care("1000", "left care", [ep("01/01/2020", "01/05/2025", "E5")], False),
        care("1000", "died this year", [ep("01/01/2020", "01/05/2025", "E2")], True),
        care("1000", "died last year", [], True, Episodes_last=[ep("01/01/2020", "01/05/2024", "E2")]),
        care("1000", "blank row", [ep("01/01/2020", "01/05/2025", "E2")], False, row="1,05/09/2005,,,"),
        thirteen_weeks("91 days", [ep("05/09/2021", "05/12/2021", "E5")], False),
        thirteen_weeks("90 days", [ep("05/09/2021", "04/12/2021", "E5")], True),
        thirteen_weeks("90 days this year and one last", [ep("05/09/2021", "04/12/2021", "E5")], False, last=[
            ep("01/01/2020", "02/01/2020", "E5")
        ]),
        thirteen_weeks("the same episode in both years", [ep("05/09/2021", "04/12/2021", "E5")], True, last=[
            ep("05/09/2021")
        ]),
        thirteen_weeks("overlapping episodes", [ep("05/09/2021", "04/12/2021"), ep("01/10/2021", "04/12/2021")], True),
        thirteen_weeks("days before 14", [ep("01/01/2015", "05/09/2019"), ep("05/09/2021", "01/10/2021")], True),
        thirteen_weeks("not after 16", [ep("01/01/2015", "05/09/2021", "E4A")], True),
        thirteen_weeks("one day after 16", [ep("01/01/2015", "06/09/2021", "E4A")], False),
        thirteen_weeks("twenty and five years in care", [ep("05/09/2018", "05/09/2023", "E5")], False),
        thirteen_weeks("twenty and never in care", [], True),
        thirteen_weeks("short breaks", [ep("05/09/2018", "05/09/2023", "E5", ls="V4")], True),
        thirteen_weeks("adopted", [ep("05/09/2018", "05/09/2022", "E11")], True),
        thirteen_weeks("adopted last year", [], True, last=[ep("05/09/2018", "05/09/2022", "E12")]),
        thirteen_weeks("adopted, then in care again", [
            ep("05/09/2018", "05/09/2019", "E11"), ep("05/09/2020", "05/09/2022", "E5")
        ], False),
        thirteen_weeks("open now", [ep("01/01/2025")], False, born="05/09/2008"),
        thirteen_weeks("open, but another followed", [ep("05/09/2021"), ep("25/11/2021", "04/12/2021")], True),
        thirteen_weeks("ended before it began", [ep("05/09/2022", "05/09/2021", "E5")], True),
        thirteen_weeks("an episode without a start", [ep("", "05/09/2023", "E5")], True),
        thirteen_weeks("date of birth only in OC3", [ep("05/09/2018", "05/09/2023", "E5")], False, header=False),
        thirteen_weeks("no date of birth", [], False, born=""),
        care("1002", "this year", [ep("01/01/2020")], False, Episodes_last=[]),
        care("1002", "last year", [], False, Episodes_last=[ep("01/01/2020")]),
        care("1002", "neither", [ep("01/01/2020", child=2)], True, Episodes_last=[]),
        care("1007", "open on the 17th birthday", [ep("01/01/2020")], True, row=BORN_17),
        care("1007", "open on the 18th birthday", [ep("01/01/2020")], True, row=BORN_18),
        care("1007", "left the day after", [ep("01/01/2020", "06/09/2025", "E5")], True, row=BORN_18),
        care("1007", "left on the birthday", [ep("01/01/2020", "05/09/2025", "E5")], False, row=BORN_18),
        care("1007", "came in on the birthday", [ep("05/09/2025")], True, row=BORN_17),
        care("1007", "came in the day after", [ep("06/09/2025")], False, row=BORN_17),
        care("1007", "19", [ep("01/01/2020")], False, row="1,05/09/2006,YES,F2,U1"),
        care("1007", "18th birthday just before the year", [ep("01/01/2020")], False, row="1,31/03/2007,YES,F2,U1"),
        care("1007", "18th birthday on the first day", [ep("01/01/2020")], True, row="1,01/04/2007,YES,F2,U1"),
        care("1007", "17th birthday on the last day", [ep("01/01/2020")], True, row="1,31/03/2009,YES,F2,U1"),
        care("1007", "17th birthday just after the year", [ep("01/01/2020")], False, row="1,01/04/2009,YES,F2,U1"),
        care("1007", "blank row", [ep("01/01/2020")], False, row="1,05/09/2008,,,"),
        care("1007", "no date of birth", [ep("01/01/2020")], False, row="1,,YES,F2,U1"),
        care("1010", "open and gone", [], True, Episodes_last=[ep("01/01/2020")]),
        care("1010", "open and still there", [ep("01/01/2020")], False, Episodes_last=[ep("01/01/2020")]),
        care("1010", "ended", [], False, Episodes_last=[ep("01/01/2020", "01/05/2024", "E5")]),
        care("1010", "an earlier one open", [], False, Episodes_last=[
            ep("01/01/2021", "01/05/2024", "E5"), ep("01/01/2020")
        ]),
        care("1010", "no start", [], False, Episodes_last=[ep("")]),
        care("1011", "transferred", [ep("01/01/2020", "01/05/2025", "E3")], True),
        care("1011", "transferred earlier", [ep("01/01/2025", "01/05/2025", "E5"), ep("01/01/2020", "", "E3")], False),
        care("1011", "another child", [ep("01/01/2020", "01/05/2025", "E3", child=2)], False),
        care("1011", "no start", [ep("", "01/05/2025", "E3")], False),
        care("1016", "left after the 18th birthday", [ep("01/01/2020", "06/09/2025", "E5")], True, row=BORN_18),
        care("1016", "left after the 17th birthday", [ep("01/01/2020", "06/09/2025", "E4A")], True, row=BORN_17),
        care("1016", "left on the birthday", [ep("01/01/2020", "05/09/2025", "E17")], False, row=BORN_18),
        care("1016", "left before", [ep("01/01/2020", "04/09/2025", "E5")], False, row=BORN_18),
        care("1016", "only changed placement", [ep("01/01/2020", "01/10/2025", "X1")], False, row=BORN_17),
        care("1016", "open", [ep("01/01/2020")], False, row=BORN_17),
        care("1016", "exactly 17 on 31 March", [ep("01/01/2020", "31/03/2026", "E5")], False,
             row="1,31/03/2009,YES,F2,U1"),
        care("1016", "19", [ep("01/01/2020", "06/09/2025", "E5")], False, row="1,05/09/2006,YES,F2,U1"),
    ],
)  # fmt: skip
def test_care_history(rule, year, tables, expected):
    assert lines(rule, make(tables, year)) == expected


LEAP_CHILD = "1,29/02/2008,YES,F2,U1"  # 18 in 2026, which has no 29 February


@pytest.mark.parametrize(
    ("leap_day", "ended", "expected"),
    [
        ("1 March", "01/03/2026", []),
        ("1 March", "02/03/2026", [("OC3", 2)]),
        ("28 February", "28/02/2026", []),
        ("28 February", "01/03/2026", [("OC3", 2)]),
    ],
)
def test_a_birthday_on_29_february_follows_the_setting(leap_day, ended, expected):
    tables = {"OC3": [LEAP_CHILD], "Episodes": [ep("01/01/2020", ended, "E5")]}
    assert lines("1007", make(tables, leap_day=leap_day)) == expected
    assert lines("1016", make(tables, leap_day=leap_day)) == expected


def mother(name, header, episodes, expected, *, leaver=True):
    both = [("Header", 2), ("OC3", 2)] if leaver else [("Header", 2)]
    tables = {"Header": [header], "Episodes": episodes, "OC3": [OC3] if leaver else []}
    return case("165", name, both if expected else [], **tables)


BEFORE = [ep("01/01/2020", "31/03/2025", "E5")]
AD1 = "1,05/09/2005,01/05/2025,,,,,"
OC2 = "1,05/09/2005,,,0,,,,,,,"
REVIEW = "1,05/09/2005,01/05/2025,PN1"
UASC = "1,F,05/09/2005,"
EMPTY = {"OC3": [], "AD1": [], "Episodes": []}


def all_year(name, episodes, expected):
    reported = [("AD1", 2), ("OC3", 2)] if expected else []
    return case("187", name, reported, OC3=[OC3], AD1=[AD1], Episodes=episodes)


@pytest.mark.parametrize(
    ("rule", "year", "tables", "expected"),
    [
        mother("girl, 0", "1,F,05/09/2005,,,0,", IN_YEAR, False),
        mother("girl, 1", "1,F,05/09/2005,,,1,", IN_YEAR, False),
        mother("girl, 2", "1,F,05/09/2005,,,2,", IN_YEAR, True),
        mother("girl, blank", "1,F,05/09/2005,,,,", IN_YEAR, True),
        mother("girl by digit, blank", "1,2,05/09/2005,,,,", IN_YEAR, True),
        mother("girl, blank, open episode", "1,F,05/09/2005,,,,", [ep("01/01/2020")], True),
        mother("girl, blank, left on 1 April", "1,F,05/09/2005,,,,", [ep("01/01/2020", "01/04/2025", "E5")], True),
        mother("girl, blank, only before the year", "1,F,05/09/2005,,,,", BEFORE, False),
        mother("girl, blank, only after the year", "1,F,05/09/2005,,,,", [ep("01/04/2026")], False),
        mother("girl, 0, only before the year", "1,F,05/09/2005,,,0,", BEFORE, True),
        mother("girl, 0, only before the year, no care leaver", "1,F,05/09/2005,,,0,", BEFORE, False, leaver=False),
        mother("girl, blank, short breaks", "1,F,05/09/2005,,,,", [ep("01/01/2020", ls="V3")], False),
        mother("girl, blank, no episodes", "1,F,05/09/2005,,,,", [], False),
        mother("girl, 0, no episodes", "1,F,05/09/2005,,,0,", [], False),
        mother("girl, blank, no care leaver", "1,F,05/09/2005,,,,", IN_YEAR, True, leaver=False),
        mother("boy, blank", "1,M,05/09/2005,,,,", IN_YEAR, False),
        mother("boy, 0", "1,M,05/09/2005,,,0,", IN_YEAR, True),
        mother("boy by digit, 1", "1,1,05/09/2005,,,1,", IN_YEAR, True),
        mother("boy, 1, no episodes", "1,M,05/09/2005,,,1,", [], True),
        mother("unknown, blank", "1,U,05/09/2005,,,,", IN_YEAR, False),
        mother("unknown, 7", "1,U,05/09/2005,,,7,", IN_YEAR, True),
        case("351", "25 on 1 April", [], Header=["1,F,01/04/2000,,,,"]),
        case("351", "25 on 31 March before", [("Header", 2)], Header=["1,F,31/03/2000,,,,"]),
        case("351", "no date of birth", [], Header=["1,F,,,,,"]),
        case("628", "no episodes", [("Header", 2)], Header=["1,F,05/09/2005,,,0,"], OC3=[OC3], Episodes=[]),
        case("628", "blank", [], Header=["1,F,05/09/2005,,,,"], OC3=[OC3], Episodes=[]),
        case("628", "episodes", [], Header=["1,F,05/09/2005,,,0,"], OC3=[OC3], Episodes=IN_YEAR),
        case("628", "no care leaver", [], Header=["1,F,05/09/2005,,,0,"], OC3=[], Episodes=[]),
        case("EPI", "in neither", [("Header", 2)], Header=[HEADER]),
        case("EPI", "in Episodes", [], Header=[HEADER], Episodes=IN_YEAR),
        case("EPI", "in OC3, even blank", [], Header=[HEADER], OC3=["1,05/09/2005,,,"]),
        case("INT06", "in the Header", [], Header=[HEADER], OC3=[OC3]),
        case("INT06", "not in the Header", [("OC3", 2)], Header=["2,F,05/09/2005,,,,"], OC3=[OC3]),
        case("INT15", "the same", [], Header=[HEADER], OC3=[OC3]),
        case("INT15", "the same without a zero", [], Header=[HEADER], OC3=["1,5/9/2005,YES,F2,U1"]),
        case("INT15", "different", [("OC3", 2)], Header=[HEADER], OC3=["1,06/09/2005,YES,F2,U1"]),
        case("INT15", "twice in the Header", [("OC3", 2)], Header=["1,F,06/09/2005,,,,", HEADER], OC3=[OC3]),
        case("INT15", "blank in one", [], Header=["1,F,,,,,"], OC3=[OC3]),
        case("INT15", "blank in the other", [], Header=[HEADER], OC3=["1,,YES,F2,U1"]),
        case("134", "adoption", [("AD1", 2)], OC3=[OC3], AD1=[AD1]),
        case("134", "blank adoption row", [], OC3=[OC3], AD1=["1,05/09/2005,,,,,,"]),
        case("134", "blank care-leaver row", [], OC3=["1,05/09/2005,,,"], AD1=[AD1]),
        case("134", "another child", [], OC3=[OC3], AD1=[AD1.replace("1,", "2,", 1)]),
        all_year("open all year", [ep("01/01/2020")], True),
        all_year("placement changed", [ep("01/01/2020", "01/06/2025", "X1"), ep("01/06/2025", rne="P")], True),
        all_year("came in on 1 April", [ep("01/04/2025")], True),
        all_year("came in on 2 April", [ep("02/04/2025")], False),
        all_year("left on 30 March", [ep("01/01/2020", "30/03/2026", "E5")], False),
        all_year("left on 31 March", [ep("01/01/2020", "31/03/2026", "E5")], True),
        all_year("left before the year", BEFORE, False),
        all_year("a short break", [ep("01/01/2020", ls="V3")], False),
        all_year("no episodes", [], False),
        case("187", "no AD1 in the return", [("OC3", 2)], OC3=[OC3], Episodes=[ep("01/01/2020")]),
        case("187", "no OC3 in the return", [("AD1", 2)], AD1=[AD1], Episodes=[ep("01/01/2020")]),
        case("187", "nothing said", [], **EMPTY | {"Episodes": [ep("01/01/2020")], "OC3": ["1,05/09/2005,,,"]}),
        case("215", "outcomes", [("OC2", 2), ("OC3", 2)], OC2=[OC2], OC3=[OC3]),
        case("215", "only the SDQ", [], OC2=["1,05/09/2005,12,SDQ1,,,,,,,,"], OC3=[OC3]),
        case("215", "blank care-leaver row", [], OC2=[OC2], OC3=["1,05/09/2005,,,"]),
        case("215", "another child", [], OC2=[OC2.replace("1,", "2,", 1)], OC3=[OC3]),
        case("1012", "six tables", [
            ("AD1", 2), ("Missing", 2), ("OC2", 2), ("PlacedAdoption", 2), ("PrevPerm", 2), ("Reviews", 2)
        ], OC3=[OC3], Episodes=[], AD1=[AD1], OC2=[OC2], Missing=["1,05/09/2005,M,01/05/2025,"],
            PlacedAdoption=["1,05/09/2005,,,"], PrevPerm=["1,05/09/2005,Z1,,"], Reviews=[REVIEW]),
        case("1012", "with an episode", [], OC3=[OC3], Episodes=IN_YEAR, Reviews=[REVIEW]),
        case("1012", "no care leaver", [], OC3=[], Episodes=[], Reviews=[REVIEW]),
        case("1014", "before the year", [("OC3", 2), ("UASC", 2)], UASC=[UASC], OC3=[OC3], Episodes=BEFORE),
        case("1014", "no episodes", [("OC3", 2), ("UASC", 2)], UASC=[UASC], OC3=[OC3], Episodes=[]),
        case("1014", "in the year", [], UASC=[UASC], OC3=[OC3], Episodes=IN_YEAR),
        case("1014", "no care leaver", [], UASC=[UASC], OC3=["1,05/09/2005,,,"], Episodes=BEFORE),
    ],
)  # fmt: skip
def test_the_other_tables(rule, year, tables, expected):
    assert lines(rule, make(tables, year)) == expected
