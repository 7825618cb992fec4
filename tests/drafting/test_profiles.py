"""Profiles: what is written around contested words."""

import pytest

from adref.drafting.profiles import PROFILES


@pytest.mark.parametrize(
    ("profile", "names", "others", "written"),
    [
        ("un", ("A", "B"), (), "[words - A, B]"),
        ("un", (), ("A",), "[words - A: delete]"),
        ("un", ("A",), ("B", "C"), "[words - A; B, C: delete]"),
        ("un", (), (), "[words]"),
        ("unfccc", ("A",), ("B",), "[words]"),
        ("ecosoc", ("A", "B"), (), "[words] (A, B)"),
        ("ecosoc", ("A",), ("B", "C"), "[words] (A) (B, C: delete)"),
        ("ecosoc", (), ("B",), "[words] (B: delete)"),
    ],
)
def test_each_forum_writes_its_notation(profile, names, others, written):
    """[N20] What stands around contested words is the profile's."""
    before, after = PROFILES[profile].around(names, others)
    assert f"{before}words{after}" == written


def test_option_headings_are_numbered():
    """[N20] Options are headed as the profile says."""
    assert PROFILES["unfccc"].option_heading(2) == "Option 2:"
