"""The rules of procedure: ONE table of status x event, for proposals and for paragraphs.

Everything that changes a status is here; ``docs/procedure.md`` is drawn from it. What is not in
the table is refused and changes nothing.
"""

PROPOSAL: dict[tuple[str, str], str] = {
    ("open", "answered"): "open",  # somebody proposes on it
    ("open", "position_taken"): "open",
    ("open", "cosponsored"): "open",
    ("open", "adopted"): "adopted",
    ("open", "bracketed"): "bracketed",
    ("open", "parked"): "parked",
    ("open", "overtaken"): "overtaken",
    ("open", "withdrawn"): "withdrawn",
    ("parked", "position_taken"): "parked",
    ("parked", "cosponsored"): "parked",
    ("parked", "unparked"): "open",
    ("parked", "overtaken"): "overtaken",
    ("parked", "withdrawn"): "withdrawn",
}
"""(stage, event) -> stage. Adopted, bracketed, overtaken and withdrawn are final."""

PARAGRAPH: dict[tuple[str, str], str] = {
    ("open", "amended"): "open",  # its words change, or somebody proposes that they do
    ("open", "agreed_ad_ref"): "agreed_ad_ref",
    ("open", "agreed"): "agreed",
    ("agreed_ad_ref", "agreed"): "agreed",
    ("agreed_ad_ref", "open"): "open",
    ("agreed", "open"): "open",
}
"""(state, event) -> state. An event that is a state's name is the chair's mark."""

PROPOSAL_EVENTS = tuple(dict.fromkeys(event for _, event in PROPOSAL))
PARAGRAPH_EVENTS = tuple(dict.fromkeys(event for _, event in PARAGRAPH))


def proposal_after(stage: str, event: str) -> str | None:
    """The stage of a proposal after an event; None when the procedure does not provide for it."""
    return PROPOSAL.get((stage, event))


def paragraph_after(state: str, event: str) -> str | None:
    """The state of a paragraph after an event; None when the procedure does not provide for it."""
    return PARAGRAPH.get((state, event))


def draw() -> str:
    """docs/procedure.md: both tables, drawn from what is above."""
    return "\n".join(
        [
            "# Procedure",
            "",
            "Drawn from `adref/drafting/procedure.py` by `python -m tests.golden.make`; a test",
            "compares. An empty cell is refused (`not_in_procedure`, or `locked` for words that",
            "are agreed) and changes nothing.",
            "",
            "## Proposals",
            "",
            *_table("stage", PROPOSAL),
            "",
            "`answered` is a proposal on the proposal. A stage without entries is final.",
            "",
            "## Paragraphs",
            "",
            *_table("state", PARAGRAPH),
            "",
            "`amended` is any change of the words and any proposal to change them; the other",
            "events are the marks of the chair, `open` re-opens.",
            "",
        ]
    )


def _table(title: str, table: dict[tuple[str, str], str]) -> list[str]:
    events = tuple(dict.fromkeys(event for _, event in table))
    statuses = dict.fromkeys([status for status, _ in table] + list(table.values()))
    rows = [[status, *(table.get((status, event), "") for event in events)] for status in statuses]
    lines = [[title, *events], ["---"] * (len(events) + 1), *rows]
    return [f"| {' | '.join(line)} |" for line in lines]
