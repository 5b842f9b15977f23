"""Set-up: what is taken from the fetched packages, and the sentence for each way it can fail."""

import hashlib
import json
import subprocess
from base64 import b64encode
from pathlib import Path

import pytest

from scripts import chromium, frontend, setup
from scripts.trouble import Trouble, explain

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


@pytest.mark.parametrize("lock", sorted((CHECKOUT / "requirements").glob("*.txt")), ids=lambda path: path.name)
def test_the_locks_name_hashes_and_no_host(lock):
    text = lock.read_text()
    assert "://" not in text
    for line in text.splitlines():
        if line[:1].isalnum():
            assert line.endswith("\\"), f"{line} has no hash"


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


def test_a_full_disk_is_told_before_anything_is_fetched(monkeypatch):
    monkeypatch.setattr(setup, "DISK_NEEDED", 10**18)
    with pytest.raises(Trouble, match=r"Only [\d,]+ MB are free"):
        setup.check_disk()


def test_what_was_fetched_is_kept_until_the_manifest_changes(tmp_path):
    manifest = {"packages": [{"name": "a", "files": {"a.css": "vendor/a.css"}}]}
    (tmp_path / "frontend.json").write_text(json.dumps(manifest))
    for path in ("vendor/a.css", "vendor/left-by-an-earlier-manifest.css", "vendor-test/.fetched"):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text("")
    assert not frontend.is_current(tmp_path)
    frontend.finish(tmp_path)
    assert frontend.is_current(tmp_path)
    assert [path.name for path in (tmp_path / "vendor").iterdir()] == ["a.css"]
    (tmp_path / "vendor" / "a.css").unlink()
    assert not frontend.is_current(tmp_path)


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
