"""Whether this process may still say "saved", and why not.

After a failed write or fsync nobody knows what is on the disk: a second fsync may succeed without
the data (the kernel has dropped the pages and forgotten the error). So nothing is tried again:
from then on nothing is written by this process, and a new start reads the disk and verifies it.
A full disk is another matter: it is told before anything is believed, and passes.
"""

import sqlite3
import sys
import threading
from collections.abc import Callable
from enum import Enum


class Writing(Enum):
    """Whether things are written."""

    YES = "yes"
    FULL = "full"  # no room on the disk; goes on by itself
    STOPPED = "stopped"  # the disk failed; only a new start, which verifies, helps


class NotWriting(Exception):
    """Nothing is written now, and nothing of this was; ``why`` says more."""

    def __init__(self, why: Writing) -> None:
        super().__init__(f"nothing is being written: {why.value}")
        self.why = why


class Unreachable(Exception):
    """A database elsewhere does not answer. What was under way may or may not be written."""


Told = Callable[[Writing], None]
_FAILURES = ("SQLITE_IOERR", "SQLITE_NOTADB", "SQLITE_READONLY")
# What cannot be read belongs to one compartment; the others go on.
_OF_READING = ("SQLITE_IOERR_READ", "SQLITE_IOERR_SHORT_READ", "SQLITE_IOERR_CORRUPTFS")


class Health:
    """The one place that knows. Those who ``watch`` are called in the thread that noticed."""

    def __init__(self) -> None:
        self._now = Writing.YES
        self._reason = ""
        self._lock = threading.Lock()
        self._watchers: list[Told] = []

    @property
    def now(self) -> Writing:
        """How it is now."""
        return self._now

    @property
    def reason(self) -> str:
        """What the disk said, for the operator."""
        return self._reason

    def watch(self, told: Told) -> None:
        """Call at every change from now on."""
        self._watchers.append(told)

    def check(self) -> None:
        """Raises ``NotWriting`` unless things are written."""
        if self._now is not Writing.YES:
            raise NotWriting(self._now)

    def noticed(self, problem: BaseException) -> Writing:
        """Something failed: how it is now. What says nothing about the disk changes nothing."""
        why = diagnosis(problem)
        if why is not Writing.YES:
            self._become(why, str(problem))
        return self._now

    def fail(self, reason: str) -> None:
        """Nothing is written any more."""
        self._become(Writing.STOPPED, reason)

    def recovered(self) -> None:
        """There is room again and the log was verified. A disk that failed stays failed."""
        if self._now is Writing.FULL:
            self._become(Writing.YES, "")

    def _become(self, state: Writing, reason: str) -> None:
        with self._lock:
            if self._now in (state, Writing.STOPPED):
                return
            self._now, self._reason = state, reason
        for told in tuple(self._watchers):
            told(state)


def unreadable(problem: BaseException) -> bool:
    """Whether something on the disk cannot be read (any more)."""
    return _name_of(problem).startswith((*_OF_READING, "SQLITE_CORRUPT"))


def diagnosis(problem: BaseException) -> Writing:
    """What a failure of the database says about the disk."""
    name = _name_of(problem)
    if name == "SQLITE_FULL":
        return Writing.FULL
    fails = name.startswith(_FAILURES) and not name.startswith(_OF_READING)
    return Writing.STOPPED if fails else Writing.YES


def _name_of(problem: BaseException) -> str:
    original = getattr(problem, "orig", None) or problem
    if not isinstance(original, sqlite3.Error):
        return ""
    return getattr(original, "sqlite_errorname", None) or ""


def is_of_the_database(problem: BaseException) -> bool:
    """Whether a database cannot do what is asked of it now: busy for too long, gone, unreadable.

    SQLAlchemy, which says it of PostgreSQL, is loaded only where there is one.
    """
    loaded = sys.modules.get("sqlalchemy.exc")
    kinds = (sqlite3.OperationalError, *([loaded.OperationalError] if loaded else []))
    return isinstance(problem, kinds)
