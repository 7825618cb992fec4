"""A negotiation of one text over four revisions: six parties, real acts, our own words.

``fixtures/stages`` holds what each reading ended with, as files; a test compares.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from adref.drafting.brackets import read_brackets
from adref.drafting.content import content_to_json
from adref.drafting.decision import Refusal
from adref.drafting.parties import Actor
from adref.drafting.profiles import UN
from adref.drafting.streamlining import read, suggest
from adref.drafting.text import Paragraph
from adref.server.http.intake import take_in
from adref.server.http.office import Office
from adref.server.identity import actor_of, instant
from adref.server.store.directory_tables import NegotiationRow, PartyRow

FOLDER = Path(__file__).parents[2] / "fixtures" / "stages"
TITLE = "The water beneath us"
SYMBOL = "A/C.2/81/L.12"
FILES = ("1-first-draft.md", "2-rev1.md", "3-rev2.md", "4-rev3.md")
PARTIES = {
    "Avon": "Republic of Avon",
    "Brill": "Federation of Brill and the Northern Provinces",
    "Corva": "Kingdom of Corva",
    "Dunmar": "Democratic and Popular Republic of Dunmar",
    "Estane": "Estane",
    "Isles": "United Isles of Fara and Saint Maren",
}


class Calendar:
    """A clock that the story sets: each act takes two minutes."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(microseconds=1)
        return self.now

    def next_day(self, days: int = 1) -> None:
        """The morning of a later day."""
        self.now = (self.now + timedelta(days=days)).replace(hour=10, minute=0)


@dataclass
class Table:
    """The text, and those who act on it."""

    office: Office
    calendar: Calendar
    negotiation: str
    text: str
    ids: dict[str, str]
    actors: dict[str, Actor]
    revisions: list[str] = field(default_factory=list)
    proposals: dict[str, str] = field(default_factory=dict)

    async def act(self, person: str, **command: Any) -> Any:
        """Carry out a command. Raises ``ValueError`` when it is refused."""
        self.calendar.now += timedelta(minutes=2)
        office = self.office
        done = await office.hub.command(self.text, self.actors[person], command, office.new_id())
        if isinstance(done, Refusal):
            raise ValueError(f"{person} may not {command['do']}: {done.code} {done.params}")
        return done

    async def paragraph(self, label: str, kind: str = "") -> Paragraph:
        """The first paragraph with this label."""
        text = await self.office.hub.text(self.text)
        return next(p for p in text if p.label == label and kind in ("", p.kind))

    async def submit(self, name: str, party: str, *amendments: Any, why: str = "") -> str:
        """Propose; ``name`` is what the story calls it."""
        submitted = {"party": self.ids[party], "rationale": why, "amendments": list(amendments)}
        done = await self.act(party, do="submit", **submitted)
        self.proposals[name] = done.events[0]["proposal"]["id"]
        return self.proposals[name]

    async def change(
        self, name: str, party: str, label: str, old: str, new: str, why: str = ""
    ) -> None:
        """Propose other words; ``old`` may hold a ``|`` where something is inserted."""
        paragraph = await self.paragraph(label)
        at = paragraph.words.index(old.replace("|", ""))
        start = at + old.index("|") if "|" in old else at
        end = start if "|" in old else at + len(old)
        amendment = {
            "kind": "change",
            "paragraph": paragraph.id,
            "basis": content_to_json(paragraph.content),
            "span": [start, end],
            "replacement": [{"t": new}] if new else [],
        }
        await self.submit(name, party, amendment, why=why)

    async def dispose(self, do: str, *names: str) -> None:
        """The pen on proposals: adopt, bracket, park; not on what has gone with another."""
        for name in names:
            _seq, state = await self.office.hub.floor(self.text)
            if state["proposals"][self.proposals[name]]["stage"] == "open":
                await self.act("chair", do=do, proposal=self.proposals[name])

    async def resolve(self, label: str, start: str, choice: str) -> None:
        """The pen on the first bracket of a paragraph whose words begin so."""
        paragraph = await self.paragraph(label)
        for bracket in read_brackets((paragraph,)).brackets:
            if paragraph.words[bracket.open.at + 1 :].startswith(start):
                places = {
                    "open": {"paragraph": paragraph.id, "at": bracket.open.at},
                    "close": {"paragraph": paragraph.id, "at": bracket.close.at},
                }
                await self.act("chair", do="resolve", choice=choice, **places)
                return
        raise ValueError(f"no bracket in {label} begins with {start}: {paragraph.words}")

    async def agree(self, state: str, *labels: str) -> None:
        """Mark paragraphs."""
        for label in labels:
            paragraph = await self.paragraph(label)
            await self.act("chair", do="mark", paragraph=paragraph.id, state=state)

    async def issue(self, symbol: str, numbering: str = "") -> None:
        """Issue a revision under the day of the calendar."""
        day = self.calendar.now.date().isoformat()
        head = {"symbol": symbol, "title": TITLE, "language": "en", "date": day}
        done = await self.act("secretariat", do="issue", numbering=numbering, **head)
        issued = next(e for e in done.events if e["type"] == "revision_issued")
        self.revisions.append(issued["revision"]["id"])

    async def streamline_all(self) -> int:
        """Do whatever can be put together; gives the number of steps."""
        steps = 0
        while True:
            reading = read(await self.office.hub.text(self.text), tuple(PARTIES), UN)
            step = next(iter(suggest(reading)), None)
            if step is None:
                return steps
            asked = {"kind": step.kind, "paragraph": step.paragraph}
            places = {"at": list(step.at), "options": list(step.options)}
            await self.act("secretariat", do="streamline", **asked, **places)
            steps += 1


async def open_table(office: Office, calendar: Calendar) -> Table:
    """The negotiation with its six parties, and the first draft."""
    now, negotiation = instant(calendar()), office.new_id()
    ids = {short: office.new_id() for short in PARTIES}
    office.directory.add(
        NegotiationRow(id=negotiation, title=TITLE, profile="un", created_at=now),
        *(
            PartyRow(id=ids[short], negotiation=negotiation, name=name, short=short, created_at=now)
            for short, name in PARTIES.items()
        ),
    )

    def sits(name: str, role: str, party: str | None = None) -> Actor:
        return actor_of(office.identity.seat_without_link(negotiation, role, party, name))

    bureau = {"chair": "Ines Ferreira", "secretariat": "Paul Adeyemi"}
    actors = {role: sits(name, role) for role, name in bureau.items()}
    actors |= {short: sits(f"Delegate of {short}", "delegate", ids[short]) for short in PARTIES}
    source = (FOLDER / FILES[0]).read_text(encoding="utf-8")
    row = await take_in(office, negotiation, TITLE, source, "md", actors["secretariat"])
    return Table(office, calendar, negotiation, row.id, ids, actors)
