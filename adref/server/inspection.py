"""The log is verified, and the operator is told in words what was found.

At the start as much of it as must be known before anybody comes in; the rest soon after, while
people are at work.
"""

import asyncio
import threading
from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from pathlib import Path

from adref.server.logs import Teller
from adref.server.store.directory_seals import told_of
from adref.server.store.disk import write_file
from adref.server.store.findings import Cut, Findings
from adref.server.store.log import Log, told

_log = Teller()
LATER = 2.0
"""Seconds after the start: those who wait to come in are let in first."""
_LOOK = (
    "A link or a seat that was withdrawn may be valid again: look who takes part. "
    "Nothing is shut because of it. A backup brings back what it was (docs/operate.md)."
)
_PAUSE = 0.003  # seconds between two pieces


def inspect(log: Log, data: Path, now: datetime, tell: Callable[[str], None]) -> Findings:
    """Verify the ends of the log; a torn one is cut and kept in a file in ``data``."""
    kept: dict[str, Path] = {}

    def keep(cut: Cut) -> None:
        name = cut.compartment.replace("/", "-")
        path = data / f"cut-{now.strftime('%Y%m%dT%H%M%S%fZ')}-{name}.jsonl"
        write_file(path, cut.entries.encode())
        kept[cut.compartment] = path

    findings = log.verify_ends(keep)
    for cut in findings.cuts:
        _log.error("torn end cut", compartment=cut.compartment, first=cut.first, last=cut.last)
        tell(
            f"The end of the log of {cut.compartment} was not whole: {_entries(cut)} cut. "
            f"What was there is kept in {kept[cut.compartment]}."
        )
    for name in findings.mended:
        _log.warning("head of the log mended", compartment=name)
        tell(f"The head of the log of {name} was not right and was mended; no entry is missing.")
    _tell_damage(findings, tell)
    return findings


async def read_on(
    log: Log,
    verify_lists: Callable[[], Iterable[str]],
    tell: Callable[[str], None],
    close: Callable[[Collection[str]], None],
    later: float = LATER,
) -> None:
    """Read the whole log through, and ``close`` the compartments in which there is damage.

    ``verify_lists`` gives the tables of the directory in which there is.
    """
    await asyncio.sleep(later)
    await _look_at_lists(verify_lists, tell)
    stopping = threading.Event()
    try:
        findings = await asyncio.to_thread(log.read_through, lambda: stopping.wait(_PAUSE))
    except Exception as problem:
        _log.error("the log cannot be read through", kind=type(problem).__name__)
        return
    finally:
        stopping.set()
    if findings is not None:
        close(findings.damaged)
        _tell_damage(findings, tell)


async def _look_at_lists(
    verify_lists: Callable[[], Iterable[str]], tell: Callable[[str], None]
) -> None:
    try:
        damaged = await asyncio.to_thread(verify_lists)
    except Exception as problem:
        _log.error("the directory cannot be read through", kind=type(problem).__name__)
        return
    for table in damaged:
        _log.error("directory damaged", table=table)
        tell(f"{told_of(table)} {_LOOK}")


def _tell_damage(findings: Findings, tell: Callable[[str], None]) -> None:
    for name, seq in findings.damaged.items():
        _log.error("damaged", compartment=name, seq=seq)
        what = "damaged or missing, and what follows it is there" if seq else "damaged or missing"
        tell(
            f"{told(seq, name)} is {what}: "
            f"it is not opened, so that nothing is lost silently. Everything else goes on. "
            f"A backup brings it back: adref restore."
        )
    for name, identifier in findings.documents:
        _log.error("document damaged", compartment=name, document=identifier)
        tell(
            f"Revision {identifier} of {name} is not what was issued and is not shown. "
            f"Everything else goes on. A backup brings it back: adref restore."
        )


def _entries(cut: Cut) -> str:
    if cut.first == cut.last:
        return f"entry {cut.first} was"
    return f"entries {cut.first} to {cut.last} were"
