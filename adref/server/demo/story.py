"""What has happened in the demonstration before one opens it: real acts of real seats."""

from typing import Any

from adref.drafting.content import content_to_json
from adref.drafting.decision import Refusal
from adref.drafting.parties import Actor
from adref.drafting.text import Paragraph, WorkingText
from adref.server.demo.cast import Cast, invite, resource, set_up
from adref.server.http.intake import take_in
from adref.server.http.office import Office
from adref.server.identity import actor_of

TITLE = "Underwater noise and the living ocean"
PEOPLE = {
    "secretariat": ("Paula Ndiaye", "secretariat", None),
    "chair": ("Hanna Lindqvist, co-facilitator", "chair", None),
    "avelia": ("Tomás Okoro", "delegate", "Avelia"),
    "borrland": ("Ingrid Vahl", "delegate", "Borrland"),
    "doria": ("Mei-Lin Castellanos", "delegate", "Doria"),
    "estmark": ("Jaan Petrov", "delegate", "Estmark"),
    "keralu": ("Leilani Teo", "delegate", "Keralu"),
    "observer": ("Dr. Amal Haddad", "observer", "IAMRI"),
}


async def tell(office: Office) -> str:
    """Make the whole demonstration; gives the id of its negotiation."""
    cast = set_up(office, TITLE)
    invite(office, cast)
    stage = Stage(office, cast)
    await stage.begin(resource("negotiation.md"))
    await _proposals(stage)
    await _remarks(stage)
    await stage.act("chair", {"do": "point", "paragraph": stage.paragraph("OP2").id})
    return cast.negotiation


class Stage:
    """The text on which the people of the story act."""

    def __init__(self, office: Office, cast: Cast) -> None:
        self._office = office
        self._cast = cast
        self._text = ""
        self._paragraphs: WorkingText = ()
        self._actors: dict[str, Actor] = {}

    async def begin(self, source: str) -> None:
        """Import the text."""
        office, by = self._office, self._actor("secretariat")
        row = await take_in(office, self._cast.negotiation, TITLE, source, "md", by)
        self._text = row.id
        self._paragraphs = await office.hub.text(row.id)

    def paragraph(self, label: str) -> Paragraph:
        """The first paragraph with this label."""
        return next(p for p in self._paragraphs if p.label == label)

    def id_of(self, short: str) -> str:
        """The id of a party or coalition."""
        return self._cast.ids[short]

    async def act(self, person: str, command: dict[str, Any]) -> Any:
        """Carry out a command; the story knows no refusals."""
        outcome = await self._office.hub.command(
            self._text, self._actor(person), command, self._office.new_id(), dry=False
        )
        if isinstance(outcome, Refusal):
            raise ValueError(f"{person} may not {command['do']}: {outcome.code}")
        return outcome

    async def submit(self, person: str, party: str, rationale: str, *amendments: Any) -> str:
        """Submit amendments; gives the id of the first proposal."""
        outcome = await self.act(
            person,
            {
                "do": "submit",
                "party": self.id_of(party),
                "rationale": rationale,
                "amendments": list(amendments),
            },
        )
        proposal: str = outcome.events[0]["proposal"]["id"]
        return proposal

    async def position(self, person: str, proposal: str, stance: str, says: str = "") -> None:
        """Take a position for one's own party."""
        command = {"do": "position", "proposal": proposal, "stance": stance, "statement": says}
        await self.act(person, {**command, "party": self._actor(person).party})

    def _actor(self, person: str) -> Actor:
        if person not in self._actors:
            name, role, party = PEOPLE[person]
            seat = self._office.identity.seat_without_link(
                self._cast.negotiation, role, self.id_of(party) if party else None, name
            )
            self._actors[person] = actor_of(seat)
        return self._actors[person]


def change(paragraph: Paragraph, words: str, becomes: str) -> dict[str, Any]:
    """An amendment: these words of the paragraph become those."""
    start = paragraph.words.index(words)
    return {
        "kind": "change",
        "paragraph": paragraph.id,
        "basis": content_to_json(paragraph.content),
        "span": [start, start + len(words)],
        "replacement": [{"t": becomes}] if becomes else [],
    }


async def _proposals(stage: Stage) -> None:
    pp3, pp7, op5 = (stage.paragraph(label) for label in ("PP3", "PP5", "OP5"))
    species = await stage.submit(
        "avelia",
        "Avelia",
        "Turtles and seals are affected as well.",
        change(
            pp3, "whales, fish and invertebrates", "whales, seals, turtles, fish and invertebrates"
        ),
    )
    await stage.submit(
        "doria",
        "Doria",
        "The evidence differs from one species to another.",
        change(pp3, "invertebrates depend upon it", "many invertebrates may depend upon it"),
    )
    await stage.submit("borrland", "Borrland", "", change(pp7, " and lasting", ""))
    reports = await stage.submit(
        "estmark",
        "Northern Group",
        "Without a rhythm nobody will report.",
        change(op5, "report thereon", "report thereon every two years"),
    )
    await stage.submit(
        "keralu",
        "Island Group",
        "The islands hear the ocean first.",
        {
            "kind": "new",
            "after": stage.paragraph("OP8").id,
            "paragraph_kind": "op",
            "level": 0,
            "label": "OP8 bis",
            "content": [
                {"t": "Encourages", "m": ["em"]},
                {"t": " States to place hydrophones in the waters of small islands, at the request "
                      "of the islands concerned;"},
            ],
        },
    )  # fmt: skip
    await stage.act(
        "keralu",
        {"do": "cosponsor", "proposal": species, "party": stage.id_of("Keralu"), "on": True},
    )
    await stage.position("estmark", species, "support")
    await stage.position("borrland", species, "needs_capital", "We will answer tomorrow.")
    await stage.position("avelia", reports, "flexible", "Every three years would do as well.")
    await stage.position("doria", reports, "oppose")


async def _remarks(stage: Stage) -> None:
    op6, op8 = stage.paragraph("OP6"), stage.paragraph("OP8")
    shown = "Our institutes hold recordings of such surveys from 1998 on and can share them."
    made = await stage.act("observer", {"do": "remark", "paragraph": op6.id, "text": shown})
    remark = made.events[0]["remark"]["id"]
    await stage.act("chair", {"do": "show_remark", "remark": remark})
    waiting = "A network of some forty hydrophones exists; the text could name it."
    await stage.act("observer", {"do": "remark", "paragraph": op8.id, "text": waiting})
