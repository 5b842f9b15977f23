"""The databases of former versions that are kept for the tests."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from careleavers.backups.inventory import Inventory
from scripts.locks import CHECKOUT

FOLDER = CHECKOUT / "tests" / "data" / "versions"


@dataclass(frozen=True)
class FormerVersion:
    """What one version stored: `made_on` is the day whose legal statuses are in it."""

    version: str
    made_on: date
    migrations: str  # their digest, as long as the version is not released
    inventory: Inventory

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"made_on": self.made_on.isoformat()}

    @property
    def dump(self) -> Path:
        return FOLDER / f"{self.version}.sql.xz"


def former_versions() -> Iterator[FormerVersion]:
    """The oldest first."""
    for path in sorted(FOLDER.glob("*.json"), key=lambda each: [int(part) for part in each.stem.split(".")]):
        found = json.loads(path.read_text())
        found["made_on"] = date.fromisoformat(found["made_on"])
        yield FormerVersion(**(found | {"inventory": Inventory(**found["inventory"])}))


def digest_of_migrations(checkout: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(checkout.glob("*/migrations/0*.py")):
        digest.update(f"{path.relative_to(checkout)}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:16]
