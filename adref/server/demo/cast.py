"""Who takes part in the demonstration, and the links through which they come in."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from adref.server.http.office import Office
from adref.server.identity import instant
from adref.server.store.directory_tables import (
    CoalitionRow,
    InvitationRow,
    NegotiationRow,
    PartyRow,
)

OBSERVER = ("International Association of Marine Research Institutes", "IAMRI")


@dataclass(frozen=True)
class Role:
    """One printed link: its name, the role and (by its short name) the party."""

    name: str
    role: str
    party: str | None = None


ROLES = (
    Role("Chair", "chair"),
    Role("Secretariat", "secretariat"),
    Role("Delegation of Avelia", "delegate", "Avelia"),
    Role("Delegation of Borrland", "delegate", "Borrland"),
    Role("Observer", "observer", OBSERVER[1]),
)


@dataclass(frozen=True)
class Cast:
    """A negotiation with its parties and coalitions: ids by short name."""

    negotiation: str
    ids: Mapping[str, str]


def resource(name: str) -> str:
    """A file of the demonstration; it ships with the package."""
    return (files("adref.server.demo") / name).read_text(encoding="utf-8")


def set_up(office: Office, title: str) -> Cast:
    """Make the negotiation, its parties and coalitions."""
    cast = json.loads(resource("parties.json"))
    negotiation = office.new_id()

    def party(name: str, short: str, kind: str = "delegation") -> PartyRow:
        return PartyRow(
            id=office.new_id(),
            negotiation=negotiation,
            name=name,
            short=short,
            kind=kind,
            created_at=_now(office),
        )

    rows = [party(given["name"], given["short"]) for given in cast["parties"]]
    rows.append(party(*OBSERVER, "observer"))
    office.directory.add(
        NegotiationRow(id=negotiation, title=title, profile="un", created_at=_now(office)), *rows
    )
    ids = {row.short: row.id for row in rows}
    by_key = {p["id"]: ids[p["short"]] for p in cast["parties"]}
    for coalition in cast["coalitions"]:
        row = CoalitionRow(
            id=office.new_id(),
            negotiation=negotiation,
            name=coalition["name"],
            short=coalition["short"],
            created_at=_now(office),
        )
        office.directory.save_coalition(row, [by_key[member] for member in coalition["members"]])
        ids[row.short] = row.id
    return Cast(negotiation, ids)


def links(office: Office, negotiation: str) -> dict[str, str]:
    """The printed links, by name: the same ones at every start."""
    membership = office.directory.membership(negotiation)
    found: dict[str, str] = {}
    for row in office.directory.invitations(negotiation):
        token = office.identity.token(row)
        if not token or not office.identity.stands(row):
            continue
        short = membership.short(row.party) if row.party else None
        for role in ROLES:
            if (role.role, role.party) == (row.role, short):
                found.setdefault(role.name, f"{office.settings.base_url}/i/{token}")
    return {role.name: found[role.name] for role in ROLES if role.name in found}


def invite(office: Office, cast: Cast) -> dict[str, InvitationRow]:
    """One link for each printed role."""
    return {
        role.name: office.identity.invite(
            cast.negotiation, role.role, cast.ids[role.party] if role.party else None
        )
        for role in ROLES
    }


def _now(office: Office) -> str:
    return instant(office.clock())
