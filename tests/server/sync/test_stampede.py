"""[U10] What is large is made once for all who come at the same time."""

from adref.server.sync.stampede import Last


def test_u10_the_same_large_message_is_made_once() -> None:
    asked: list[tuple[str, int]] = []

    def make(name: str, message: bytes) -> bytes:
        asked.append((name, len(message)))
        return name.encode() + message

    last = Last(make)
    large, other, small = bytes(10_000), bytes(10_000), b"a"
    assert last("text/t", large) == last("text/t", large) == b"text/t" + large
    assert asked == [("text/t", 10_000)]
    assert last("text/t", small) == last("text/t", small) == b"text/ta"
    assert last("text/t", large) == b"text/t" + large
    assert asked == [
        ("text/t", 10_000),
        ("text/t", 1),
        ("text/t", 1),
    ]  # a small one takes nobody's place
    assert last("text/u", large) == b"text/u" + large
    assert last("text/u", other) == b"text/u" + other  # another object, whatever is in it
    assert len(asked) == 5


def test_x1_private_rooms_take_nobodys_place() -> None:
    asked: list[str] = []
    last = Last(lambda name, message: asked.append(name))
    public, private = bytes(10_000), bytes(10_000)
    for _ in range(2):
        last("text/t", public)
        last("party/t/a", private)
    assert asked == ["text/t", "party/t/a", "party/t/a"]
