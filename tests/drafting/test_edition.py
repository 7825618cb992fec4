import pytest

from adref.drafting.content import plain
from adref.drafting.edition import CLEAN, COMPILATION, UNATTRIBUTED, VIEWS, WORKING, edition_for
from adref.drafting.floor import Remark, State
from adref.drafting.parties import Membership, Party
from adref.drafting.profiles import UN
from adref.drafting.proposal import Proposal
from adref.drafting.text import Paragraph

WORDS = "Decides to act urgently;"
TEXT = (
    Paragraph("a", "op", plain(WORDS), "1."),
    Paragraph("b", "op", plain("Requests a report; (Kenya) (Agreed)"), "2."),
)
PARTIES = Membership({"k": Party("k", "Kenya", "Kenya"), "n": Party("n", "Norway", "Norway")})
PROPOSALS = {
    "x": Proposal(
        "x", paragraph="a", basis=plain(WORDS), span=(15, 23), replacement=plain("by 2030"),
        party="k", number=7,
    ),
    "y": Proposal(
        "y", paragraph="a", basis=plain(WORDS), span=(8, 10), replacement=plain("not to"),
        party="n", number=3,
    ),
}  # fmt: skip
STATE = State(
    proposals=PROPOSALS,
    states={"b": "agreed"},
    desk={"r": Remark("r", "a", "words of the desk", "Olivia", None, "observer", "")},
)


def words(view: str, adopted: tuple[str, ...] = (), language: str = "en") -> list[str]:
    made = edition_for(view, "Deltas", TEXT, STATE, UN, PARTIES, adopted, language)
    return [paragraph.words for paragraph in made.paragraphs]


def test_f2_no_word_of_the_desk_is_in_any_edition() -> None:
    assert all("desk" not in line for view in VIEWS for line in words(view))


def test_the_working_view_is_the_text_without_proposals() -> None:
    assert words(WORKING) == [WORDS, "Requests a report; (Kenya) (Agreed)"]


def test_the_compilation_writes_the_proposals_in_with_names() -> None:
    line = words(COMPILATION)[0]
    assert "by 2030 - Kenya]" in line
    assert "Norway" in line


def test_the_compilation_without_attributions_names_nobody_for_a_proposal() -> None:
    line = words(UNATTRIBUTED)[0]
    assert "[by 2030]" in line
    assert "Kenya" not in line


def test_f4_the_clean_view_is_as_if_the_open_proposals_fell() -> None:
    assert words(CLEAN) == [WORDS, "Requests a report;"]


def test_f4_the_clean_view_takes_in_what_is_chosen() -> None:
    assert words(CLEAN, ("x",))[0] == "Decides to act by 2030;"


@pytest.mark.parametrize(
    ("adopted", "language", "sentence"),
    [
        ((), "en", "Clean text, without the open proposals"),
        (("x",), "en", "Clean text, if proposal 7 is adopted"),
        (("x", "y"), "en", "Clean text, if proposals 3, 7 are adopted"),
        (("x", "y"), "fr", "Texte épuré, si les propositions 3, 7 sont adoptées"),
    ],
)
def test_f3_the_view_names_what_is_taken_as_adopted(
    adopted: tuple[str, ...], language: str, sentence: str
) -> None:
    made = edition_for(CLEAN, "Deltas", TEXT, STATE, UN, PARTIES, adopted, language)
    assert made.view == sentence


def test_f5_agreed_paragraphs_end_with_their_mark() -> None:
    state = State(states={"a": "agreed_ad_ref"})
    made = edition_for(WORKING, "Deltas", TEXT, state, UN, PARTIES)
    assert made.paragraphs[0].words == f"{WORDS} (Agreed ad ref)"


@pytest.mark.parametrize(("view", "adopted"), [("nothing", ()), (CLEAN, ("z",))])
def test_what_is_not_known_is_refused(view: str, adopted: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="unknown"):
        edition_for(view, "Deltas", TEXT, STATE, UN, PARTIES, adopted)
