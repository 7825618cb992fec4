"""What the server itself says in words: one ICU catalogue for each language.

The page has its own catalogue; here is what is written into files and answers that the server
makes, so that a sentence about a redline reads the same in a file, a terminal and the page.
"""

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icu4py.messageformat import MessageFormat

LANGUAGES = ("en", "fr")


def say(language: str, key: str, **values: str | int) -> str:
    """The words for a key, in the first language of a tag (``fr-CH``); English if it is not known.

    Raises ``KeyError`` for an unknown key.
    """
    return str(_message(spoken(language), key).format(dict(values)))


def spoken(language: str) -> str:
    """The language that we speak for a tag."""
    return next((known for known in LANGUAGES if language.lower().startswith(known)), "en")


@cache
def catalogue(language: str) -> dict[str, str]:
    """All messages of a language, as ICU patterns."""
    path = files(__name__).joinpath(f"{language}.json")
    found: dict[str, str] = json.loads(path.read_text("utf-8"))
    return found


@cache
def _message(language: str, key: str) -> "MessageFormat":
    # With the first sentence: ICU brings five megabytes, and most meetings say none.
    from icu4py.messageformat import MessageFormat

    return MessageFormat(catalogue(language)[key], language)
