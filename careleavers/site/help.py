"""Help with each page: which text belongs to which page, and which texts are for whom.

A text is an HTML fragment, `<app>/help/<slug>.html`, of the tags in `TAGS` alone, so that the printed guides can be
composed from it. An app declares its topics in `help_topics.py` and registers them in its `record.py`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from typing import Any

from django.template.loader import render_to_string

from careleavers.models import User
from careleavers.permissions import Permission
from careleavers.rules.policies import defaults
from careleavers.site.extensions import help_topics
from careleavers.site.help_topic import HelpTopic
from careleavers.site.pages import pages, permissions_of

TAGS = frozenset({"p", "h2", "ul", "ol", "li", "strong", "a"})
# Pages that nobody who works here needs help with, each with its reason.
WITHOUT_HELP = {
    "ping": "a load balancer asks",
    "health": "a load balancer asks",
    "metrics": "Prometheus asks",
    "theme": "a style sheet",
    "gallery": "components for whoever changes the code",
    "gallery_page": "components for whoever changes the code",
    "csrf_token": "a script asks, after signing in again",
}


@dataclass(frozen=True)
class Found:
    """A topic that a search found, with a few words round the place."""

    topic: HelpTopic
    excerpt: str


@cache
def topic_for(page: str) -> HelpTopic | None:
    """The topic that covers a page, by its URL name: one that names it, else the one whose pattern is the longest."""
    covering = [(pattern, topic) for topic in help_topics() for pattern in topic.pages if covers(pattern, page)]
    return max(covering, key=lambda each: (each[0] == page, len(each[0])))[1] if covering else None


def covers(pattern: str, page: str) -> bool:
    """Whether a URL name, or the beginning of one with a `*`, covers a page."""
    return page.startswith(pattern[:-1]) if pattern.endswith("*") else pattern == page


def topic_named(slug: str) -> HelpTopic | None:
    return next((topic for topic in help_topics() if topic.slug == slug), None)


@cache
def _permissions() -> dict[HelpTopic, set[Permission]]:
    found: dict[HelpTopic, set[Permission]] = defaultdict(set)
    for name in pages():
        if topic := topic_for(name):
            found[topic] |= set(permissions_of(name))
    return dict(found)


def is_for(topic: HelpTopic, permissions: Iterable[Permission]) -> bool:
    """Whether these permissions open one of the topic's pages. Where all of them ask for none, it is for everybody."""
    needed = _permissions().get(topic)
    return not needed or not needed.isdisjoint(permissions)


def topics_for(user: User) -> tuple[list[HelpTopic], list[HelpTopic]]:
    """The topics whose pages this user opens, and the others."""
    theirs: list[HelpTopic] = []
    others: list[HelpTopic] = []
    for topic in help_topics():
        (theirs if is_for(topic, user.access.permissions) else others).append(topic)
    return theirs, others


def html_of(topic: HelpTopic, policies: Any) -> str:
    """The text as HTML, with the authority's choices in force in it."""
    return render_to_string(topic.template, {"policies": policies})


def plain(html: str) -> str:
    """The words of a text on one line."""
    reader = _Words()
    reader.feed(html)
    return " ".join("".join(reader.words).split())


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in ("strong", "a"):
            self.words.append(" ")

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def search(query: str, policies: Any) -> list[Found]:
    """The topics in which every word of the query begins a word, those with more of them in the title first."""
    words = query.lower().split()
    found = []
    for topic in help_topics():
        title, text = searchable(topic)
        if words and all(_begins(word, title) or _begins(word, text) for word in words):
            found.append((-sum(_begins(word, title) for word in words), topic))
    in_order = [topic for _, topic in sorted(found, key=lambda pair: pair[0])]
    return [Found(topic, excerpt(plain(html_of(topic, policies)), words[0])) for topic in in_order]


@cache
def searchable(topic: HelpTopic) -> tuple[str, str]:
    """The title with the words explained, and the text, for a search: in lower case, with a space before each word."""
    title = " ".join((topic.title, *topic.words))
    return _as_searched(title), _as_searched(plain(html_of(topic, defaults())))


def _as_searched(text: str) -> str:
    return " " + re.sub(r"[“(]", " ", text.lower())


def _begins(word: str, text: str) -> bool:
    return f" {word}" in text


def excerpt(text: str, word: str, around: int = 70) -> str:
    """Some words of the text round the first place of this word, or its beginning."""
    at = max(text.lower().find(word), 0)
    start = text.rfind(" ", 0, max(at - around, 0)) + 1 if at > around else 0
    end = text.find(" ", at + around)
    return f"{'… ' if start else ''}{text[start:end] if end > 0 else text[start:]}{' …' if end > 0 else ''}"
