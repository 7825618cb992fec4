"""``adref record`` takes the record of a text out; ``adref verify`` checks one offline."""

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from adref.drafting.canonical import canonical
from adref.drafting.checkpoints import Checkpoint, checkpoint_from_json, fingerprint
from adref.drafting.text import WorkingText, paragraph_to_json
from adref.drafting.verifying import Verified, Wrong
from adref.drafting.verifying import verify as verified
from adref.server.app import at_work, open_office
from adref.server.config import PlainError, Settings
from adref.server.http.office import Office
from adref.server.http.record import record_of
from adref.server.replacing import replace_file
from adref.server.signing import is_signed

SENTENCES: Mapping[str, str] = {
    "cut_off": "the file is cut off: it does not end with the signed checkpoint",
    "no_record": "this file is not a record of Adref",
    "damaged_line": "line {line} is damaged",
    "unknown_line": "after act {after} there is a line that belongs to no record",
    "after_the_end": "something stands after the signed end",
    "out_of_order": "this act stands where act {expected} should: acts were dropped, added or "
    "swapped",
    "no_act": "act {expected} is none that Adref writes",
    "altered": "it is not what was put on record: this act was altered, or one before it is "
    "missing",
    "rewritten": "the acts up to here are not those of which your checkpoint of {at} was made: "
    "the record was written anew",
    "impossible": "it does what cannot be done to the text as it then stood",
    "other_words": "it changes words that did not stand in the text at that moment",
    "stray_revision": "after act {after} there is a revision that was not issued there",
    "other_revision": "the document of {symbol} is not the one that was issued",
    "not_rebuilt": "{symbol} does not hold what the acts before it give",
    "other_head": "the signed end says {stated} acts with another head; the file has {last}",
    "altered_file": "a line of the file is not what was signed",
    "bad_seal": "the signature at the end is not good: this file was not written by that "
    "installation",
    "bad_checkpoint": "your checkpoint is not signed by its key; it proves nothing",
    "other_text": "your checkpoint is of another text ({kept}, not {text})",
    "other_key": "the record is signed by another key ({key}) than the one you know",
    "ends_early": "the record ends at act {last}, but on {at} it had {kept} acts: those after "
    "act {last} were cut off",
}
Data = Annotated[Path, typer.Option("--data", help="The folder that holds the installation.")]


def record(
    text: Annotated[str, typer.Option("--text", help="The id of the text.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="The file to write.")],
    data: Data = Path("data"),
) -> None:
    """Write the record of a text to a file, signed; a server may be running on the same folder."""
    settings = Settings(data=data)
    if not settings.is_begun:
        raise PlainError(f"There is no installation in {data}.")
    office = open_office(settings)
    made = asyncio.run(_taken_out(office, text))
    replace_file(output, made)
    typer.echo(f"{output}: {len(made)} bytes, signed with the key {office.signer.key}")


async def _taken_out(office: Office, text: str) -> bytes:
    row = office.directory.text(text)
    if row is None:
        raise PlainError(f"There is no text {text} in {office.settings.data}.")
    async with at_work(office):
        return await record_of(office, row)


def verify(
    file: Annotated[Path, typer.Argument(help="A record, as adref record or the page wrote it.")],
    checkpoint: Annotated[
        list[Path] | None,
        typer.Option("--checkpoint", help="A checkpoint that you kept (a file); may be repeated."),
    ] = None,
    key: Annotated[
        str, typer.Option("--key", help="The installation's key, if you know it by another way.")
    ] = "",
    rebuild: Annotated[
        str | None,
        typer.Option("--rebuild", help="A revision (id or symbol) to rebuild from the acts."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Where the rebuilt text is written.")
    ] = None,
) -> None:
    """Check a record without a server, and say what is proven and what is not. Exit code 1: bad."""
    if (rebuild is None) != (output is None):
        raise PlainError("--rebuild and -o go together.")
    kept = [_checkpoint(path) for path in checkpoint or []]
    try:
        found = verified(file.read_bytes(), is_signed, kept, key.replace(" ", "").lower())
    except Wrong as wrong:
        typer.echo(f"{file}: BAD")
        typer.echo(_told(wrong))
        raise typer.Exit(1) from None
    typer.echo(f"{file}: good")
    for sentence in _proven(found, kept, bool(key)):
        typer.echo(f"- {sentence}")
    if rebuild is not None and output is not None:
        replace_file(output, _rebuilt(found, rebuild))
        typer.echo(f"{output}: {rebuild}, rebuilt from the acts; it equals what was issued")


def _checkpoint(path: Path) -> Checkpoint:
    try:
        return checkpoint_from_json(json.loads(path.read_bytes()))
    except ValueError:
        raise PlainError(f"{path} is not a checkpoint.") from None


def _told(wrong: Wrong) -> str:
    sentence = SENTENCES[wrong.code].format(**wrong.params)
    if wrong.act is None:
        return f"{sentence[0].upper()}{sentence[1:]}."
    act: Any = wrong.act
    by = act.get("by")
    by = by if isinstance(by, dict) else {}
    who = ", ".join(str(by[name]) for name in ("name", "role", "party") if by.get(name))
    return (
        f"The first bad act is {act.get('seq')} ({act.get('type')}, of {act.get('at')}, "
        f"by {who or 'nobody named'}): {sentence}."
    )


def _proven(found: Verified, kept: list[Checkpoint], key_known: bool) -> list[str]:
    header, signed = found.header, found.checkpoint
    out = [
        f"The record of {header['symbol'] or header['title']} has {found.chain.seq} acts; "
        f"its head is {fingerprint(found.chain.head)}.",
        "Proven: no act was altered, dropped, added or put elsewhere since the file was signed "
        f"on {signed.at} with the key {header['key']}.",
        "Proven: each act changes words that stood in the text at that moment; the text after the "
        f"last act has {len(found.text)} paragraphs.",
    ]
    for document, _ in found.revisions.values():
        symbol = document["head"]["symbol"]
        out.append(f"Proven: {symbol}, rebuilt from the acts, equals what was issued.")
    out += [
        f"Not proven: the document of {symbol} is not in this file." for symbol in found.missing
    ]
    for mine in sorted(kept, key=lambda each: each.seq):
        out.append(
            f"Proven: the first {mine.seq} acts are those that you were shown on {mine.at}, and "
            "the key is the one you were shown."
        )
    if not kept and not key_known:
        out.append(
            "Not proven: that the key is the installation's, and that no acts are missing at the "
            "end. A checkpoint that you kept proves both up to its moment (--checkpoint)."
        )
    elif not kept:
        out.append(
            "Not proven: that no acts are missing at the end. A checkpoint that you kept proves "
            "it up to its moment (--checkpoint)."
        )
    out.append(
        "Not proven by any record: who sat at the keyboard. Names are those of the seats by "
        "whose links people came in."
    )
    return out


def _rebuilt(found: Verified, wanted: str) -> bytes:
    for identifier, (document, text) in found.revisions.items():
        if wanted in (identifier, document["head"]["symbol"]):
            return _text_file(document, text)
    known = ", ".join(document["head"]["symbol"] for document, _ in found.revisions.values())
    raise PlainError(f"There is no revision {wanted} in this record; there is {known or 'none'}.")


def _text_file(document: Mapping[str, Any], text: WorkingText) -> bytes:
    """The issued document with the paragraphs that the acts give: the same bytes, or it fails."""
    rebuilt = {**document, "paragraphs": [paragraph_to_json(paragraph) for paragraph in text]}
    return canonical(rebuilt)
