"""The printed guide for a role: the texts of help for its pages, and the words in them, as one tagged PDF."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from html.parser import HTMLParser
from typing import Any, NamedTuple

from careleavers.documents.typesetting import SOURCES, typeset
from careleavers.permissions import Role
from careleavers.rules import words
from careleavers.site.extensions import help_topics
from careleavers.site.glossary import Word, meanings_of
from careleavers.site.help import html_of, is_for
from careleavers.site.help_pictures import pictures_of
from careleavers.site.help_topic import HelpTopic, by_group

LISTS = ("ul", "ol")
BLOCKS = ("p", "h2", "li")


class Run(NamedTuple):
    """Words on end, `strong` or "plain"."""

    weight: str
    text: str


class Block(NamedTuple):
    """A paragraph, a heading ("h2"), or a point of a list ("ul", or "ol" with its number)."""

    kind: str
    number: str
    runs: list[Run]


class Blocks(HTMLParser):
    """The blocks of a text of help. What is between blocks is nothing but space: the tags are few (`help.TAGS`)."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[Block] = []
        self._list, self._number, self._weight = "", 0, "plain"

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in LISTS:
            self._list, self._number = tag, 0
        elif tag == "strong":
            self._weight = "strong"
        elif tag in BLOCKS:
            self._number += tag == "li"
            self.blocks.append(Block(self._list if tag == "li" else tag, str(self._number), []))

    def handle_endtag(self, tag: str) -> None:
        if tag == "strong":
            self._weight = "plain"

    def handle_data(self, data: str) -> None:
        if self.blocks and (data.strip() or self.blocks[-1].runs):
            self.blocks[-1].runs.append(Run(self._weight, data.replace("\n", " ")))


def blocks_of(html: str) -> list[Block]:
    reader = Blocks()
    reader.feed(html)
    return reader.blocks


def guide_pdf(role: Role, policies: Mapping[str, Any], made_on: date) -> bytes:
    """The guide for everybody with this role, as the authority's choices are on the day."""
    topics = [topic for topic in help_topics() if is_for(topic, role.permissions)]
    data = {
        "title": f"Guide: {role.label.lower()}",
        "author": policies["authority_name"],
        "colour": policies["authority_colour"],
        "made_on": words.day(made_on),
        "ask": policies["help_contact"],
        "groups": [
            {"heading": group, "texts": [_text(topic, policies) for topic in theirs]}
            for group, theirs in by_group(topics)
        ],
        "words": [{"term": word.term, "meaning": word.meaning} for word in _words(topics)],
    }
    return typeset(SOURCES / "guide.typ", data, made_on)


def _text(topic: HelpTopic, policies: Mapping[str, Any]) -> dict[str, Any]:
    pictures = [
        {"path": f"/static/{one.static_path}", "alternative": one.alternative, "caption": one.caption}
        for one in pictures_of(topic.slug)
    ]
    return {"title": topic.title, "blocks": blocks_of(html_of(topic, policies)), "pictures": pictures}


def _words(topics: list[HelpTopic]) -> list[Word]:
    """Every word that these texts explain, once, by the alphabet."""
    terms = {term for topic in topics for term in topic.words}
    return sorted(meanings_of(tuple(terms)), key=lambda word: word.term.lower())
