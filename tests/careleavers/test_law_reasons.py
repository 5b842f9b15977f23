"""What a personal adviser reads: every reason and every flag, word for word, for each way the law can decide.

`tests/data/law_reasons.txt` holds the words, reviewed by eye; a changed sentence changes that file on purpose.
"""

from pathlib import Path

import pytest

from tests.careleavers.law_cases import Life, ep, facts, life, line, on

WRITTEN = Path(__file__).parent.parent / "data" / "law_reasons.txt"
LONG = ep("2020-06-01")
LEFT = ep("2020-06-01", "2026-09-01", reason_ended="E5")
CUSTODY = ep("2025-10-01", "2026-02-20", "V2", reason_ended="E9")
DETAINED = ("2026-02-20", "2026-06-01")
BREAK = ep("2025-05-01", "2025-07-10", "V3")

CASES = {
    "never looked after": (life(), "2026-03-10"),
    "in care under 16, before 14": (life(LONG), "2021-01-01"),
    "in care under 16, 13 weeks reached": (life(LONG), "2025-01-01"),
    "left care before 16": (life(ep("2020-06-01", "2025-01-01")), "2026-03-10"),
    "in care at 16": (life(LONG), "2026-03-10"),
    "in care at 16, not yet 13 weeks": (life(ep("2026-05-01", status="V2")), "2026-05-01"),
    "in care, 13 weeks only on the 18th birthday": (life(ep("2027-12-10", status="V2")), "2028-01-01"),
    "in care, 13 weeks on the eve of 18": (life(ep("2027-12-09", status="V2")), "2028-01-01"),
    "in care, too late for 13 weeks": (life(ep("2028-01-08", status="V2")), "2028-02-01"),
    "in a short break": (life(ep("2026-07-01", "2026-08-30", "V3")), "2026-07-01"),
    "after a short break": (life(ep("2026-07-01", "2026-08-30", "V3")), "2026-08-30"),
    "short breaks beside care": (life(BREAK, ep("2026-06-01", status="V2")), "2026-07-01"),
    "short breaks beside care, after 13 weeks": (life(BREAK, ep("2026-06-01", status="V2")), "2026-09-01"),
    "a short break agreement": (life(ep("2026-01-01", status="V4")), "2026-04-01"),
    "left care at 16": (life(LEFT), "2026-09-01"),
    "left care at 16, went home": (life(LEFT, known=facts(at_home=("2026-09-01", None))), "2026-10-01"),
    "left care at 16, six months at home": (life(LEFT, known=facts(at_home=("2026-09-01", None))), "2027-03-01"),
    "six months at home, at 18": (life(LEFT, known=facts(at_home=("2026-09-01", None))), "2028-03-10"),
    "six months at home, at 21": (life(LEFT, known=facts(at_home=("2026-09-01", None))), "2031-03-10"),
    "home broke down after 18": (life(LEFT, known=facts(at_home=("2026-09-01", "2029-01-01"))), "2029-01-01"),
    "six months complete on the 18th birthday": (
        life(LEFT, known=facts(at_home=("2027-09-10", None))),
        "2028-01-01",
    ),
    "six months complete after 18": (life(LEFT, known=facts(at_home=("2027-12-01", None))), "2028-03-10"),
    "returned home, not confirmed": (
        life(ep("2020-06-01", "2026-09-01", reason_ended="E4A")),
        "2027-03-01",
    ),
    "placed with parents when care ended": (life(ep("2020-06-01", "2026-09-01", placement="P1")), "2026-09-01"),
    "in custody at 16": (life(CUSTODY, known=facts(detained_or_in_hospital=DETAINED)), "2026-03-10"),
    "in custody at 16, then home": (
        life(CUSTODY, known=facts(detained_or_in_hospital=DETAINED, at_home=("2026-06-01", None))),
        "2026-12-01",
    ),
    "in custody at 16 after a gap": (
        life(
            ep("2025-10-01", "2026-02-10", "V2", reason_ended="E14"),
            known=facts(detained_or_in_hospital=DETAINED),
        ),
        "2026-03-10",
    ),
    "released on the 16th birthday": (
        life(CUSTODY, known=facts(detained_or_in_hospital=("2026-02-20", "2026-03-10"))),
        "2026-03-10",
    ),
    "sentenced on a care order": (life(ep("2020-06-01", "2026-09-01", reason_ended="E9")), "2026-09-01"),
    "under 13 weeks and to friends": (life(ep("2026-05-01", "2026-07-15", "V2", reason_ended="E6")), "2026-07-15"),
    "under 13 weeks and home": (life(ep("2026-05-01", "2026-07-15", "V2", reason_ended="E4A")), "2026-07-15"),
    "under 13 weeks and home, at 18": (life(ep("2026-05-01", "2026-07-15", "V2", reason_ended="E4A")), "2028-03-10"),
    "left on the 16th birthday": (life(ep("2025-09-01", "2026-03-10", "V2")), "2026-03-10"),
    "special guardianship": (life(ep("2022-01-01", "2024-06-01", reason_ended="E45")), "2026-03-10"),
    "special guardianship, at 25": (life(ep("2022-01-01", "2024-06-01", reason_ended="E45")), "2035-03-10"),
    "taken over by another authority": (life(ep("2020-06-01", "2026-06-01", reason_ended="E3")), "2026-06-01"),
    "looked after by another authority": (life(ep("2020-06-01", authority="301")), "2026-03-10"),
    "looked after in Wales": (life(ep("2026-02-01", "2026-04-01", "V2", authority="WAL"), LONG), "2026-03-10"),
    "adopted at 16": (life(ep("2020-06-01", "2026-09-10", reason_ended="E12")), "2026-09-10"),
    "assessed an adult": (life(ep("2020-06-01", "2026-09-10", reason_ended="E15")), "2026-09-10"),
    "died": (life(ep("2020-06-01", "2026-09-10", reason_ended="E2")), "2026-09-10"),
    "care recorded after 18": (life(LONG, ep("2028-03-10", "2028-05-01", "V2")), "2028-03-10"),
    "relevant at 18": (life(LEFT), "2028-03-10"),
    "eligible at 18": (life(LONG), "2028-03-10"),
    "former relevant at 21": (life(LONG), "2031-03-10"),
    "former relevant, asked for support": (life(LONG, known=facts(support_wanted=("2032-01-01", None))), "2032-01-01"),
    "former relevant, in education": (life(LONG, known=facts(education=("2030-09-01", "2036-07-01"))), "2031-03-10"),
    "in education past 25": (life(LONG, known=facts(education=("2030-09-01", "2036-07-01"))), "2035-03-10"),
    "25": (life(LONG), "2035-03-10"),
    "a second programme at 25": (
        life(LONG, known=facts(education=[("2034-01-01", "2035-06-01"), ("2035-06-01", None)])),
        "2035-06-01",
    ),
    "born on 29 February": (life(ep("2020-01-01"), born="2008-02-29"), "2026-02-28"),
}


def transcript(title: str, told: Life, day: str) -> str:
    found = on(told, day)
    reasons = [f"{'met' if one.met else 'not'}: {one.text} [{one.source}]" for one in found.because]
    flags = [
        f"{one.code}: {one.text} [{one.source}] {' / '.join(each.text for each in one.outcomes)}" for one in found.flags
    ]
    return "\n".join([f"# {title}, {day}: {line(found)}", *reasons, *flags])


@pytest.mark.parametrize("title", CASES)
def test_every_word_is_as_reviewed(title):
    told, day = CASES[title]
    found = on(told, day)
    assert {type(found.returned_home), *(type(one.met) for one in found.because)} == {bool}
    heading = f"# {title}, {day}: "
    (expected,) = [part for part in WRITTEN.read_text("utf-8").strip().split("\n\n") if part.startswith(heading)]
    assert transcript(title, told, day) == expected


def test_no_words_are_kept_for_cases_that_are_gone():
    assert WRITTEN.read_text("utf-8").count("# ") == len(CASES)
