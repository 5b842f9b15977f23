import pytest

from careleavers import redis_urls


@pytest.mark.parametrize(
    ("url", "celery", "cache"),
    [
        ("redis://broker:6379/0", "redis://broker:6379/0", "redis://broker:6379/1"),
        ("redis://broker:6379", "redis://broker:6379", "redis://broker:6379/1"),
        ("rediss://:secret@broker:6380/3", "rediss://:secret@broker:6380/3", "rediss://:secret@broker:6380/4"),
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
