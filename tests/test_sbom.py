"""The list of components says of each front-end file what npm's lock says."""

from __future__ import annotations

import json

import pytest

from scripts.sbom import FRONT_END, front_end_components, hexadecimal


def test_what_is_served_is_listed_with_its_hash_and_licence() -> None:
    packages = json.loads(FRONT_END.read_text())["packages"]
    listed = {each["name"]: each for each in front_end_components(packages)}
    assert "axe-core" not in listed
    for package in packages:
        if package["name"] in listed:
            found = listed[package["name"]]
            assert found["version"] == package["version"]
            assert found["hashes"] == [{"alg": "SHA-512", "content": hexadecimal(package["integrity"])}]
            assert found["licenses"] == [{"license": {"id": package["licence"]}}]
    assert listed["@fontsource/atkinson-hyperlegible-next"]["purl"].startswith("pkg:npm/%40fontsource/atkinson")


def test_a_hash_of_another_kind_is_refused() -> None:
    assert hexadecimal("sha512-AAE=") == "0001"
    with pytest.raises(ValueError, match="sha1 is not sha512"):
        hexadecimal("sha1-AAE=")
