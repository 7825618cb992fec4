"""What the doors give, as models: for the description of the interface and for its checks."""

from typing import Any

from pydantic import BaseModel, ConfigDict


class Answer(BaseModel):
    """What a door gives. Made ready for use with the first one given: most are seldom asked for."""

    model_config = ConfigDict(defer_build=True)


class ErrorOf(Answer):
    """Why a request was refused: a key of the catalogue, and its parameters."""

    code: str
    params: dict[str, Any]


class Error(Answer):
    """Every refusal."""

    error: ErrorOf


class InvitationSeen(Answer):
    """What a link says before one comes in. ``seat``: this browser is in already."""

    negotiation: str
    party: str | None
    role: str
    seat: str | None


class SeatTaken(Answer):
    """The seat one now holds."""

    seat: str
    negotiation: str | None


class SeatAnswer(Answer):
    """Who I am here."""

    id: str
    name: str
    role: str
    party: str | None


class PartyAnswer(Answer):
    """A party."""

    id: str
    name: str
    short: str
    kind: str


class CoalitionAnswer(Answer):
    """A coalition."""

    id: str
    name: str
    short: str
    members: list[str]


class NegotiationAnswer(Answer):
    """A negotiation with who takes part."""

    id: str
    title: str
    profile: str
    parties: list[PartyAnswer]
    coalitions: list[CoalitionAnswer]


class TextListed(Answer):
    """A text in the list."""

    id: str
    title: str
    symbol: str


class NegotiationKept(Answer):
    """A negotiation that the keeper has made, and the keeper's seat in it."""

    id: str
    title: str
    seat: str


class Me(Answer):
    """Who I am, where, and which texts there are."""

    seat: SeatAnswer
    negotiation: NegotiationAnswer | None
    texts: list[TextListed]
    kept: list[NegotiationKept]


class InvitationAnswer(Answer):
    """A link, for the bureau. ``used`` counts who came in; ``url`` is null if it cannot be told."""

    id: str
    url: str | None
    role: str
    party: str | None
    expires_at: str | None
    revoked: bool
    used: int


class Invitations(Answer):
    """All links of a negotiation."""

    invitations: list[InvitationAnswer]


class Report(Answer):
    """What the import found, with the keys of ``adref brackets --json`` (more than these)."""

    model_config = ConfigDict(extra="allow")

    open: int
    close: int
    unbalanced: list[dict[str, Any]]


class TextMade(Answer):
    """A text that was imported, and what the import found."""

    id: str
    report: Report


class BroughtFile(Answer):
    """A file from outside: its name, the SHA-256 of its bytes, its format."""

    name: str
    digest: str
    format: str


class PersonOfFile(Answer):
    """Somebody whose changes or comments are in a file; ``party``: whose they seem to be."""

    name: str
    insertions: int
    deletions: int
    comments: int
    sample: str
    party: str


class BroughtText(Answer):
    """A file brought in as a new text (``id``), or (dry, null) what it would bring."""

    id: str | None
    title: str
    file: BroughtFile
    people: list[PersonOfFile]
    report: Report
    proposals: int
    remarks: int


class BroughtIn(Answer):
    """What a file does, or did, to a text.

    ``rows`` are the redline of the text; ``otherwise`` counts paragraphs that read otherwise in
    the file when its words are not taken; ``unplaced`` is what found no place, with its words.
    """

    stamp: str
    file: BroughtFile
    people: list[PersonOfFile]
    notes: dict[str, int]
    rows: list[dict[str, Any]]
    otherwise: int
    proposals: list[dict[str, Any]] = []
    remarks: int = 0
    protected: list[dict[str, Any]] = []
    unplaced: list[dict[str, Any]] = []
    moved_on: list[str]


class TextAnswer(Answer):
    """The working text, to be read."""

    id: str
    title: str
    symbol: str
    paragraphs: list[dict[str, Any]]
    seq: int


class Floor(Answer):
    """The floor as it stands after the event ``seq``."""

    seq: int
    state: dict[str, Any]


class Record(Answer):
    """All acts on a text."""

    events: list[dict[str, Any]]


class ComparisonAnswer(Answer):
    """A redline: figures, sentences, and the rows (docs/architecture.md)."""

    old: str
    new: str
    language: str
    totals: dict[str, int]
    overall: list[str]
    summary: list[dict[str, Any]]
    rows: list[dict[str, Any]]


class HistoryAnswer(Answer):
    """The life of a text in figures; instants are ISO 8601, UTC."""

    moments: list[dict[str, Any]]
    sessions: list[dict[str, str]]
    issued: list[dict[str, str]]


class Remarks(Answer):
    """Remarks on a text."""

    remarks: list[dict[str, Any]]


class Effect(Answer):
    """What a command did (or, dry, would do)."""

    seq: int
    events: list[dict[str, Any]]
    edits: list[dict[str, Any]]


class Done(Answer):
    """It is done."""

    done: bool = True


class Health(Answer):
    """The server is up and its database answers."""

    status: str = "ok"


class OutputJob(Answer):
    """A file on its way. ``state``: waiting, working, done, failed; ``ahead``: made before it."""

    id: str
    name: str
    state: str
    code: str
    ahead: int
    bytes: int
    asked: str


class OutputJobs(Answer):
    """The files that one seat has asked for."""

    outputs: list[OutputJob]
