"""Five years of returns, or one: children looked-after returns (SSDA903) loaded into the record.

`children` reads a folder into what each child's rows say and what is wrong with them, without the database; `merging`
says what that changes; `loading` writes it, batch by batch; `report` says what was done and refused.
"""

from careleavers.ssda903.importing.loading import import_return
from careleavers.ssda903.importing.report import Refusal, Report

__all__ = ["Refusal", "Report", "import_return"]
