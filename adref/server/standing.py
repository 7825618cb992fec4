"""What the hub asks at every delivery: whether a seat takes part in a text, and as whom."""

from adref.drafting.profiles import PROFILES, UN
from adref.server.identity import actor_of
from adref.server.store.directory import Directory
from adref.server.sync.standing import Standing


class Standings:
    """Answers from memory until the directory has changed. A refusal is never remembered."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._epoch = directory.epoch
        self._known: dict[tuple[str, str], Standing] = {}

    @property
    def epoch(self) -> int:
        """Rises with everything that may change an answer."""
        return self._directory.epoch

    def __call__(self, seat: str, text: str) -> Standing | None:
        """The standing of a seat in the negotiation of a text, or None."""
        epoch = self._directory.epoch
        if epoch != self._epoch:
            self._known.clear()
            self._epoch = epoch
        known = self._known.get((seat, text))
        if known is None:
            known = self._look(seat, text)
            if known is not None and epoch == self._directory.epoch:
                self._known[seat, text] = known
        return known

    def _look(self, seat: str, text: str) -> Standing | None:
        sitting, row = self._directory.seat(seat), self._directory.text(text)
        if sitting is None or sitting.revoked_at is not None or row is None:
            return None
        if sitting.negotiation != row.negotiation:
            return None
        negotiation = self._directory.negotiation(row.negotiation)
        profile = PROFILES.get(negotiation.profile, UN) if negotiation else UN
        membership = self._directory.membership(row.negotiation)
        return Standing(actor_of(sitting), membership, profile)
