"""The Board's pack as tagged PDF, each subject on one page whatever is written to it, and for Word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from careleavers.documents.typesetting import typeset
from reporting.documents.paper import SOURCES, add_chart, chart_svg, say_about
from reporting.queries.board_pack import PackPage
from reporting.queries.papers import HAPPENED_HEADING
from reporting.rules.board_pack import PackTable

OUR_WORDS = "In our own words"
NOTE = "A “c” stands for a number from 1 to 5, or for one that would give such a number away."


@dataclass(frozen=True)
class Pack:
    title: str
    subtitle: str
    authority: str
    colour: str
    pages: Sequence[PackPage]


def pack_pdf(pack: Pack, made_on: date) -> bytes:
    """PDF/UA. The same pack is the same bytes. TooLong where a page does not fit at the least size."""
    data: dict[str, Any] = {
        "title": pack.title,
        "subtitle": pack.subtitle,
        "author": pack.authority,
        "colour": pack.colour,
        "our_words": OUR_WORDS,
        "happened_heading": HAPPENED_HEADING,
        "note": NOTE,
        "pages": [_page(page) for page in pack.pages],
    }
    return typeset(SOURCES / "board_pack.typ", data, made_on)


def _page(page: PackPage) -> dict[str, Any]:
    return {
        "heading": page.subject.heading,
        "question": page.subject.question,
        "paragraphs": list(page.generated),
        "chart": chart_svg(page.chart) if page.chart else "",
        "chart_words": page.chart.summary if page.chart else "",
        "tables": [
            {
                "caption": table.caption,
                "head": list(table.head),
                "rows": [[label, *cells] for label, cells in table.rows],
                "has_total": table.has_total,
                "in_words": not table.is_numbers,
                "wide": table.is_wide,
            }
            for table in page.tables
        ],
        "points": list(page.points),
        "happened": list(page.happened),
        "written": list(page.written_paragraphs),
    }


def pack_docx(pack: Pack, made_on: date) -> bytes:
    """For a council whose packs are put together in Word; each subject begins a page."""
    import docx  # a tenth of what every process takes to start, and few ever make a pack
    from docx.shared import Cm, Pt

    document = docx.Document()
    say_about(document, pack.title, pack.authority, made_on)
    document.styles["Normal"].font.size = Pt(10)
    for section in document.sections:
        section.top_margin = section.bottom_margin = section.left_margin = section.right_margin = Cm(2)
    document.add_heading(pack.title, level=0)
    document.add_paragraph(f"{pack.authority}. {pack.subtitle}. {NOTE}")
    for number, page in enumerate(pack.pages):
        heading = document.add_heading(page.subject.heading, level=1)
        heading.paragraph_format.page_break_before = number > 0
        document.add_paragraph(page.subject.question, style="Subtitle")
        for words in page.generated:
            document.add_paragraph(words)
        if page.chart:
            add_chart(document, page.chart, width=12)
        for table in page.tables:
            _add_table(document, table)
        for words in page.points:
            document.add_paragraph(words, style="List Bullet")
        if page.happened:
            document.add_heading(HAPPENED_HEADING, level=2)
        for words in page.happened:
            document.add_paragraph(words, style="List Bullet")
        if page.written_paragraphs:
            document.add_heading(OUR_WORDS, level=2)
        for words in page.written_paragraphs:
            document.add_paragraph(words)
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _add_table(document: Any, table: PackTable) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # as above

    document.add_paragraph(table.caption, style="Caption")
    made = document.add_table(rows=0, cols=len(table.head), style="Light List Accent 1")
    for row in (table.head, *([label, *cells] for label, cells in table.rows)):
        for column, (cell, words) in enumerate(zip(made.add_row().cells, row, strict=True)):
            cell.text = words
            if column and table.is_numbers:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
