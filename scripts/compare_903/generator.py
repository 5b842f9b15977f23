"""Invented returns from a seed: mostly plausible, with every fault that a rule of the care-leaver return looks for."""

import csv
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from random import Random
from shutil import rmtree

from careleavers.rules import codes
from careleavers.rules.dates import birthday
from careleavers.ssda903.files import TABLES

FIRST_PACK, LAST_PACK = 2023, 2027  # the years that csc-validator-be-903 0.1.17 has rules for
CHILDREN = 24
AREAS = ("B", "CV", "DE", "LE", "LE", "LE", "LN", "M", "NG", "NN", "PE", "S", "WR", "YO")
ENDINGS = ("E5", "E5", "E17", "E4A", "E8", "E2", "E3", "E11", "E12", "X1", "")
Tables = dict[str, list[list[str]]]


def write_return(number: int, folder: Path) -> tuple[int, bool]:
    """Write return `number` anew to folder/this and folder/last; its year, and whether it has a last year."""
    rmtree(folder, ignore_errors=True)
    invented = _Return(Random(f"return {number}"), FIRST_PACK + number % (LAST_PACK - FIRST_PACK + 1), number)
    has_last = number % 12 != 0
    if number % 40 == 7:
        invented.last["Episodes"].clear()
    _write(invented.this, folder / "this")
    if has_last:
        _write(invented.last, folder / "last")
    return invented.year, has_last


def write_large_return(rows: int, folder: Path) -> None:
    """A return for 2026 of `rows` rows in OC3 and in Episodes, with a Header, and last year's Episodes and OC3.

    One child in twenty is as faulty as in the small returns; the others left care on their 18th birthday.
    """
    random = Random("large return")
    invented = _Return(random, 2026, 1, children=0)
    while len(invented.this["OC3"]) < rows or len(invented.this["Episodes"]) < rows:
        if random.random() < 0.05:
            invented.add_child(with_oc3=True)
        else:
            invented.add_plain_child()
    for name in ("OC3", "Episodes"):
        del invented.this[name][rows:]
    _write({name: invented.this[name] for name in ("OC3", "Episodes")}, folder / "two tables")
    _write({name: invented.this[name] for name in ("OC3", "Episodes", "Header")}, folder / "three tables")
    _write({name: invented.last[name] for name in ("OC3", "Episodes")}, folder / "last")


