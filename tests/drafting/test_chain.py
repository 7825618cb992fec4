import hashlib
from typing import Any

import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from adref.drafting.canonical import canonical
from adref.drafting.chain import Chain, beginning, digest_of_act, grown

TEXTS = st.text(st.characters(blacklist_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXTS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text("abcdefghijklmnopqrstuvwxyz0123456789_-", max_size=8), inner)
    ),
    max_leaves=12,
)


@given(VALUES)
def test_k4_what_we_write_is_the_canonical_json_of_rfc_8785(value: Any) -> None:
    assert canonical(value) == rfc8785.dumps(value)


def test_k4_each_link_is_the_hash_of_the_one_before_and_the_digest_of_the_act() -> None:
    act = {"seq": 1, "type": "pointed", "paragraph": "p1"}
    first = hashlib.sha256(b'{"format":"adref-record/1","text":"t"}').hexdigest()
    digest = hashlib.sha256(b'{"paragraph":"p1","seq":1,"type":"pointed"}').hexdigest()
    second = hashlib.sha256(bytes.fromhex(first) + bytes.fromhex(digest)).hexdigest()
    assert beginning("t") == Chain(0, first)
    assert digest_of_act(act) == digest
    assert grown(beginning("t"), [digest]) == Chain(1, second)


def test_k4_records_of_two_texts_have_nothing_in_common() -> None:
    assert beginning("t").head != beginning("u").head


@given(st.lists(st.integers(0, 9)), st.integers(0, 9))
def test_k5_whoever_holds_a_head_can_continue_from_it(numbers: list[int], at: int) -> None:
    digests = [digest_of_act({"seq": n}) for n in numbers]
    whole = grown(beginning("t"), digests)
    assert grown(grown(beginning("t"), digests[:at]), digests[at:]) == whole
    assert whole.seq == len(numbers)
