"""Writes the list of the components that the product runs on, as CycloneDX JSON: `make sbom`.

From the locks alone, so that it says what is installed, with each file's hash: Python's packages by cyclonedx-py, the
front-end files from frontend.json. Run as `python -m scripts.sbom [FILE]`.
"""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from scripts import locks
from scripts.trouble import exit_code, run

ENVIRONMENT = locks.CHECKOUT / ".run" / "sbom"
DEFAULT = locks.CHECKOUT / ".run" / "sbom.cdx.json"
FRONT_END = locks.CHECKOUT / "frontend.json"
NOT_SHIPPED = ("axe-core",)  # for the tests


def write(target: Path) -> int:
    """Returns how many components there are. Trouble, with a sentence, where the tool cannot be installed."""
    locks.ensure(ENVIRONMENT, locks.REQUIREMENTS / "sbom.txt", pip=Path(sys.executable))
    program = str(ENVIRONMENT / "bin" / "cyclonedx-py")
    options = ["--output-format", "JSON", "--spec-version", "1.6", "--output-reproducible", "-o", str(target)]
    source = str(locks.REQUIREMENTS / "base.txt")
    run([program, "requirements", source, *options], cwd=locks.CHECKOUT, doing="list the Python packages")
    bom = json.loads(target.read_text())
    bom["components"] += front_end_components(json.loads(FRONT_END.read_text())["packages"])
    bom["metadata"]["component"] = {
        "type": "application",
        "bom-ref": "careleavers",
        "name": "careleavers",
        "version": version(),
    }
    target.write_text(json.dumps(bom, indent=2) + "\n")
    return len(bom["components"])


def front_end_components(packages: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The npm packages whose files are served, in CycloneDX's words."""
    return [
        {
            "type": "library",
            "bom-ref": f"frontend-{each['name']}",
            "name": each["name"],
            "version": each["version"],
            "purl": f"pkg:npm/{quote(each['name'], safe='/')}@{each['version']}",
            "hashes": [{"alg": "SHA-512", "content": hexadecimal(each["integrity"])}],
            "licenses": [{"license": {"id": each["licence"]}}],
        }
        for each in packages
        if each["name"] not in NOT_SHIPPED
    ]


def hexadecimal(integrity: str) -> str:
    """ "sha512-AAE=" as npm writes it is "0001" as CycloneDX does."""
    algorithm, _, digest = integrity.partition("-")
    if algorithm != "sha512":
        raise ValueError(f"{algorithm} is not sha512.")
    return base64.b64decode(digest).hex()


def version() -> str:
    """The commit, as releases are tags of it; "unknown" outside of a checkout."""
    described = subprocess.run(
        ["git", "describe", "--tags", "--always", "--dirty"], cwd=locks.CHECKOUT, capture_output=True, text=True
    )
    return described.stdout.strip() or "unknown"


def main() -> None:
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
    target.parent.mkdir(parents=True, exist_ok=True)
    print(f"{write(target)} components: {target}")


if __name__ == "__main__":
    sys.exit(exit_code(main))
