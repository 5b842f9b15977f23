"""Records of another system brought over into this one, from CSV files and workbooks.

`tables` declares what there is to bring over, column by column; `files` reads it, `reading` understands a row,
`people` and `planning` say what it changes, `loading` writes it in batches, `report`
says what was done and what is to be mended.
"""

from careleavers.importing.loading import import_folder, import_records
from careleavers.importing.report import ImportReport
from careleavers.importing.stored import systems

FORMER_SYSTEM = "the former system"  # where nobody said what it is called

__all__ = ["FORMER_SYSTEM", "ImportReport", "import_folder", "import_records", "systems"]
