import ssl

import pytest
from kombu import Connection

from careleavers import redis_urls


@pytest.mark.parametrize(
    ("url", "celery", "cache"),
    [
        ("redis://broker:6379/0", "redis://broker:6379/0", "redis://broker:6379/1"),
        ("redis://broker:6379", "redis://broker:6379", "redis://broker:6379/1"),
        (
            "rediss://:secret@broker:6380/3",
            "rediss://:secret@broker:6380/3?ssl_cert_reqs=required",
            "rediss://:secret@broker:6380/4",
        ),
        (
            "rediss://broker/0?ssl_ca_certs=/a.pem",
            "rediss://broker/0?ssl_ca_certs=/a.pem&ssl_cert_reqs=required",
            "rediss://broker/1?ssl_ca_certs=/a.pem",
        ),
        (
            "rediss://broker/0?ssl_cert_reqs=none",
            "rediss://broker/0?ssl_cert_reqs=none",
            "rediss://broker/1?ssl_cert_reqs=none",
        ),
        (
            "unix:///tmp/a/valkey.sock?db=2",
            "redis+socket:///tmp/a/valkey.sock?virtual_host=2",
            "unix:///tmp/a/valkey.sock?db=3",
        ),
        (
            "unix:///tmp/a/valkey.sock",
            "redis+socket:///tmp/a/valkey.sock?virtual_host=0",
            "unix:///tmp/a/valkey.sock?db=1",
        ),
    ],
)
def test_one_url_serves_celery_and_the_cache(url, celery, cache):
    assert redis_urls.for_celery(url) == celery
    assert redis_urls.next_database(url) == cache


def test_celery_believes_no_certificate_that_nobody_vouches_for():
    """Kombu's own default believes any. Seen to fail: with the URL as it stands in the environment."""
    connection = Connection(redis_urls.for_celery("rediss://broker/0"))
    assert connection.ssl == {"ssl_cert_reqs": ssl.CERT_REQUIRED}


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ("redis://broker:6379/0", True),
        ("redis://:secret@BROKER", True),
        ("redis://broker/1", False),
        ("redis://broker:6380/0", False),
        ("unix:///tmp/valkey.sock?db=0", False),
    ],
)
def test_two_urls_may_name_one_database(other, same):
    assert redis_urls.is_same("redis://broker/0", other) is same
