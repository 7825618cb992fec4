"""The head of an Akoma Ntoso file: identification, the parties, and what the edition says."""

import re
from collections.abc import Mapping
from typing import Any

from lxml import etree

from adref.drafting.edition import Edition, Imprint
from adref.server.formats.akn_words import OURS, ours, party_eid, safe, sub, tag

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_LANGUAGES = {"en": "eng", "fr": "fra", "es": "spa", "ru": "rus", "ar": "ara", "zh": "zho"}
_FIELDS = ("title", "audience", "view", "language", "shows", "profile")
_HEAD = ("forum", "symbol", "date", "status")


def write_meta(statement: Any, edition: Edition) -> None:
    """``meta`` with everything of an edition but its paragraphs."""
    meta = sub(statement, "meta")
    _identify(meta, edition)
    references = sub(meta, "references", source="#adref")
    _describe(references, "TLCOrganization", "adref", "Adref")
    for party, short in edition.names.items():
        entry = _describe(references, "TLCOrganization", party_eid(party), short)
        entry.set(ours("party"), safe(party))
    _describe(references, "TLCConcept", "bracket", "bracketed words")
    own = sub(meta, "proprietary", source="#adref")
    values = {name: safe(getattr(edition, name)) for name in _FIELDS}
    etree.SubElement(own, f"{{{OURS}}}edition", values)
    head = {name: safe(getattr(edition.imprint, name)) for name in _HEAD}
    etree.SubElement(own, f"{{{OURS}}}imprint", head)
    for words in edition.imprint.disclaimers:
        etree.SubElement(own, f"{{{OURS}}}disclaimer").text = safe(words)


def _identify(meta: Any, edition: Edition) -> None:
    head = edition.imprint
    day = head.date if _DAY.fullmatch(head.date) else "0001-01-01"
    symbol = re.sub(r"[^A-Za-z0-9.-]+", "-", head.symbol or edition.title).strip("-") or "text"
    language = _LANGUAGES.get(edition.language.split("-")[0], "und")
    work = f"/akn/un/statement/resolutionDraft/{day}/{symbol}"
    expression = f"{work}/{language}@{day}"
    box = sub(meta, "identification", source="#adref")
    for name, uri, this in (
        ("FRBRWork", work, f"{work}/!main"),
        ("FRBRExpression", expression, f"{expression}/!main"),
        ("FRBRManifestation", f"{expression}.akn", f"{expression}/!main.xml"),
    ):
        part = sub(box, name)
        sub(part, "FRBRthis", value=this)
        sub(part, "FRBRuri", value=uri)
        sub(part, "FRBRdate", date=day, name="issued")
        sub(part, "FRBRauthor", href="#adref")
        if name == "FRBRWork":
            sub(part, "FRBRcountry", value="un")
        elif name == "FRBRExpression":
            sub(part, "FRBRlanguage", language=language)


def _describe(references: Any, name: str, eid: str, shown: str) -> Any:
    kind = "organization" if name == "TLCOrganization" else "concept"
    href = f"/akn/ontology/{kind}/un/{eid}"
    return sub(references, name, eId=eid, href=href, showAs=safe(shown))


def read_meta(root: Any) -> tuple[dict[str, Any], Mapping[str, str]]:
    """The fields of an edition and the names of its parties. Raises ``ValueError``."""
    found = root.find(f".//{{{OURS}}}edition")
    if found is None:
        raise ValueError("this Akoma Ntoso file was not written by Adref")
    fields: dict[str, Any] = {name: found.get(name, "") for name in _FIELDS}
    head = root.find(f".//{{{OURS}}}imprint")
    told = {name: head.get(name, "") for name in _HEAD} if head is not None else {}
    disclaimers = tuple(item.text or "" for item in root.iterfind(f".//{{{OURS}}}disclaimer"))
    fields["imprint"] = Imprint(**told, disclaimers=disclaimers)
    names = {
        item.get(ours("party")): item.get("showAs", "")
        for item in root.iterfind(f".//{tag('TLCOrganization')}[@{ours('party')}]")
    }
    return fields, names
