"""The Kubernetes manifests are what its schemas allow, and run what docker-compose.yml runs, as safely."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

CHECKOUT = Path(__file__).resolve().parent.parent
FOLDER = CHECKOUT / "deploy" / "kubernetes"
VERSIONS = ["1.29", "1.33"]
COMPOSE = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text())["services"]
KUSTOMIZATION = yaml.safe_load((FOLDER / "kustomization.yaml").read_text())


def manifests() -> list[dict[str, Any]]:
    """All that kustomize is told to apply."""
    return [each for name in KUSTOMIZATION["resources"] for each in yaml.safe_load_all((FOLDER / name).read_text())]


def named(manifest: dict[str, Any]) -> str:
    return f"{manifest['kind']} {manifest['metadata']['name']}"


def pods() -> dict[str, dict[str, Any]]:
    """By the part of the product that they run."""
    with_pods = [each for each in manifests() if each["kind"] in ("Deployment", "Job")]
    return {each["metadata"]["name"]: each["spec"]["template"]["spec"] for each in with_pods}


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("manifest", manifests(), ids=named)
def test_a_manifest_is_what_its_schema_allows(manifest: dict[str, Any], version: str) -> None:
    kubernetes_validate.validate(manifest, version, strict=True)


def test_every_file_is_applied() -> None:
    assert {path.name for path in FOLDER.glob("*.yaml")} == {"kustomization.yaml", *KUSTOMIZATION["resources"]}
    assert [each["name"] for each in KUSTOMIZATION["images"]] == ["careleavers"]


def test_the_image_has_the_version_of_the_product() -> None:
    version = re.search(r'^version = "(.+)"$', (CHECKOUT / "pyproject.toml").read_text(), re.MULTILINE)
    assert version is not None
    assert KUSTOMIZATION["images"][0]["newTag"] == version[1]


@pytest.mark.parametrize("part", ["web", "worker", "beat", "migrate"])
def test_a_part_runs_what_compose_runs(part: str) -> None:
    (container,) = pods()[part]["containers"]
    command = COMPOSE[part].get("command", ["gunicorn", "careleavers.wsgi"])
    assert container["command"] == [word for word in command if word not in ("--loglevel", "INFO")]
    assert container["image"] == "careleavers"


@pytest.mark.parametrize("part", ["web", "worker", "beat", "migrate"])
def test_a_pod_is_nobodys_root_and_writes_only_to_memory(part: str) -> None:
    """As in compose."""
    pod = pods()[part]
    (container,) = pod["containers"]
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert f"--uid {pod['securityContext']['runAsUser']}" in (CHECKOUT / "Dockerfile").read_text()
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert [each["mountPath"] for each in container["volumeMounts"]] == COMPOSE[part]["tmpfs"]
    assert "memory" in container["resources"]["limits"]
    assert pod["automountServiceAccountToken"] is False


def test_no_secret_is_in_a_file() -> None:
    assert "Secret" not in {each["kind"] for each in manifests()}
    settings = next(each for each in manifests() if each["kind"] == "ConfigMap")["data"]
    assert not [name for name in settings if re.search("KEY|PASSWORD|TOKEN|SECRET|_URL|DSN", name)]


def test_pods_are_reached_by_the_labels_that_they_have() -> None:
    for each in manifests():
        if each["kind"] == "Deployment":
            labels = each["spec"]["template"]["metadata"]["labels"]
            assert each["spec"]["selector"]["matchLabels"] == labels
            assert labels["part"] == each["metadata"]["name"]
        if each["kind"] == "Service":
            assert each["spec"]["selector"] == {"app": "careleavers", "part": "web"}
