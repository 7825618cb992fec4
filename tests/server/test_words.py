"""Words as ICU cuts them."""

from hypothesis import given
from hypothesis import strategies as st

from adref.server.words import icu_words


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",))))
def test_words_joined_are_the_text(text):
    """[D7] Nothing is lost, in any script, beyond the basic plane too."""
    assert "".join(icu_words(text)) == text


def test_chinese_and_arabic_are_cut_by_words():
    """[D7] Not by characters."""
    assert "会议" in icu_words("缔约方会议回顾")
    assert "排放" in icu_words("\U0001f30d各国应减少排放")
    assert icu_words("إذ تشير إلى") == ["إذ", " ", "تشير", " ", "إلى"]
