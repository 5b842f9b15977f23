"""Reading a return's files: recognised by their set of columns, in whatever shape they come, and never a traceback."""

import csv
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careleavers.ssda903.files import TABLES, FileProblem, ReturnFiles, parse_date, read_bytes, read_folder

SAMPLE = Path(__file__).parents[1] / "data" / "returns_903_sample"
OC3 = "CHILD,DOB,IN_TOUCH,ACTIV,ACCOM\n101,05/09/2005,YES,F2,U1\n102,06/10/2006,NO,0,0\n"


def read(data, file="any name.dat"):
    files = ReturnFiles()
    read_bytes(data.encode() if isinstance(data, str) else data, file, files)
    return files


def values(files, table="OC3"):
    return [tuple(row.values.values()) for row in files.rows(table)]


def places(files):
    return [(problem.line, problem.column) for problem in files.problems]


GOOD = [("101", "05/09/2005", "YES", "F2", "U1"), ("102", "06/10/2006", "NO", "0", "0")]


@pytest.mark.parametrize("table", TABLES)
def test_every_table_is_recognised_by_its_columns_in_any_order(table):
    columns = sorted(TABLES[table], reverse=True)
    files = read(",".join(columns) + "\n" + ",".join("101" if name == "CHILD" else "" for name in columns))
    assert list(files.tables) == [table]
    assert next(files.rows(table)).values == {name: "101" if name == "CHILD" else "" for name in TABLES[table]}
    assert files.problems == []


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(OC3.encode(), id="utf-8"),
        pytest.param(OC3.encode("utf-8-sig"), id="utf-8 with a mark"),
        pytest.param(b"\xff\xfe" + OC3.encode("utf-16-le"), id="utf-16 little end first"),
        pytest.param(b"\xfe\xff" + OC3.encode("utf-16-be"), id="utf-16 big end first"),
        pytest.param(OC3.encode("utf-16-le"), id="utf-16 little end first without a mark"),
        pytest.param(OC3.encode("utf-16-be"), id="utf-16 big end first without a mark"),
        pytest.param(OC3.replace(",", ";").encode(), id="semicolons"),
        pytest.param(OC3.replace(",", "\t").encode("utf-16"), id="tabs in utf-16 as Excel's Unicode text"),
        pytest.param(b"sep=;\n" + OC3.replace(",", ";").encode(), id="Excel's note of the delimiter"),
        pytest.param(b"sep=\n" + OC3.encode(), id="a note of no delimiter"),
        pytest.param(OC3.replace("\n", "\r\n").encode(), id="Windows line ends"),
        pytest.param(OC3.replace("\n", "\r").encode(), id="old Mac line ends"),
        pytest.param(OC3.rstrip("\n").encode(), id="no last line end"),
        pytest.param(("\n\n" + OC3.replace("\n", "\n\n") + ",,,,\n , \n").encode(), id="blank lines"),
        pytest.param(OC3.replace("\n", ",,\n").encode(), id="trailing blank columns"),
        pytest.param(OC3.replace("ACCOM\n", "ACCOM,,\n").encode(), id="trailing blank columns in the header only"),
        pytest.param(OC3.replace("02,", "02 ,").replace(",NO", ", no").encode(), id="spaces and small letters"),
        pytest.param(
            OC3.replace("IN_TOUCH", " In Touch ").replace("ACTIV", "activ").encode(), id="header in other case"
        ),
        pytest.param(OC3.replace("101", '"101"').replace("YES", '"YES"').encode(), id="quoted"),
        pytest.param(OC3.replace("101", '"101" ').encode(), id="a space after a quotation mark"),
        pytest.param(OC3.replace("YES", "YES\xa0").encode(), id="a hard space"),
        pytest.param(OC3.replace("YES", "\tYES").encode(), id="a tab in commas"),
        pytest.param(OC3.replace("YES", " YES").encode(), id="a space before"),
        pytest.param(OC3.replace("101", " 101").encode(), id="a space first on a line"),
        pytest.param(OC3.rstrip().encode() + b" ", id="a space last of all"),
        pytest.param(OC3.replace("CHILD,DOB", '"CHILD","DOB"').encode(), id="quoted header"),
    ],
)
def test_the_same_rows_in_any_dress(data):
    files = read(data)
    assert values(files) == GOOD
    assert files.problems == []


