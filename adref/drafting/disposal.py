"""What the pen does with proposals: adopt, bracket, park, unpark, declare overtaken."""

from dataclasses import replace
from typing import Any

from adref.drafting.bracketing import Bracketed, bracket_words, wrapped
from adref.drafting.commands import Dispose
from adref.drafting.content import Content, cut, join, splice
from adref.drafting.contests import Placed, groups, parties_of, placed
from adref.drafting.decision import Case, Decision, Refused
from adref.drafting.edits import ContentEdit, Edit, InsertEdit, MoveEdit, RemoveEdit, edit_to_json
from adref.drafting.events import Event
from adref.drafting.proposal import CHANGE, NEW, Proposal, about
from adref.drafting.settling import Effect, Link, effect_of, fitting_label, place, rebase, twins
from adref.drafting.submission import overtaken_with
from adref.drafting.text import Paragraph, find
from adref.drafting.tidying import replaced

PAST = {
    "adopt": "adopted",
    "bracket": "bracketed",
    "park": "parked",
    "unpark": "unparked",
    "overtake": "overtaken",
}


def dispose(case: Case, command: Dispose) -> Decision:
    """Carry the pen's act out, if the procedure provides for it and nothing meant has changed."""
    found = case.proposal(command.proposal)
    case.permit(command.name, proposal=found)
    case.provided(found, PAST[command.name])
    case.as_expected(command.expect)
    if command.name == "park":
        return Decision((case.event("parked", proposal=found.id),))
    if command.name == "overtake":
        fallen = case.event("overtaken", proposal=found.id, by_proposal="")
        return Decision((fallen, *overtaken_with(case, found)))
    target = about(found, case.state.proposals)
    if target and (command.name != "unpark" or find(case.text, target)):
        case.unlocked(target)
    if command.name == "unpark":
        return Decision((case.event("unparked", proposal=found.id),))
    return adopt(case, found) if command.name == "adopt" else bracket(case, found)


def adopt(case: Case, proposal: Proposal) -> Decision:
    """Write it into the text. Whoever proposes the same is adopted with it.

    A proposal on a proposal is adopted as that reads with it; what it amends is overtaken. Other
    proposals on these become proposals on the text.
    """
    effects = twins(case, effect_of(case, proposal))
    edits = (_adoption(case, effects[0]),)
    adopted = [effect.root.id for effect in effects]
    events: list[Event] = []
    fallen: dict[str, str] = {}
    for effect in effects:
        rebased: dict[str, Any] = {}
        for link in effect.chain:
            where, lost = _rebase(case, edits, effect, link)
            rebased |= {child: now for child, now in where.items() if child not in adopted}
            fallen |= dict.fromkeys(lost, effect.root.id)
            fallen[link.proposal.id] = effect.root.id
        rebased |= _followers(case, effects[0], effect)
        events.append(_written("adopted", case, effect, edits if not events else (), rebased))
    for event in events:
        for child in list(event.body["rebased"]):
            if child in fallen:
                del event.body["rebased"][child]
    return Decision((*events, *_fallen(case, fallen, adopted)), edits)


def _fallen(case: Case, fallen: dict[str, str], adopted: list[str]) -> list[Event]:
    """Overtaken: what an adopted proposal amended, and what lost its words with it."""
    out: dict[str, Event] = {}
    for identifier, by in fallen.items():
        if identifier not in adopted:
            event = case.event("overtaken", proposal=identifier, by_proposal=by)
            out.setdefault(identifier, event)
    return list(out.values())


def _rebase(
    case: Case, edits: tuple[Edit, ...], effect: Effect, link: Link
) -> tuple[dict[str, Any], tuple[str, ...]]:
    new = next((edit.paragraph for edit in edits if isinstance(edit, InsertEdit)), None)
    identifier = new.id if new else effect.root.paragraph
    written = find(case.after(edits), identifier)
    content = written.content if written else ()
    return rebase(case, link, identifier, content, effect.start + link.offset)


def _followers(case: Case, first: Effect, twin: Effect) -> dict[str, Any]:
    """New paragraphs proposed after one that came into the text under its twin's id."""
    if first.root.kind != NEW or twin is first:
        return {}
    followers = (p for p in case.state.proposals.values() if p.kind == NEW)
    return {p.id: {"after": first.brings} for p in followers if p.after == twin.brings}


