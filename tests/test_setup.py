"""Set-up: what is taken from the fetched packages, and the sentence for each way it can fail."""

import hashlib
import json
import subprocess
import tarfile
from base64 import b64encode
from io import BytesIO
from pathlib import Path

import pytest

from scripts import chromium, frontend, locks, setup
from scripts.trouble import Trouble, exit_code, explain
from tests.wheels import add_wheel

CHECKOUT = Path(__file__).resolve().parent.parent
STYLES = (
    '@charset "UTF-8";@font-face{font-family:GDS Transport;src:url(/assets/fonts/light.woff2)}'
    "body{font-family:GDS Transport,arial,sans-serif}"
    ".logo:before{content:'';background-image:url(/assets/images/govuk-crest.svg);width:1px}"
    ".logo{-webkit-mask-image:url(/assets/images/govuk-crest.svg);mask-image:url(/assets/images/govuk-crest.svg)}"
    ".tick{background:url(/assets/images/icon-progress-tick.svg)}\n/*# sourceMappingURL=a.min.css.map */"
)


def test_a_style_sheet_loses_what_only_govuk_may_use():
    assert frontend.prepare_stylesheet(STYLES) == (
        '@charset "UTF-8";body{font-family:"Atkinson Hyperlegible Next",system-ui,arial,sans-serif}'
        ".logo:before{content:'';width:1px}.logo{}.tick{background:url(images/icon-progress-tick.svg)}\n"
    )


def test_a_script_loses_its_source_map():
    assert frontend.without_source_map("let a=1;\n//# sourceMappingURL=a.min.js.map\n") == "let a=1;\n\n"


def test_a_package_that_is_not_the_one_named_is_refused(tmp_path):
    tarball = tmp_path / "a.tgz"
    tarball.write_bytes(b"the file")
    right = "sha512-" + b64encode(hashlib.sha512(b"the file").digest()).decode()
    package = {"name": "a", "version": "1.0.0", "integrity": right}
    frontend.check_integrity(tarball, package)
    tarball.write_bytes(b"another file")
    with pytest.raises(Trouble, match=r"is not the one that frontend\.json names"):
        frontend.check_integrity(tarball, package)


def test_the_manifest_names_exact_versions_and_hashes_and_no_host():
    text = (CHECKOUT / "frontend.json").read_text()
    assert "://" not in text
    for package in json.loads(text)["packages"]:
        assert package["integrity"].startswith("sha512-")
        assert package["version"].replace(".", "").isdigit()
        assert package["licence"]


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("OSError: [Errno 28] No space left on device", "the disk is full. Free 2 GB"),
        ("NewConnectionError: Failed to establish a new connection: Temporary failure in name resolution", "registry"),
        ("npm error code SELF_SIGNED_CERT_IN_CHAIN", "does not trust the registry's certificate"),
        ("npm error code ENOTFOUND", "the package registry cannot be reached"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "not the one the lock names"),
        ("something nobody has seen", "It said:\nsomething nobody has seen"),
    ],
)
def test_each_failure_says_what_to_do(output, sentence):
    assert sentence in explain("install the Python packages", output)


def test_an_old_python_is_told_which_to_install(monkeypatch):
    monkeypatch.setattr(setup, "OLDEST_PYTHON", (99, 0))
    with pytest.raises(Trouble, match=r"install Python 3\.11 or later"):
        setup.check_python()


