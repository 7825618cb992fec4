import random

import pytest

from adref.drafting.content import EM, Piece, plain
from adref.drafting.edits import MoveEdit, apply_edits, edit_from_json, edit_to_json
from adref.drafting.rewriting import BEGUN, Replay, edits_between, text_after
from adref.drafting.text import Paragraph, WorkingText, paragraph_to_json
from tests.drafting.play import paragraphs

SEEDS = 300
WORDS = ["Urges", "all", "Parties", "to", "act,", "敦促", "各方", "🌊", "now"]


def changed(text: WorkingText, chance: random.Random) -> WorkingText:
    """The text after some of everything that pens can do."""
    out = list(text)
    for number in range(chance.randrange(6)):
        at = chance.randrange(len(out) + 1)
        match chance.randrange(6):
            case 0:
                words = (Piece(chance.choice(WORDS), frozenset({EM})),)
                out.insert(at, Paragraph(f"n{number}-{chance.random()}", "op", words, "OP"))
            case 1 if out:
                out.pop(at % len(out))
            case 2 if out:
                out.insert(chance.randrange(len(out)), out.pop(at % len(out)))
            case 3 if out:
                chance.shuffle(out)
            case 4 if out:
                old = out[at % len(out)]
                out[at % len(out)] = Paragraph(old.id, "item", old.content, "(a)", 2)
            case 5 if out:
                old = out[at % len(out)]
                out[at % len(out)] = old.reading(plain(" ".join(chance.choices(WORDS, k=4))))
    return tuple(out)


@pytest.mark.parametrize("seed", range(SEEDS))
def test_k1_the_edits_between_two_texts_lead_from_one_to_the_other(seed: int) -> None:
    chance = random.Random(seed)
    before = paragraphs(*(" ".join(chance.choices(WORDS, k=3)) for _ in range(8)))
    after = changed(before, chance)
    edits = [edit_to_json(edit) for edit in edits_between(before, after)]
    assert apply_edits(before, [edit_from_json(edit) for edit in edits]) == after
    assert edits_between(after, after) == ()


@pytest.mark.parametrize("seed", range(SEEDS // 10))
def test_k1_a_long_replay_is_the_same_as_act_after_act(seed: int) -> None:
    chance = random.Random(seed)
    text = paragraphs(*(" ".join(chance.choices(WORDS, k=3)) for _ in range(12)))
    begun = {"type": BEGUN, "text": [paragraph_to_json(each) for each in text]}
    replay = Replay()
    replay.take(begun)
    assert replay.text == text_after((), begun) == text
    for _ in range(20):
        after = changed(text, chance)
        event = {
            "type": "text_edited",
            "edits": [edit_to_json(e) for e in edits_between(text, after)],
        }
        replay.take(event)
        assert replay.text == text_after(text, event) == after
        text = after


def test_k1_a_paragraph_that_went_to_the_end_is_one_move() -> None:
    text = paragraphs(*"abcdef")
    assert edits_between(text, (*text[1:], text[0])) == (MoveEdit("p1", "p6"),)