def test_windows_1252():
    header = ",".join(TABLES["SWEpisodes"])
    files = read(f"{header}\n101,05/09/2005,O’ZOË,,,\n".encode("cp1252"))
    assert next(files.rows("SWEpisodes")).values["SW_ID"] == "O’ZOË"
    assert files.problems == []


def test_rows_know_their_file_and_line():
    files = read("\n" + OC3.replace("102", "\n102"), "leavers.csv")
    assert [(row.file, row.line) for row in files.rows("OC3")] == [("leavers.csv", 3), ("leavers.csv", 5)]


def test_a_quoted_line_break_counts_as_the_line_where_its_row_starts():
    files = read(OC3.replace("YES", '"YES\n"'))
    assert [row.line for row in files.rows("OC3")] == [2, 4]
    assert values(files) == GOOD


def test_dates_of_a_column():
    table = read(OC3.replace("06/10/2006", "")).tables["OC3"]
    assert table.dates("DOB") == [date(2005, 9, 5), None]
    assert table.dates("DOB") is table.dates("DOB")
    assert len(table) == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("05/09/2005", date(2005, 9, 5)),
        ("5/9/2005", date(2005, 9, 5)),
        ("29/02/2008", date(2008, 2, 29)),
        ("29/02/2007", None),
        ("2005-09-05", None),
        ("05/09/05", None),
        ("005/09/2005", None),
        ("05/009/2005", None),
        ("05/09/1899", None),
        ("05/09/2101", None),
        ("05/09/2005 00:00", None),
        ("٠٥/09/2005", None),
        ("ZZ/09/2005", None),
        ("05/ZZ/2005", None),
        ("", None),
    ],
)
def test_parse_date(text, expected):
    assert parse_date(text) == expected


def test_a_value_that_should_be_a_date_is_reported():
    files = read(OC3.replace("06/10/2006", "2006-10-06"), "oc3.csv")
    assert files.problems == [
        FileProblem(
            "oc3.csv",
            reason='DOB is "2006-10-06", which is not a date.',
            remedy="Write a real date as DD/MM/YYYY, for example 05/09/2025, or leave it blank.",
            line=3,
            column="DOB",
            table="OC3",
            child="102",
        )
    ]
    assert files.tables["OC3"].dates("DOB") == [date(2005, 9, 5), None]


@pytest.mark.parametrize(("text", "fault"), [("zz/03/2010", False), ("zz/zz/zzzz", False), ("zz/2010", True)])
def test_date_of_permanence_may_be_partly_known(text, fault):
    files = read(f"CHILD,DOB,PREV_PERM,LA_PERM,DATE_PERM\n101,05/09/2005,P1,855,{text}\n")
    assert [problem.column for problem in files.problems] == (["DATE_PERM"] if fault else [])


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(b"", "empty", id="no byte"),
        pytest.param(b"\n", "empty", id="one byte"),
        pytest.param(b"\0", "could not be read", id="one odd byte"),
        pytest.param(b"\xff\xfe", "empty", id="only a mark"),
        pytest.param(b" , ,\n\n;;\n", "empty", id="only delimiters"),
        pytest.param(b"101,05/09/2005,YES,F2,U1\n", "does not name the columns", id="missing header"),
        pytest.param(b'"CHILD,DOB\n', "does not name the columns", id="header with an open quotation mark"),
        pytest.param(b"CHILD," + b"x" * 200_000, "does not name the columns", id="an absurdly long header"),
        pytest.param(b"PK\x03\x04 and more", "workbook", id="xlsx"),
        pytest.param(b"\xd0\xcf\x11\xe0 and more", "workbook", id="xls"),
        pytest.param(OC3.replace("ACCOM", "ACOM").encode(), "missing: ACCOM; not part of it: ACOM", id="misspelt"),
        pytest.param(OC3.replace(",ACCOM", "").encode(), "nearest is OC3; missing: ACCOM", id="a column missing"),
        pytest.param(OC3.replace("ACCOM", "ACCOM,NOTES").encode(), "not part of it: NOTES", id="a column too many"),
        pytest.param(OC3.replace("ACCOM", "ACCOM,DOB").encode(), "more than once: DOB", id="a column twice"),
    ],
)
def test_a_file_that_is_no_table_is_a_problem(data, reason):
    files = read(data, "file.csv")
    assert files.tables == {}
    assert reason in files.problems[0].reason
    assert files.problems[0].file == "file.csv"
    assert files.problems[0].remedy.endswith(".")


