"""What the doors work with; the composition root fills it in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from adref.server.config import Settings
from adref.server.http.throttle import Throttle
from adref.server.identity import Identity
from adref.server.store.directory import Directory


@dataclass(frozen=True)
class Office:
    """The parts behind the doors."""

    settings: Settings
    directory: Directory
    identity: Identity
    hub: Any
    throttle: Throttle
    clock: Callable[[], datetime]
    new_id: Callable[[], str]
