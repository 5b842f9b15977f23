"""The demo council's Director signs letters: a line of loops that is nobody's handwriting."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from math import cos, pi, sin

from PIL import Image, ImageDraw

from careleavers.models import PolicyValue, User
from careleavers.permissions import Role
from offers.documents.signatures import signature_on
from offers.models import LetterSignature

SINCE = timedelta(days=500)
SHEET, STEPS, PEN = (1200, 400), 900, 7  # pixels, pieces of the line, pixels


def write_signature(*, today: date) -> None:
    """Inside the demo's action. Nothing where there is one already."""
    if LetterSignature.objects.exists():
        return
    administrator = User.objects.with_role(Role.SYSTEM_ADMINISTRATOR, today=today).first()
    made = signature_on(_scan())
    LetterSignature.objects.create(
        version=1,
        signed_by=PolicyValue.objects.in_force(today)["director_name"].strip(),
        picture=made.png,
        width=made.width,
        height=made.height,
        sha256=made.sha256,
        recorded_by=administrator,
        used_from=today - SINCE,
        used_by=administrator,
    )


def _scan() -> bytes:
    sheet, scan = Image.new("L", SHEET, "white"), BytesIO()
    line = [_point(step / STEPS) for step in range(STEPS)]
    pen = ImageDraw.Draw(sheet)
    pen.line(line, fill="black", width=PEN, joint="curve")
    pen.line([(260, 318), (900, 292)], fill="black", width=PEN)
    sheet.save(scan, "PNG")
    return scan.getvalue()


def _point(done: float) -> tuple[float, float]:
    """Where the pen is: loops that begin high and become low."""
    turns, height = 2 * pi * 7 * done, 120 * (1 - done) ** 1.4 + 22
    return 170 + 800 * done + 46 * cos(turns), 200 + 40 * done - height * sin(turns)