def _written(
    kind: str, case: Case, effect: Effect, edits: tuple[Edit, ...], rebased: dict[str, Any]
) -> Event:
    return case.event(
        kind,
        proposal=effect.root.id,
        edits=[edit_to_json(edit) for edit in edits],
        rebased=rebased,
    )


def _adoption(case: Case, effect: Effect) -> Edit:
    root = effect.root
    if root.kind == NEW:
        new = replace(_new_paragraph(case, root, root.replacement), id=effect.brings)
        return InsertEdit(new, place(case, root))
    target = case.paragraph(root.paragraph)
    if root.kind == "move":
        return MoveEdit(target.id, root.after)
    if root.kind == "delete":
        return RemoveEdit(target.id)
    if root.kind == CHANGE:
        after = replaced(target.content, effect.span, root.replacement)
    else:
        after = root.replacement
    return ContentEdit(target.id, target.content, after)


def _new_paragraph(case: Case, root: Proposal, content: Content) -> Paragraph:
    return Paragraph(root.id, root.paragraph_kind, content, fitting_label(case, root), root.level)


def bracket(case: Case, proposal: Proposal) -> Decision:
    """Write it into the text in brackets, with the names of all who propose the same.

    A change is written over the whole contested phrase, so that the proposals that compete with
    it keep the words that they quote.
    """
    if proposal.kind == "move":
        raise Refused("cannot_bracket", kind=proposal.kind)
    effects = twins(case, effect_of(case, proposal))
    names = case.membership.shorts(parties_of(effect.root for effect in effects))
    edit, start = _bracketing(case, effects[0], names)
    events: list[Event] = []
    for effect in effects:
        rebased: dict[str, Any] = {}
        if start is not None:
            where = _written_in(case, edit)
            rebased, _ = rebase(case, effect.chain[0], *where, start + effect.chain[0].offset)
        if len(effect.chain) == 1:
            rebased |= _followers(case, effects[0], effect)
        events.append(_written("bracketed", case, effect, (edit,) if not events else (), rebased))
    return Decision(tuple(events), (edit,))


def _written_in(case: Case, edit: Edit) -> tuple[str, Content]:
    if isinstance(edit, InsertEdit):
        return edit.paragraph.id, edit.paragraph.content
    assert isinstance(edit, ContentEdit)
    return edit.paragraph, edit.after


def _bracketing(case: Case, effect: Effect, names: tuple[str, ...]) -> tuple[Edit, int | None]:
    """The edit, and where the proposed words then begin in the paragraph (None: nowhere)."""
    root = effect.root
    before, after = case.profile.around(names)
    if root.kind == NEW:
        content = wrapped(root.replacement, before, after)
        return InsertEdit(_new_paragraph(case, root, content), place(case, root)), len(before)
    target = case.paragraph(root.paragraph)
    if root.kind == "delete":
        struck = wrapped(target.content, *case.profile.around((), names))
        return ContentEdit(target.id, target.content, struck), None
    if root.kind == "alternative":
        content = wrapped(root.replacement, before, after)
        return InsertEdit(_new_paragraph(case, root, content), target.id), len(before)
    written, within = _bracketed_change(case, effect, target, names)
    content = splice(target.content, *written.span, written.content)
    start = written.span[0] + written.begins + within
    return ContentEdit(target.id, target.content, content), start


def _bracketed_change(
    case: Case, effect: Effect, target: Paragraph, names: tuple[str, ...]
) -> tuple[Bracketed, int]:
    """The bracket over the contested phrase, and where the proposed words begin in its reading."""
    live = [
        other
        for other in case.state.proposals.values()
        if other.stage == "open"
        and other.kind == CHANGE
        and other.paragraph == target.id
        and not other.on
        and other.id != effect.root.id
    ]
    own = Placed(effect.span, effect.root)
    members = (own, *placed(live, target.words))
    union = next(group.span for group in groups(members, target.words) if own in group.members)
    reading = join(
        cut(target.content, union[0], effect.span[0]),
        effect.root.replacement,
        cut(target.content, effect.span[1], union[1]),
    )
    written = bracket_words(target.content, union, reading, case.profile, names)
    return written, effect.span[0] - union[0]