@pytest.mark.parametrize(
    ("row", "read_as", "problem"),
    [
        pytest.param("103,07/11/2007,YES", ("103", "07/11/2007", "YES", "", ""), (4, None), id="too few"),
        pytest.param("103,07/11/2007,YES,F2,U1,X", ("103", "07/11/2007", "YES", "F2", "U1"), (4, None), id="too many"),
        pytest.param(",07/11/2007,YES,F2,U1", None, (4, "CHILD"), id="no child"),
        pytest.param('103,"07/11/2007,YES,F2,U1', None, (4, None), id="open quotation mark"),
        pytest.param('103,07/11/2007,YES,F2,"' + "U" * 200_000, None, (4, None), id="an absurdly long value"),
    ],
)
def test_a_row_that_does_not_fit_is_a_problem_of_its_line(row, read_as, problem):
    files = read(f"{OC3}{row}\n104,08/12/2007,YES,F2,U1\n")
    expected = [*GOOD, *([read_as] if read_as else []), ("104", "08/12/2007", "YES", "F2", "U1")]
    assert values(files) == expected
    assert places(files) == [problem]
    assert files.problems[0].table == "OC3"


def test_a_table_whose_every_row_is_broken_is_empty():
    files = read('CHILD,DOB,IN_TOUCH,ACTIV,ACCOM\n101,"YES\n')
    assert values(files) == []
    assert places(files) == [(2, None)]


def test_many_rows_keep_their_lines_and_a_fault_its_own():
    rows = [f"{child},05/09/2005,YES,F2,U1" for child in range(1, 1_601)]
    rows[700] = "701,05/09/2005,YES"
    files = read("\n".join(["CHILD,DOB,IN_TOUCH,ACTIV,ACCOM", *rows]))
    assert [(int(row.values["CHILD"]), row.line) for row in files.rows("OC3")] == [(n, n + 1) for n in range(1, 1_601)]
    assert places(files) == [(702, None)]


def test_a_value_under_a_blank_column_name_is_a_problem():
    files = read(OC3.replace("ACCOM\n", "ACCOM,\n").replace("U1\n", "U1,note\n"))
    assert values(files) == GOOD
    assert places(files) == [(2, None)]


def test_characters_that_cannot_be_read_are_a_problem():
    files = read(OC3.encode() + b"1\x8103,07/11/2007,YES,F2,U1\n")
    assert len(values(files)) == 3
    assert "could not be read" in files.problems[0].reason


def test_a_header_alone_is_an_empty_table():
    files = read("CHILD,DOB,IN_TOUCH,ACTIV,ACCOM\n")
    assert (len(files.tables["OC3"]), files.problems) == (0, [])


# XML

