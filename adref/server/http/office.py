"""What the doors work with; the composition root fills it in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from adref.server.config import Settings
from adref.server.http.throttle import Throttle
from adref.server.identity import Identity
from adref.server.outputs.press import Press
from adref.server.roll import Roll
from adref.server.signing import Signer
from adref.server.store.directory import Directory
from adref.server.store.log import Log
from adref.server.sync.hub import Hub


@dataclass(frozen=True)
class Office:
    """The parts behind the doors."""

    settings: Settings
    directory: Directory
    identity: Identity
    roll: Roll
    log: Log
    hub: Hub
    throttle: Throttle
    press: Press
    clock: Callable[[], datetime]
    new_id: Callable[[], str]
    signer: Signer