class _Return:
    def __init__(self, random: Random, year: int, number: int, children: int = CHILDREN) -> None:
        self.random = random
        self.year = year
        self.start, self.end = date(year - 1, 4, 1), date(year, 3, 31)
        self.leap_births = number % 25 == 0  # a birth on 29 February makes one of its rules crash for everybody
        self.this: Tables = {name: [] for name in TABLES if self._collected(name)}
        self.last: Tables = {"Header": [], "Episodes": [], "OC3": []}
        self.number = 100_000
        for _ in range(children):
            self.add_child(with_oc3=random.random() < 0.85)
        for name in ("AD1", "UASC", "OC2", "Header"):
            if children and random.random() < 0.05:
                del self.this[name]

    def _collected(self, name: str) -> bool:
        return {"SWEpisodes": 2024, "DoLo": 2027}.get(name, 0) <= self.year

    def add_plain_child(self) -> None:
        """A young person about whom everything is right."""
        self.number += self.random.randint(1, 40)
        child, sex = str(self.number), self.random.choice("MF")
        eighteen = self.start + timedelta(days=self.random.randint(0, 364))
        born = eighteen.replace(year=eighteen.year - 18)
        written = _written(born)
        self.this["Header"].append([child, sex, written, "WBRI", "UN3", "0" if sex == "F" else "", ""])
        self.this["OC3"].append([child, written, "YES", self.random.choice(["F2", "F5", "G4"]), "U1"])
        self.last["OC3"].append([child, written, "YES", "F2", "K1"])
        started = born + timedelta(days=self.random.randint(4000, 5800))
        self._write_episode([child, _written(started), "S", "C2", "N1", "U4", "PR1"], started, eighteen, "E17")

    def add_child(self, *, with_oc3: bool) -> None:
        self.number += self.random.randint(1, 40)
        child, born = str(self.number), self._born()
        written = _written(born)
        if self._sometimes(0.97):
            stated = _written(born + timedelta(days=1)) if self._sometimes(0.03) else written
            self.this["Header"].append(
                [child, self._sex(), stated, "WBRI", "UN3", self.random.choice(["", "", "0", "1", "2"]), ""]
            )
        self._add_care(child, born)
        if self._sometimes(0.04):
            self.this["Episodes"] = [row for row in self.this["Episodes"] if row[0] != child]
        if with_oc3:
            stated = _written(born + timedelta(days=400)) if self._sometimes(0.03) else written
            row = [child, stated, *self._answers()]
            self.this["OC3"].extend([row, row] if self._sometimes(0.03) else [row])
            if self._sometimes(0.3):
                self.last["OC3"].append(
                    [child, written, *self.random.choice([("DIED", "0", "0"), ("YES", "F2", "U1")])]
                )
        self._add_other_tables(child, written)

    def _born(self) -> date:
        age = self.random.choice([15, 16, 17, 17, 17, 18, 18, 18, 19, 20, 21, 22, 25, 26])
        born = self.end.replace(year=self.end.year - age)
        born -= timedelta(days=self.random.choice([0, 1, 364, 365, *(self.random.randint(0, 364) for _ in range(16))]))
        if (born.month, born.day) == (2, 29) and not self.leap_births:
            born -= timedelta(days=1)
        if self.leap_births and self._sometimes(0.1):
            born = date(2008, 2, 29)
        return born

    def _sex(self) -> str:
        usual = sorted(codes.valid("SEX", self.year))
        return self.random.choice([*usual, *usual, "1", "2", "M", "F"])

    def _answers(self) -> list[str]:
        pick = self.random.choice
        kind = self.random.random()
        if kind < 0.06:
            return ["", "", ""]
        if kind < 0.12:
            return [pick(["YES", "", "MAYBE"]), pick(["F2", "", "F3"]), pick(["U1", "", "S1", "T"])]
        if kind < 0.24:
            return [pick(["DIED", "RHOM", "NO"]), pick(["0", "F2"]), pick(["0", "B1"])]
        return [
            pick(["YES", "YES", "YES", "NO", "REFU", "NREQ"]),
            pick(sorted(codes.valid("ACTIV", self.year))),
            pick([*sorted(codes.valid("ACCOM", self.year)), "T1", "T2", "Z1", "Z2"]),
        ]

    def _add_care(self, child: str, born: date) -> None:
        """A chain of episodes, written into the years that they touch; sometimes none, or one in the wrong year."""
        if self._sometimes(0.12):
            return
        day = birthday(born, self.random.choice([8, 12, 13, 14, 15, 15, 16, 17])) + timedelta(
            days=self.random.randint(0, 200)
        )
        stop = self._stop(born, day)
        reason = "S"
        while day < self.end and (stop is None or day < stop):
            until = day + timedelta(days=self.random.choice([20, 60, 90, 91, 200, 400, 900, 1500]))
            is_last = self._sometimes(0.5) or (stop is not None and until >= stop) or until > self.end
            ended = stop if is_last else until
            why = (self.random.choice(ENDINGS) if ended else "") if is_last else "X1"
            self._add_episode(child, day, reason, *self._end_as_stated(ended, why, is_last))
            if is_last:
                return
            day, reason = until, self.random.choice("PLTB")

    def _end_as_stated(self, ended: date | None, why: str, is_last: bool) -> tuple[date | None, str]:
        """The end of an episode as the file gives it: now and then too late, or not at all though another followed."""
        if is_last or ended is None or not self._sometimes(0.1):
            return ended, why
        return (None, "") if self._sometimes(0.5) else (ended + timedelta(days=45), why)

    def _stop(self, born: date, start: date) -> date | None:
        """When care ended: never, on or about a birthday, around the ends of the year, or any day."""
        choices = [
            None,
            None,
            birthday(born, self.random.choice([17, 18])) + timedelta(days=self.random.randint(-1, 1)),
            self.start + timedelta(days=self.random.randint(-2, 2)),
            self.end - timedelta(days=self.random.randint(0, 2)),
            start + timedelta(days=self.random.randint(1, 1500)),
        ]
        stop = self.random.choice(choices)
        return stop if stop is None or start < stop <= self.end else None

    def _add_episode(self, child: str, started: date, reason: str, ended: date | None, why: str) -> None:
        status = self.random.choice(["C2", "C2", "V2", "V2", "V3", "V4"])
        self._write_episode([child, _written(started), reason, status, "N1", "U4", "PR1"], started, ended, why)

    def _write_episode(self, cells: list[str], started: date, ended: date | None, why: str) -> None:
        """Into this year's file if it touches the year, sometimes otherwise; into last year's as it was known then."""
        places = [self._postcode(), self._postcode(), ""]
        if ended is None or ended >= self.start or self._sometimes(0.1):
            self.this["Episodes"].append([*cells, _written(ended), why, "", *places])
        last_end = self.start - timedelta(days=1)
        last_start = date(self.year - 2, 4, 1)
        if started <= last_end and (ended is None or ended >= last_start):
            known = ended if ended and ended <= last_end else None
            self.last["Episodes"].append([*cells, _written(known), why if known else "", "", *places])

    def _add_other_tables(self, child: str, born: str) -> None:
        rows = {
            "AD1": [child, born, self.random.choice(["", "01/05/2020"]), "", "", "", "", ""],
            "OC2": [child, born, "12", "", self.random.choice(["", "0"]), *[""] * 7],
            "UASC": [child, "M", born, ""],
            "Reviews": [child, born, _written(self.start + timedelta(days=40)), "PN1"],
            "Missing": [child, born, "M", _written(self.start + timedelta(days=50)), ""],
            "PrevPerm": [child, born, "Z1", "", ""],
            "PlacedAdoption": [child, born, _written(self.start), "", ""],
        }
        for name, row in rows.items():
            if self._sometimes(0.12):
                self.this[name].append(row)

    def _postcode(self) -> str:
        """A postcode that looks right; children are placed all over the country."""
        pick = self.random.choice
        return f"{pick(AREAS)}{pick('123456789')} {pick('123456789')}{pick('ABD')}{pick('EFG')}"

    def _sometimes(self, share: float) -> bool:
        return self.random.random() < share


def _written(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def _write(tables: Tables, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        _write_table(folder / f"{name.lower()}.csv", TABLES[name], rows)


def _write_table(path: Path, columns: Iterable[str], rows: Iterable[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