CHILD = """<CHILD><HEADER>
<CHILDID>101</CHILDID><UPN>UN3</UPN><SEX>F</SEX><DOB>05/09/2008</DOB><ETHNIC>abcd</ETHNIC><UASC>1</UASC>
<DUC>05/09/2026</DUC><DATE_INT/><IN_TOUCH>YES</IN_TOUCH><ACTIV>F2</ACTIV><ACCOM>U1</ACCOM>
<AMISSING><MISSING>M</MISSING><MIS_START>01/05/2025</MIS_START><MIS_END>02/05/2025</MIS_END></AMISSING>
<AREVIEW><REVIEW>01/06/2025</REVIEW><REVIEW_CODE>PN1</REVIEW_CODE></AREVIEW>
<MOTHER>0</MOTHER><MC_DOB></MC_DOB><OC2></OC2>
<PERMANENCE><PREV_PERM>Z1</PREV_PERM><LA_PERM/><DATE_PERM/></PERMANENCE>
<AD_PLACED><DATE_PLACED/><DATE_PLACED_CEASED/><REASON_PLACED_CEASED/></AD_PLACED>
<SOCIALWORKER><SW_ID>SW1</SW_ID><SW_DECOM>01/04/2025</SW_DECOM></SOCIALWORKER>
</HEADER>
<EPISODE><DECOM>01/02/2020</DECOM><LS>C2</LS><PL>U4</PL></EPISODE>
<EPISODE><DECOM>01/02/2025</DECOM><LS>C2</LS><PL>K2</PL><DEC>05/09/2025</DEC></EPISODE></CHILD>"""
XML = f'<?xml version="1.0" encoding="utf-8"?>\n<EXPSSDA903>\n{CHILD}\n</EXPSSDA903>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_xml(encoding):
    files = read(XML.encode(encoding))
    assert {name: len(table) for name, table in files.tables.items()} == {
        "Header": 1,
        "UASC": 1,
        "OC3": 1,
        "Missing": 1,
        "Reviews": 1,
        "PrevPerm": 1,
        "SWEpisodes": 1,
        "Episodes": 2,
    }
    assert values(files) == [("101", "05/09/2008", "YES", "F2", "U1")]
    assert values(files, "UASC") == [("101", "F", "05/09/2008", "05/09/2026")]
    assert values(files, "Header") == [("101", "F", "05/09/2008", "ABCD", "UN3", "0", "")]
    assert [(row.values["PLACE"], row.line) for row in files.rows("Episodes")] == [("U4", 13), ("K2", 14)]
    assert files.problems == []


def test_xml_lines_count_from_the_top_of_the_file():
    files = read("\n\n" + XML)
    assert [row.line for row in files.rows("Header")] == [5]


def test_xml_with_a_namespace_prefix():
    files = read(XML.replace("<CHILD>", '<s:CHILD xmlns:s="urn:x">').replace("</CHILD>", "</s:CHILD>"))
    assert len(files.tables["OC3"]) == 1


@pytest.mark.parametrize(
    ("text", "reason", "place"),
    [
        pytest.param("<a/>", "no CHILD", (None, None), id="no child"),
        pytest.param("<EXPSSDA903><CHILD/></EXPSSDA903>", "no CHILDID", (1, "CHILD"), id="an empty child"),
        pytest.param(XML.replace("101", ""), "no CHILDID", (3, "CHILD"), id="a child without its number"),
        pytest.param(XML.replace("IN_TOUCH", "INTOUCH"), "INTOUCH is not part", (3, "INTOUCH"), id="unknown field"),
        pytest.param(
            XML.replace("SW_ID", "SWID"), "SOCIALWORKER is not part", (11, "SOCIALWORKER"), id="unknown group"
        ),
        pytest.param(XML[:-3], "broken", (15, None), id="cut off"),
        pytest.param(XML.replace("\n<EXP", "\n<!DOCTYPE x>\n<EXP"), "document type", (1, None), id="document type"),
        pytest.param("<", "broken", (1, None), id="one character"),
    ],
)
def test_xml_that_is_wrong_is_a_problem(text, reason, place):
    files = read(text, "return.xml")
    assert reason in files.problems[0].reason
    assert places(files) == [place]
    assert files.problems[0].file == "return.xml"


def test_xml_names_an_unknown_field_once():
    two = XML.replace(CHILD, CHILD + CHILD.replace("101", "102")).replace("ETHNIC", "ETHNICITY")
    assert [problem.column for problem in read(two).problems] == ["ETHNICITY"]


