"""The table of access; it is printed whole into fixtures/permissions.txt."""

import pytest

from adref.drafting.access import TABLE, Context, compartment_access, may
from adref.drafting.asking import COMMANDS
from adref.drafting.parties import ROLES, Actor
from tests.drafting.play import AVON, BRILL, CHAIR, CORVA, MEMBERSHIP, OBSERVER


def test_every_command_is_in_the_table():
    """[V1] Every command and every compartment has its predicate."""
    kinds = ("text", "floor", "desk", "party", "coalition", "bureau")
    acts_of_server = {"bring_in"}  # no browser says it: the server does, with a file in its hands
    expected = {
        *COMMANDS,
        *acts_of_server,
        *(f"{act} {kind}" for act in ("read", "write") for kind in kinds),
    }
    assert set(TABLE) == expected


def test_what_is_not_named_nobody_may():
    """[V1] An unknown act is forbidden to all."""
    for role in ROLES:
        assert not may(Actor("s", "n", role, "avon"), "unheard of", Context(MEMBERSHIP))


def test_a_party_reads_its_own_drafts_alone():
    """[V2] Not the bureau, not an observer of the same party, not a coalition partner."""
    room = "party/t1/avon"
    assert compartment_access(room, AVON, MEMBERSHIP) == "write"
    for actor in (CHAIR, BRILL, CORVA, OBSERVER, Actor("s", "n", "observer", "avon")):
        assert compartment_access(room, actor, MEMBERSHIP) is None


def test_a_coalition_reads_together():
    """[V2] The delegates of its member parties, nobody else."""
    room = "coalition/t1/coast"
    assert [compartment_access(room, a, MEMBERSHIP) for a in (AVON, BRILL, CORVA, CHAIR)] == [
        "write", "write", None, None,
    ]  # fmt: skip


def test_nobody_writes_the_floor():
    """[V3] Floor and desk are written by the server alone."""
    for actor in (CHAIR, AVON, OBSERVER):
        assert compartment_access("floor/t1", actor, MEMBERSHIP) == "read"
    assert compartment_access("desk/t1", CHAIR, MEMBERSHIP) == "read"
    assert compartment_access("desk/t1", AVON, MEMBERSHIP) is None


def test_co_drafting_gives_a_pen_to_the_parties_named():
    """[V3] The bureau always; delegates of the parties named; observers never."""
    pens = ("avon",)
    assert compartment_access("text/t1", CHAIR, MEMBERSHIP) == "write"
    assert compartment_access("text/t1", AVON, MEMBERSHIP, pens) == "write"
    assert compartment_access("text/t1", BRILL, MEMBERSHIP, pens) == "read"
    observer = Actor("s", "n", "observer", "avon")
    assert compartment_access("text/t1", observer, MEMBERSHIP, pens) == "read"


@pytest.mark.parametrize(
    "name", ["", "text", "text/", "text/t1/avon", "party/t1", "party/t1/", "other/t1", "a/b/c/d"]
)
def test_malformed_names_open_nothing(name):
    """[V2] A name that is none opens nothing."""
    for actor in (CHAIR, AVON, OBSERVER):
        assert compartment_access(name, actor, MEMBERSHIP, ("avon",)) is None