def test_a_python_without_venv_is_told_what_to_install(monkeypatch):
    monkeypatch.setattr(setup.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(Trouble, match="apt install python3-venv"):
        setup.check_venv_module()


def test_a_full_disk_is_told_before_anything_is_fetched():
    with pytest.raises(Trouble, match=r"Only [\d,]+ MB are free"):
        setup.check_disk(10**18)


@pytest.mark.parametrize(
    ("installed", "installs"),
    [
        ("", setup.DEMO),
        ("demo.txt 1234", setup.DEMO),
        ("dev.txt 1234", setup.WORK),
        ("1234", setup.WORK),  # as checkouts before demo.txt noted it
    ],
)
def test_the_demo_takes_nothing_away_from_an_environment_for_work(installed, installs, tmp_path, monkeypatch):
    monkeypatch.setattr(setup, "ENVIRONMENT", tmp_path)
    (tmp_path / locks.STAMP).write_text(installed)
    assert setup.widest(setup.DEMO) is installs
    assert setup.widest(setup.WORK) is setup.WORK


@pytest.mark.parametrize(
    ("problem", "sentence"),
    [(Trouble("Do this."), "Stopped. Do this."), (OSError("[Errno 28] No space left on device"), "the disk is full")],
)
def test_a_script_that_cannot_go_on_ends_in_a_sentence(problem, sentence, capsys):
    def work():
        raise problem

    assert exit_code(work) == 1
    printed = capsys.readouterr().err
    assert sentence in printed
    assert "Traceback" not in printed


@pytest.fixture
def checkout(tmp_path):
    """Its manifest names a style sheet for pages and a script for tests, each in a package of its own."""
    tarballs = tmp_path / "tarballs"
    tarballs.mkdir()
    packages = [
        package(tarballs, "sheet", "a.css", "vendor/a.css"),
        package(tarballs, "tool", "b.js", "vendor-test/b.js"),
    ]
    (tmp_path / "frontend.json").write_text(json.dumps({"packages": packages}))
    return tmp_path


def package(tarballs, name, source, target):
    tarball = tarballs / f"{name}-1.0.0.tgz"
    with tarfile.open(tarball, "w:gz") as archive:
        member = tarfile.TarInfo(f"package/{source}")
        member.size = 4
        archive.addfile(member, BytesIO(b"text"))
    digest = b64encode(hashlib.sha512(tarball.read_bytes()).digest()).decode()
    return {"name": name, "version": "1.0.0", "integrity": f"sha512-{digest}", "files": {source: target}}


@pytest.fixture
def npm(checkout, tmp_path, monkeypatch):
    """The only npm there is: it packs the checkout's own tarballs, and comes from a package index of files."""
    script = f"""#!/bin/sh
for each; do case $each in --pack-destination=*) cp {checkout}/tarballs/* "${{each#*=}}";; esac; done
"""
    index, requirements = tmp_path / "index", tmp_path / "requirements"
    requirements.mkdir()
    line = add_wheel(index, "node", "1.0", files={"node-1.0.data/scripts/npm": script})
    (requirements / "node.txt").write_text(line)
    monkeypatch.setattr(locks, "REQUIREMENTS", requirements)
    monkeypatch.setattr(frontend.shutil, "which", lambda name: None)
    monkeypatch.setenv("PIP_INDEX_URL", index.as_uri())
    monkeypatch.setattr(frontend.tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()


def test_an_npm_that_the_machine_lacks_is_brought_and_taken_away_again(checkout, npm, tmp_path):
    frontend.fetch(checkout, [frontend.SERVED], setup.PYTHON)
    assert (checkout / "vendor" / "a.css").read_text() == "text"
    assert not (checkout / "vendor-test").exists()
    assert not list((tmp_path / "temporary").iterdir())
    frontend.fetch(checkout, [frontend.SERVED, frontend.FOR_TESTS], setup.PYTHON)
    assert (checkout / "vendor-test" / "b.js").read_text() == "text"


def test_what_was_fetched_is_kept_until_the_manifest_changes(checkout):
    for path in ("vendor/a.css", "vendor/left-by-an-earlier-manifest.css"):
        (checkout / path).parent.mkdir(exist_ok=True)
        (checkout / path).write_text("")
    assert not frontend.is_current(checkout, frontend.SERVED)
    frontend.finish(checkout, frontend.SERVED)
    assert frontend.is_current(checkout, frontend.SERVED)
    assert {path.name for path in (checkout / "vendor").iterdir()} == {"a.css", frontend.STAMP}
    (checkout / "vendor" / "a.css").unlink()
    assert not frontend.is_current(checkout, frontend.SERVED)


def test_no_python_at_all_is_one_sentence():
    done = subprocess.run(["make", "PYTHON=", "python"], cwd=CHECKOUT, capture_output=True, text=True)
    assert done.returncode != 0
    assert "No Python 3.11 or later was found: install it" in done.stderr


def test_the_chromium_that_is_named_is_the_one_used(monkeypatch, tmp_path):
    program = tmp_path / "my-chromium"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setenv("CHROMIUM", str(program))
    assert chromium.find() == str(program)
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "missing"))
    assert chromium.find() is None
