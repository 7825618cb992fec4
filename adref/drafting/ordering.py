"""Order keys of paragraphs: strings between any two of which there is always a third.

A key is an integer part and an optional fraction, both in base 62. The first character says how
long the integer part is (``a`` two characters, ``b`` three ...; ``Z`` two, ``Y`` three ... below
zero), so that plain comparison of strings is the order. The keys are those of the npm package
``fractional-indexing``, which the browser uses: both sides give the same key for the same
neighbours (fixtures/ordering.json).
"""

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_HEADS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_FIRST = "a0"
_SMALLEST = "A" + DIGITS[0] * 26
_VALUE = {digit: value for value, digit in enumerate(DIGITS)}


def key_between(low: str | None, high: str | None) -> str:
    """A key after ``low`` and before ``high``; None stands for the start and the end.

    Raises ``ValueError`` when one of them is not a key or ``low`` does not come before ``high``.
    """
    for key in (low, high):
        if key is not None:
            check_key(key)
    if low is not None and high is not None and low >= high:
        raise ValueError(f"order keys out of order: {low!r}, {high!r}")
    if low is None:
        return _FIRST if high is None else _before(high)
    if high is None:
        return _after(low)
    return _between(low, high)


def keys_between(low: str | None, high: str | None, count: int) -> list[str]:
    """``count`` keys in order after ``low`` and before ``high``."""
    if count <= 0:
        return []
    if count == 1:
        return [key_between(low, high)]
    if high is None:
        keys = [key_between(low, None)]
        while len(keys) < count:
            keys.append(key_between(keys[-1], None))
        return keys
    if low is None:
        keys = [key_between(None, high)]
        while len(keys) < count:
            keys.append(key_between(None, keys[-1]))
        return keys[::-1]
    half = count // 2
    middle = key_between(low, high)
    return [
        *keys_between(low, middle, half),
        middle,
        *keys_between(middle, high, count - half - 1),
    ]


def is_key(key: str) -> bool:
    """Whether a string is an order key."""
    try:
        check_key(key)
    except ValueError:
        return False
    return True


def check_key(key: str) -> None:
    """Raises ``ValueError`` when a string is not an order key."""
    if not key or any(character not in _VALUE for character in key) or key == _SMALLEST:
        raise ValueError(f"not an order key: {key!r}")
    integer = _integer(key)
    if len(key) > len(integer) and key.endswith(DIGITS[0]):
        raise ValueError(f"not an order key: {key!r}")


def _integer(key: str) -> str:
    head = _HEADS.find(key[0])
    length = (head - 24) if head >= 26 else (27 - head)
    if head < 0 or length > len(key):
        raise ValueError(f"not an order key: {key!r}")
    return key[:length]


def _before(high: str) -> str:
    integer = _integer(high)
    if integer == _SMALLEST:
        return integer + _midpoint("", high[len(integer) :])
    if integer < high:
        return integer
    lower = _step(integer, -1)
    if lower is None:
        raise ValueError(f"no order key before {high!r}")
    return lower


def _after(low: str) -> str:
    integer = _integer(low)
    higher = _step(integer, +1)
    return integer + _midpoint(low[len(integer) :], None) if higher is None else higher


def _between(low: str, high: str) -> str:
    integer, other = _integer(low), _integer(high)
    fraction = low[len(integer) :]
    if integer == other:
        return integer + _midpoint(fraction, high[len(other) :])
    higher = _step(integer, +1)
    if higher is not None and higher < high:
        return higher
    return integer + _midpoint(fraction, None)


def _step(integer: str, by: int) -> str | None:
    """The next integer part up or down, or None at the end of the scale."""
    digits = [_VALUE[digit] for digit in integer[1:]]
    for place in reversed(range(len(digits))):
        digits[place] = (digits[place] + by) % 62
        if digits[place] != (0 if by > 0 else 61):
            return integer[0] + "".join(DIGITS[value] for value in digits)
    head = _HEADS.index(integer[0]) + by
    if not 0 <= head < len(_HEADS):
        return None
    length = (head - 24) if head >= 26 else (27 - head)
    return _HEADS[head] + DIGITS[0 if by > 0 else 61] * (length - 1)


def _midpoint(low: str, high: str | None) -> str:
    """A fraction between two (None: one); neither ends with the zero digit."""
    if high:
        same = 0
        while same < len(high) and (low[same : same + 1] or DIGITS[0]) == high[same]:
            same += 1
        if same:
            return high[:same] + _midpoint(low[same:], high[same:])
    first = _VALUE[low[0]] if low else 0
    last = _VALUE[high[0]] if high else len(DIGITS)
    if last - first > 1:
        # half up, as JavaScript rounds
        return DIGITS[(first + last + 1) // 2]
    if high and len(high) > 1:
        return high[:1]
    return DIGITS[first] + _midpoint(low[1:], None)