def test_xml_keeps_the_children_before_a_fault():
    files = read(XML.replace("</EXPSSDA903>", "<CHILD><HEADER>"))
    assert len(files.tables["OC3"]) == 1
    assert "broken" in files.problems[0].reason


# Folders


def test_a_folder(tmp_path):
    (tmp_path / "a.csv").write_text(OC3)
    (tmp_path / "b.csv").write_text("CHILD,DOB,IN_TOUCH,ACTIV,ACCOM\n103,07/11/2007,YES,F2,U1\n")
    for left_by_programs in (".hidden.csv", "Thumbs.db", "desktop.ini", "~$a.csv"):
        (tmp_path / left_by_programs).write_bytes(b"\xd0\xcf nonsense")
    (tmp_path / "deeper").mkdir()
    files = read_folder(tmp_path)
    assert [(row.file, row.line) for row in files.rows("OC3")] == [("a.csv", 2), ("a.csv", 3), ("b.csv", 2)]
    assert [problem.reason for problem in files.problems] == [
        "OC3 is in more than one file: a.csv, b.csv. All were read."
    ]
    assert list(files.rows("AD1")) == []


def test_a_date_that_is_wrong_in_the_second_file_is_reported_once(tmp_path):
    (tmp_path / "a.csv").write_text(OC3.replace("05/09/2005", "x"))
    (tmp_path / "b.csv").write_text(OC3.replace("06/10/2006", "x"))
    bad = [(problem.file, problem.line) for problem in read_folder(str(tmp_path)).problems if problem.column]
    assert bad == [("a.csv", 2), ("b.csv", 3)]


def test_one_file_in_place_of_a_folder(tmp_path):
    path = tmp_path / "oc3.csv"
    path.write_text(OC3)
    assert values(read_folder(path)) == GOOD


def test_a_file_that_cannot_be_opened_is_a_problem(tmp_path, monkeypatch):
    (tmp_path / "a.csv").write_text(OC3)

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)  # the tests may run as root, who may read everything
    assert "Permission denied" in read_folder(tmp_path).problems[0].reason


def test_a_missing_folder_raises(tmp_path):
    with pytest.raises(OSError):
        read_folder(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("year", "rows"),
    [("2017", 126), ("2018", 96), ("2019", 56), ("2020", 40), ("2021", 39)],
)
def test_the_sample_returns(year, rows):
    files = read_folder(SAMPLE / year)
    assert len(files.tables["OC3"]) == rows
    assert len(files.tables) == 8
    assert [problem.file for problem in files.problems] == ["ad1.csv", "placed_for_adoption.csv"]


# Properties

cell = st.text(alphabet=st.characters(codec="cp1252", exclude_categories=["Cc"]), max_size=8)


def dull(text):
    """What reading does to a value, written differently: capitals, no space around."""
    return "".join(letter.upper() for letter in text).strip()


@settings(max_examples=100)
@given(st.lists(st.tuples(st.integers(1, 999).map(str), cell, cell, cell, cell), max_size=8), st.sampled_from(",;\t"))
def test_what_the_csv_module_writes_is_read_back(rows, delimiter):
    out = StringIO()
    csv.writer(out, delimiter=delimiter).writerows([TABLES["OC3"], *rows])
    files = read(out.getvalue())
    assert values(files) == [tuple(map(dull, row)) for row in rows]
    assert {problem.column for problem in files.problems} <= {"DOB"}


@settings(max_examples=200)
@given(st.binary(max_size=400))
def test_no_bytes_ever_raise(data):
    for prefix in (b"", b"\xff\xfe", b"<", b"<EXPSSDA903><CHILD>", OC3.encode(), XML.encode()[:700]):
        files = read(prefix + data)
        assert files.problems or files.tables


@settings(max_examples=100)
@given(st.data())
def test_a_damaged_file_never_raises(data):
    original = data.draw(st.sampled_from([OC3.encode(), OC3.encode("utf-16"), XML.encode()]))
    at = data.draw(st.integers(0, len(original)))
    read(original[:at] + data.draw(st.binary(max_size=6)) + original[at + data.draw(st.integers(0, 5)) :])
