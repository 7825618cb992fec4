"""How much one socket may ask for."""

from dataclasses import dataclass


@dataclass(slots=True)
class Bucket:
    """A leaky bucket: ``capacity`` at once, ``rate`` a second for ever. Time is passed in."""

    capacity: float
    rate: float
    level: float = 0.0
    at: float | None = None

    def take(self, now: float, amount: float = 1.0) -> bool:
        """Whether it still fits; what does not fit is not added. ``now`` in seconds."""
        level = self.level
        if self.at is not None and now > self.at:
            level -= (now - self.at) * self.rate
            if level < 0.0:
                level = 0.0
        self.at = now
        fits = level + amount <= self.capacity
        self.level = level + amount if fits else level
        return fits

    def give_back(self, amount: float = 1.0) -> None:
        """What was just taken."""
        self.level -= amount


class Buckets:
    """A bucket for each seat; those that have run empty are forgotten."""

    def __init__(self, capacity: float, rate: float) -> None:
        self._capacity, self._rate = capacity, rate
        self._buckets: dict[str, Bucket] = {}
        self._sweep = 1_000  # buckets at which the empty ones are forgotten

    def take(self, seat: str, now: float) -> bool:
        """Whether one more fits for this seat."""
        if len(self._buckets) >= self._sweep:
            gone = now - self._capacity / self._rate
            self._buckets = {s: b for s, b in self._buckets.items() if (b.at or 0.0) > gone}
            self._sweep = 2 * len(self._buckets) + 1_000
        bucket = self._buckets.setdefault(seat, Bucket(self._capacity, self._rate))
        return bucket.take(now)


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one socket and of one room."""

    messages: tuple[float, float] = (20_000, 400)  # at once, a second
    bytes: tuple[float, float] = (32_000_000, 500_000)
    refusals: tuple[float, float] = (40, 1)
    entries: tuple[float, float] = (400, 4)  # into rooms, by one socket: each may cost a client id
    arrivals: tuple[float, float] = (240, 4)  # of sockets, of one seat
    rooms: int = 64  # on one socket
    sockets: int = 24  # of one seat
    queue: int = 8_000_000  # bytes that wait for a slow reader
    tick: float = 0.004  # seconds between two relays of a busy room of 300 readers
    in_hand: float = 1.0  # relays that a room of so many may have in hand when it was quiet
    presence_tick: float = 0.1
    heartbeat: float = 10.0
    silent: float = 45.0  # without a sign of life the socket is given up
    idle: float = 120.0  # a room without readers is closed after this
    folded: float = 30.0  # a text in which nobody writes for so long is held once
    rested: float = 10.0  # a short one with which nobody works for so long, as packed bytes
    compact: int = 2_000  # updates after which a room is compacted
    rest: float = 3.0  # typing that pauses so long is put on the record
    longest_typing: float = 30.0  # and typing that does not pause, after this
    packed: int = 65_536  # bytes of a snapshot that is worth sending before it is read
    acts: int = 64  # acts after which what a floor amounts to is kept
    compact_gap: float = 60.0  # seconds between two of them
    recheck: float = 0.5  # how often every open room is checked against the membership


LIMITS = Limits()
