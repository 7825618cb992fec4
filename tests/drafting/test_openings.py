import pytest

from adref.drafting.openings import opening


@pytest.mark.parametrize(
    ("kind", "words", "italic"),
    [
        ("pp", "Recalling its resolution", "Recalling"),
        ("pp", "Recalling also the Charter", "Recalling also"),
        ("pp", "[Deeply concerned about", "Deeply concerned"),
        ("pp", "Bearing in mind that", "Bearing in mind"),
        ("pp", "Noting with deep concern that", "Noting with deep concern"),
        ("pp", "Having considered the report", "Having considered"),
        ("pp", "Also taking note with appreciation of", "Also taking note with appreciation"),
        ("pp", "Guided by the purposes", "Guided"),
        ("pp", "Mindful of", "Mindful"),
        ("pp", "The Parties,", ""),
        ("pp", "recalling, in passing,", ""),
        ("op", "Decides that", "Decides"),
        ("op", "Also decides that", "Also decides"),
        ("op", "Takes note with appreciation of", "Takes note with appreciation"),
        ("op", "Calls upon all States", "Calls upon"),
        ("op", "Notesworthy", ""),
        ("op", "States Parties shall", ""),
        ("item", "Recalling", ""),
        ("pp", "", ""),
    ],
)
def test_f6_openings_in_english(kind: str, words: str, italic: str) -> None:
    start, end = opening(kind, words)
    assert words[start:end] == italic


@pytest.mark.parametrize(
    ("kind", "words", "italic"),
    [
        ("pp", "Rappelant également sa résolution", "Rappelant également"),
        ("pp", "Profondément préoccupée par", "Profondément préoccupée"),
        ("pp", "Ayant examiné le rapport", "Ayant examiné"),
        ("pp", "Consciente que", "Consciente"),
        ("op", "Prie le Secrétaire général", "Prie"),
        ("op", "Prend note avec satisfaction du", "Prend note avec satisfaction"),
        ("op", "Priez-le", ""),
    ],
)
def test_f6_openings_in_french(kind: str, words: str, italic: str) -> None:
    start, end = opening(kind, words, "fr-CH")
    assert words[start:end] == italic
