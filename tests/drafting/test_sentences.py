"""What a file says of itself, in six languages."""

from string import Formatter

import pytest

from adref.drafting.sentences import LANGUAGES, printed_date, sentences


def holes(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_the_same(language):
    """[F3] [F14] The same sentences, with the same names in them; twelve months."""
    english, said = sentences("en"), sentences(f"{language}-XX")
    assert said.keys() == english.keys()
    assert {key: holes(words) for key, words in said.items()} == {
        key: holes(words) for key, words in english.items()
    }
    assert len(said["months"].split()) == 12
    assert sentences("tlh") == english


def test_days_are_printed_as_each_language_writes_them():
    """[F14] What is no day stays as it is."""
    assert [printed_date("2026-11-01", language) for language in LANGUAGES] == [
        "1 تشرين الثاني/نوفمبر 2026",
        "1 November 2026",
        "1 de noviembre de 2026",
        "1 novembre 2026",
        "1 ноября 2026 года",
        "2026年11月1日",
    ]
    for day in ("", "spring", "2026-13-01", "2026-1-1"):
        assert printed_date(day, "en") == day
