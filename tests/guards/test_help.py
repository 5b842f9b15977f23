"""Pages and their help are kept together: every page has a text, every text has a page, and they are easy to read.

A new page: name it in the topic of its area in its app's `help_topics.py`, or write a text of its own,
`templates/<app>/help/<slug>.html`, when no text fits.
"""

from __future__ import annotations

import inspect
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from careleavers.permissions import Permission, Role
from careleavers.rules.policies import defaults
from careleavers.rules.reading_level import reading_level
from careleavers.site import help as texts
from careleavers.site.extensions import help_topics
from careleavers.site.glossary import glossary, meanings_of
from careleavers.site.help_pictures import FOLDER, help_pictures
from careleavers.site.pages import pages as named_pages
from scripts.help_pictures import HEAVIEST, SHOTS
from tests.guards.source import APPS, ROOT

TOPICS = help_topics()
OLDEST = 11.0  # years of age at which a text can be read, on average a GOV.UK page's nine
ON_AVERAGE = 9.0
# The end of a page's words where no full stop is written.
BLOCK_ENDS = ("p", "li", "h2")


class Blocks(HTMLParser):
    """The sentences of a text, and the tags that it uses."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)

    def handle_endtag(self, tag: str) -> None:
        self.words.append(". " if tag in BLOCK_ENDS else "")

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def read(topic: texts.HelpTopic) -> Blocks:
    blocks = Blocks()
    blocks.feed(texts.html_of(topic, defaults()))
    return blocks


def reading_age(text: str) -> float:
    level = reading_level([text])
    assert level is not None
    return level.age


def test_every_page_has_help() -> None:
    """Seen to fail: "appointment*" taken out of the topic of appointments."""
    without = {name for name in named_pages() if texts.topic_for(name) is None}
    assert without == set(texts.WITHOUT_HELP), "name the page in its app's help_topics.py"


def test_every_text_has_a_page_and_every_pattern_finds_one() -> None:
    pages = set(named_pages())
    for topic in TOPICS:
        for pattern in topic.pages:
            assert any(texts.topic_for(page) == topic and texts.covers(pattern, page) for page in pages), pattern
        assert topic.pages or topic.is_from_the_foot, topic.slug
    slugs = [topic.slug for topic in TOPICS]
    assert len(slugs) == len(set(slugs))
    written = {path for app in APPS for path in (ROOT / "templates" / app / "help").glob("*.html")}
    of_the_pages = {"index", "_list", "_whom", "topic", "words"}  # of the help itself
    assert {path.relative_to(ROOT / "templates").as_posix() for path in written if path.stem not in of_the_pages} == {
        topic.template for topic in TOPICS
    }
    foot = Path(ROOT / "templates" / "parts" / "foot.html").read_text()
    assert all(f"'{topic.slug}'" in foot for topic in TOPICS if topic.is_from_the_foot)


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.slug)
def test_a_text_is_plain(topic: texts.HelpTopic) -> None:
    """Few tags, so that it prints; words of the glossary; a reading age of 11 at the most."""
    blocks = read(topic)
    assert blocks.tags <= texts.TAGS
    assert [word.term for word in meanings_of(topic.words)] == list(topic.words)
    assert reading_age("".join(blocks.words)) <= OLDEST


def test_the_help_as_a_whole_reads_at_nine() -> None:
    """Measured when it was written: 7.7 years."""
    assert reading_age(" ".join("".join(read(topic).words) for topic in TOPICS)) <= ON_AVERAGE


def test_the_glossary_of_staff_names_no_code() -> None:
    assert len(glossary()) > 100
    assert not [
        word for word in glossary() if "`" in word.meaning or re.search(r"[a-z]_[a-z]|[a-z][A-Z][a-z]", word.term)
    ]


def test_each_picture_is_there_and_as_its_page_is() -> None:
    """Seen to fail: a word changed in a pictured template, and a label in the form on it."""
    again = "run `make help-pictures`, look at the picture, and commit it with its list"
    pictures = {picture.file: picture for picture in help_pictures()}
    assert set(pictures) == {shot.file for shot in SHOTS} == {path.name for path in FOLDER.iterdir()}, again
    for shot in SHOTS:
        picture, page = pictures[shot.file], named_pages()[shot.page]
        topic = texts.topic_for(picture.page)
        assert topic is not None, picture.file
        assert topic.slug == picture.topic, picture.file
        assert (picture.alternative, picture.caption) == (shot.alternative, shot.caption), again
        assert picture.alternative, picture.file
        assert picture.caption, picture.file
        assert (FOLDER / picture.file).stat().st_size <= HEAVIEST, picture.file
        module = inspect.getmodule(inspect.unwrap(page.callback))
        assert module is not None
        assert f'"{shot.template}"' in inspect.getsource(module), "the page has another template now"
        assert picture.sources == shot.sources, f"{picture.file} is older than its page: {again}"


def test_each_role_reads_of_its_pages_first() -> None:
    for role in Role:
        slugs = {topic.slug for topic in TOPICS if texts.is_for(topic, role.permissions)}
        assert {"signing-in", "help", "keyboard"} <= slugs
        assert ("audit" in slugs) is (Permission.VIEW_AUDIT in role.permissions)
    adviser = {topic.slug for topic in TOPICS if texts.is_for(topic, Role.PERSONAL_ADVISER.permissions)}
    assert {"contacts", "today", "plan"} <= adviser
    assert not {"staff", "settings", "imports"} & adviser
