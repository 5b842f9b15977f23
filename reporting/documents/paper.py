"""A quarter's committee paper as tagged PDF and as a Word document, both from the same sections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from careleavers.documents.typesetting import picture, typeset
from reporting.queries.papers import PaperSection
from reporting.rules.charts import Chart

SOURCES = Path(__file__).parent / "typst"
# The colours of static/careleavers/app.css, which no document has beside it.
STYLE = """
.trend__text { font: 400 13px "Atkinson Hyperlegible"; fill: #50596a; }
.trend__grid { stroke: #dcdad2; } .trend__level { fill: none; } .trend__change { stroke: #801650; }
.trend__mean { stroke: #595959; } .trend__limit { stroke: #595959; stroke-dasharray: 2 4; }
.trend__target { stroke: #801650; stroke-width: 1.5; stroke-dasharray: 7 4; }
.trend__stretch { stroke: #801650; stroke-width: 1.5; stroke-dasharray: 2 3; }
.trend__line { fill: none; stroke: #12436d; stroke-width: 2; } .trend__mark { fill: #12436d; stroke: #ffffff; }
.trend__mark--improvement { fill: #0f7a52; } .trend__mark--concern { fill: #a4510a; }
.trend__mark--neutral { fill: #801650; }
"""


@dataclass(frozen=True)
class Paper:
    title: str
    subtitle: str
    authority: str
    colour: str
    sections: Sequence[PaperSection]


def paper_pdf(paper: Paper, made_on: date) -> bytes:
    """PDF/UA: tagged, numbered paragraphs, each chart with its summary. The same paper is the same bytes."""
    sections = [
        {
            "heading": section.heading,
            "paragraphs": list(section.paragraphs),
            "chart": chart_svg(section.chart) if section.chart else "",
            "chart_words": section.chart.summary if section.chart else "",
        }
        for section in paper.sections
        if section.paragraphs or section.chart
    ]
    data: dict[str, Any] = {
        "title": paper.title,
        "subtitle": paper.subtitle,
        "author": paper.authority,
        "colour": paper.colour,
        "sections": sections,
    }
    return typeset(SOURCES / "paper.typ", data, made_on)


def paper_docx(paper: Paper, made_on: date) -> bytes:
    """For a council whose papers are put together in Word: its own headings, so that a template may restyle them."""
    import docx  # a tenth of what every process takes to start, and few ever make a paper

    document = docx.Document()
    say_about(document, paper.title, paper.authority, made_on)
    document.add_heading(paper.title, level=0)
    document.add_paragraph(f"{paper.authority}. {paper.subtitle}")
    for section in paper.sections:
        if not section.paragraphs and not section.chart:
            continue
        document.add_heading(section.heading, level=1)
        for words in section.paragraphs:
            document.add_paragraph(words, style="List Number")
        if section.chart:
            add_chart(document, section.chart)
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def say_about(document: Any, title: str, author: str, made_on: date) -> None:
    """The properties of a Word file; with its own day, so that the same paper is the same file."""
    about = document.core_properties
    about.title, about.author, about.language = title, author, "en-GB"
    about.created = about.modified = datetime(made_on.year, made_on.month, made_on.day, tzinfo=UTC)


def add_chart(document: Any, chart: Chart, width: float = 15) -> None:
    """The chart as a picture of so many centimetres, with its summary for those who do not see it."""
    from docx.shared import Cm  # as above

    drawn = picture(SOURCES / "chart.typ", {"chart": chart_svg(chart)})
    shape = document.add_picture(BytesIO(drawn), width=Cm(width))
    shape._inline.docPr.set("descr", chart.summary)  # the text for those who do not see it
    document.add_paragraph(f"{chart.summary}.", style="Caption")


def chart_svg(chart: Chart) -> str:
    """The chart as an SVG file with a style sheet of its own."""
    return render_to_string("reporting/_chart_svg.html", {"chart": chart, "style": STYLE}).strip()
