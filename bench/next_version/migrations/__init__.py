"""The product's own migrations, and after them one of each kind that a version may bring."""

from pathlib import Path

from careleavers import migrations

LATEST = max(path.stem for folder in migrations.__path__ for path in Path(folder).glob("[0-9]*.py"))
__path__ = [*migrations.__path__, *__path__]
