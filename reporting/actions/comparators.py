"""Loading what DfE publishes of other areas."""

from __future__ import annotations

from careleavers.actions.base import Refused, action, record_event
from careleavers.models import User
from reporting.models import PublishedFigure, PublishedFile
from reporting.rules.comparators import PublishedRow, UnreadableFile, read_published


@action
def load_published(*, by: User, name: str, content: bytes) -> PublishedFile:
    """Keep the numbers of a file in place of what was loaded for the same measures and years. Refused, with what to
    do, for a file that cannot be used; then nothing has changed.
    """
    try:
        rows = read_published(content)
    except UnreadableFile as reason:
        raise Refused(str(reason), field="file") from None
    pairs = {(row.measure, row.year) for row in rows}
    once = {(row.measure, row.year, row.ages, row.area_code): row for row in rows}
    if len(once) != len(rows):
        raise Refused("This file gives a number twice: download one data set at a time.", field="file")
    file = PublishedFile.objects.create(
        name=name[:200],
        measures=", ".join(sorted({measure for measure, _ in pairs})),
        years=", ".join(str(year) for year in sorted({year for _, year in pairs})),
        rows=len(rows),
        recorded_by=by,
    )
    for measure, year in pairs:
        PublishedFigure.objects.filter(measure=measure, year=year).delete()
    PublishedFigure.objects.bulk_create(_figure(file, row) for row in rows)
    record_event("published_figures_loaded", by=by, on=file, rows=len(rows))
    return file


def _figure(file: PublishedFile, row: PublishedRow) -> PublishedFigure:
    return PublishedFigure(
        file=file,
        year=row.year,
        measure=row.measure,
        ages=row.ages,
        level=row.level,
        area_code=row.area_code,
        area=row.area,
        count=row.count.number,
        count_symbol=row.count.symbol,
        percent=row.percent.number,
        percent_symbol=row.percent.symbol,
    )
