"""Backups are copied to S3-compatible storage and brought back from it, against a server that speaks S3."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

from careleavers.backups import offsite
from careleavers.backups.programs import BackupFailed

BUCKET = "leaving-care-backups"
OLD, NEW = "careleavers-2026-11-22T020000Z", "careleavers-2026-11-23T020000Z"
SUFFIXES = (".dump.age", ".manifest.age")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            patch.setenv(name, "only-for-this-test")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        patch.delenv("AWS_CA_BUNDLE", raising=False)
        server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        server.start()
        host, port = server.get_host_and_port()
        yield f"http://{host}:{port}"
        server.stop()


@pytest.fixture
def bucket(server: str, settings: Any) -> Any:
    settings.BACKUP_BUCKET = BUCKET
    options = {"bucket_name": BUCKET, "endpoint_url": server, "file_overwrite": False, "default_acl": None}
    backend = {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, offsite.OFFSITE: backend}
    found = boto3.resource("s3", endpoint_url=server).create_bucket(Bucket=BUCKET)
    yield found
    found.objects.all().delete()
    found.delete()


def backup(folder: Path, name: str) -> Path:
    for suffix in SUFFIXES:
        (folder / f"{name}{suffix}").write_bytes(f"age-encryption.org/v1 {name}{suffix}".encode())
    return folder / f"{name}.dump.age"


def test_a_backup_is_copied_and_comes_back_as_it_was(tmp_path: Path, bucket: Any) -> None:
    for name in (OLD, NEW):
        said = offsite.copy_offsite(backup(tmp_path, name))
    assert said == f"{BUCKET}/{NEW}.dump.age"
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    assert offsite.fetch_newest(elsewhere) == elsewhere / f"{NEW}.dump.age"
    assert {path.name: path.read_bytes() for path in elsewhere.iterdir()} == {
        f"{NEW}{suffix}": (tmp_path / f"{NEW}{suffix}").read_bytes() for suffix in SUFFIXES
    }


def test_a_dump_without_its_manifest_is_not_whole(tmp_path: Path, bucket: Any) -> None:
    """The copy was cut short."""
    offsite.copy_offsite(backup(tmp_path, OLD))
    bucket.put_object(Key=f"{NEW}.dump.age", Body=b"half")
    assert offsite.fetch_newest(tmp_path).name == f"{OLD}.dump.age"


def test_an_empty_bucket_is_said(tmp_path: Path, bucket: Any) -> None:
    with pytest.raises(BackupFailed, match=f"There is no backup in {BUCKET}"):
        offsite.fetch_newest(tmp_path)


def test_a_storage_that_refuses_is_said(tmp_path: Path, bucket: Any, settings: Any) -> None:
    options = {**settings.STORAGES[offsite.OFFSITE]["OPTIONS"], "bucket_name": "not-ours"}
    settings.STORAGES = {
        **settings.STORAGES,
        offsite.OFFSITE: {**settings.STORAGES[offsite.OFFSITE], "OPTIONS": options},
    }
    with pytest.raises(BackupFailed, match="could not be copied to"):
        offsite.copy_offsite(backup(tmp_path, OLD))


def test_without_a_bucket_nothing_leaves_the_machine(tmp_path: Path) -> None:
    assert offsite.offsite() is None
    with pytest.raises(BackupFailed, match="BACKUP_BUCKET is not set"):
        offsite.fetch_newest(tmp_path)
