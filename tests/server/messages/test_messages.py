"""The server's sentences: the same keys in every language, each a message that ICU can write."""

import pytest

from adref.server.messages import LANGUAGES, catalogue, say

NUMBERS = ["words", "inserted", "struck", "altered", "count"]
WORDS = ["name", "names", "place", "label", "list", "said", "old", "new", "before", "after"]


def test_every_language_says_everything():
    """[D20] No key is missing in a language."""
    keys = {frozenset(catalogue(language)) for language in LANGUAGES}
    assert keys == {frozenset(catalogue("en"))}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_can_be_written(language):
    """[D20] For none, one and several; with every value that is asked for."""
    for key in catalogue(language):
        for number in (0, 1, 5, 1200):
            values = dict.fromkeys(NUMBERS, number) | dict.fromkeys(WORDS, "op")
            assert "{" not in say(language, key, **values)


def test_a_sentence_as_it_is_read():
    """[D20] Numbers and plurals are those of the language."""
    assert say("en", "redline.reworded", inserted=4, struck=2) == "4 words inserted, 2 struck"
    assert say("fr-CH", "redline.inserted", words=1) == "1 mot ajouté"
    assert say("de", "redline.inserted", words=1) == "1 word inserted"
