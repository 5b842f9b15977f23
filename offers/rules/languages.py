"""The languages that the local offer may be translated into, and easy read, which is one more set of words. Pure."""

from __future__ import annotations

from typing import NamedTuple

ENGLISH, EASY_READ = "en", "en-easy"


class Language(NamedTuple):
    """`tag`: as HTML and PDF name it (BCP 47); `own_name`: as those who read it call it."""

    tag: str
    english: str
    own_name: str
    is_right_to_left: bool = False
    also_called: tuple[str, ...] = ()

    @property
    def direction(self) -> str:
        return "rtl" if self.is_right_to_left else "ltr"


# By the code that rows keep. Those whose letters our fonts have; see careleavers/documents/fonts.py.
TRANSLATED_INTO = {
    "sq": Language("sq", "Albanian", "Shqip"),
    "am": Language("am", "Amharic", "አማርኛ"),
    "ar": Language("ar", "Arabic", "العربية", is_right_to_left=True),
    "bn": Language("bn", "Bengali", "বাংলা", also_called=("bangla",)),
    "bg": Language("bg", "Bulgarian", "Български"),
    "zh": Language("zh-Hans", "Chinese (simplified)", "简体中文", also_called=("chinese", "mandarin")),
    "cs": Language("cs", "Czech", "Čeština"),
    "prs": Language("prs", "Dari", "دری", is_right_to_left=True),
    "fa": Language("fa", "Farsi", "فارسی", is_right_to_left=True, also_called=("persian",)),
    "fr": Language("fr", "French", "Français"),
    "hi": Language("hi", "Hindi", "हिन्दी"),
    "hu": Language("hu", "Hungarian", "Magyar"),
    "it": Language("it", "Italian", "Italiano"),
    "kmr": Language("kmr", "Kurdish (Kurmanji)", "Kurdî", also_called=("kurmanji",)),
    "ckb": Language("ckb", "Kurdish (Sorani)", "کوردی", is_right_to_left=True, also_called=("sorani",)),
    "lt": Language("lt", "Lithuanian", "Lietuvių"),
    "ne": Language("ne", "Nepali", "नेपाली"),
    "om": Language("om", "Oromo", "Afaan Oromoo"),
    "ps": Language("ps", "Pashto", "پښتو", is_right_to_left=True),
    "pl": Language("pl", "Polish", "Polski"),
    "pt": Language("pt", "Portuguese", "Português"),
    "ro": Language("ro", "Romanian", "Română"),
    "ru": Language("ru", "Russian", "Русский"),
    "sk": Language("sk", "Slovak", "Slovenčina"),
    "so": Language("so", "Somali", "Soomaali"),
    "es": Language("es", "Spanish", "Español"),
    "ta": Language("ta", "Tamil", "தமிழ்"),
    "ti": Language("ti", "Tigrinya", "ትግርኛ"),
    "tr": Language("tr", "Turkish", "Türkçe"),
    "uk": Language("uk", "Ukrainian", "Українська"),
    "ur": Language("ur", "Urdu", "اردو", is_right_to_left=True),
    "vi": Language("vi", "Vietnamese", "Tiếng Việt"),
    "cy": Language("cy", "Welsh", "Cymraeg"),
}
EDITIONS = {EASY_READ: Language("en-GB", "easy read", "Easy read"), **TRANSLATED_INTO}
ALL = {ENGLISH: Language("en-GB", "English", "English"), **EDITIONS}
EDITION_CHOICES = [(code, each.english[:1].upper() + each.english[1:]) for code, each in EDITIONS.items()]
READ_CHOICES = [(code, each.english) for code, each in ALL.items() if code != EASY_READ]


def language_called(name: str) -> str | None:
    """The code of a language as somebody wrote its name, in English or its own; None where it is none of these."""
    wanted = _plain(name)
    for code, each in ALL.items():
        if code != EASY_READ and wanted in map(_plain, (each.english, each.own_name, *each.also_called)):
            return code
    return None


def _plain(name: str) -> str:
    return " ".join(name.replace("(", " ").replace(")", " ").casefold().split())
