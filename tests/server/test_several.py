"""[M] Three real servers, a real PostgreSQL, a real Valkey: one text, and everything breaks."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from redis import Redis
from websockets.exceptions import ConnectionClosed

from adref.server.app import open_office
from adref.server.config import PlainError, Settings
from adref.server.crdt.states import varint
from tests.playbook import body_of
from tests.server.cluster import SOURCE, Cluster, Writer, at, cluster
from tests.server.engines import Postgres
from tests.server.processes import run
from tests.server.seats import Seat
from tests.server.sync.typist import presence

STANDSTILL = 10.0  # seconds


@dataclass
class Meeting:
    """A text that the bureau and one delegation write, on three servers."""

    place: Cluster
    secretariat: Seat
    delegate: Seat
    link: dict[str, Any]
    text: str
    paragraphs: list[str]

    @property
    def room(self) -> str:
        return f"text/{self.text}"

    def words(self, number: int) -> dict[str, str]:
        seat = at(self.secretariat, self.place.base(number))
        with seat.client:
            found = seat.get(f"/texts/{self.text}")["paragraphs"]
        return {p["id"]: "".join(piece["t"] for piece in p["content"]) for p in found}


@pytest.fixture(scope="module")
def meeting(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Meeting]:
    with cluster(tmp_path_factory.mktemp("cluster"), postgres.database()) as (place, link):
        keeper = Seat.joins(place.base(0), link, "Kim")
        made = keeper.made("/negotiations", {"title": "Several"})
        secretariat = Seat(place.base(0), keeper.client, made["seat"])
        party = secretariat.made("/parties", {"name": "Avelia", "short": "Avelia"})["id"]
        invited = secretariat.made("/invitations", {"role": "delegate", "party": party})
        delegate = Seat.joins(place.base(1), invited["url"], "Ada")
        source = {"title": "Text", "source": SOURCE, "format": "txt", "name": "text.txt"}
        text = secretariat.made("/texts", source)["id"]
        secretariat.acts(text, {"do": "mode", "codrafting": [party]})
        paragraphs = [p["id"] for p in secretariat.get(f"/texts/{text}")["paragraphs"]]
        yield Meeting(place, secretariat, delegate, invited, text, paragraphs)
        keeper.client.close()
        delegate.client.close()


def test_m1_chair_and_delegate_on_two_servers_see_each_others_words_in_order(
    meeting: Meeting,
) -> None:
    chair = at(meeting.secretariat, meeting.place.base(0))
    delegate = at(meeting.delegate, meeting.place.base(1))
    first, room = meeting.paragraphs[0], meeting.room
    with chair.client, delegate.client, chair.window() as here, delegate.window() as there:
        one, two = here.enter(room), there.enter(room)
        for number in range(5):
            assert here.sends(room, one.types(first, f"chair{number} ")) == "saved"
            while f"chair{number} " not in two.words(first):
                two.doc.apply_update(body_of(there.until(room, "update")))
            two.done()
            assert there.sends(room, two.types(first, f"ada{number} ")) == "saved"
            while f"ada{number} " not in one.words(first):
                one.doc.apply_update(body_of(here.until(room, "update")))
            one.done()
        assert one.words(first) == two.words(first)
        assert one.words(first).startswith("ada4 chair4 ada3 chair3 ")


def test_m8_whatever_breaks_nothing_that_was_saved_is_lost(
    meeting: Meeting, postgres: Postgres
) -> None:
    place = meeting.place
    people = (meeting.secretariat, meeting.delegate, meeting.secretariat)
    writers = [
        Writer(place, seat, meeting.text, meeting.paragraphs[number + 1], "abc"[number], number)
        for number, seat in enumerate(people)
    ]
    for writer in writers:
        writer.start()

    def all_go_on() -> None:
        for writer in writers:
            writer.goes_on()

    all_go_on()
    for number in range(3):  # a power cut on each machine in turn
        place.kill(number)
        all_go_on()
        place.start(number)
    place.valkey.flush()
    all_go_on()
    place.valkey.kill()
    all_go_on()
    postgres.breaks_connections(place.database)
    all_go_on()
    with postgres.stopped():
        threading.Event().wait(STANDSTILL)
    all_go_on()
    place.valkey.start()
    all_go_on()
    for number in range(3):  # a new version, one machine after another
        place.stop(number)
        all_go_on()
        place.start(number)
    all_go_on()
    for writer in writers:
        writer.stops()
    texts = [meeting.words(number) for number in range(3)]
    assert texts[0] == texts[1] == texts[2]
    for number, writer in enumerate(writers):
        there = texts[0][meeting.paragraphs[number + 1]].split()
        lost = [word for word in writer.saved if word.strip() not in there]
        assert lost == []
        assert len(there) == len(set(there)), "a word stands twice"


@pytest.mark.parametrize("with_redis", [True, False])
def test_m9_a_lock_on_one_server_and_an_edit_on_another_are_one_after_the_other(
    meeting: Meeting, with_redis: bool
) -> None:
    """What was saved before the lock stands in what was locked; what came after was refused."""
    place = meeting.place
    if not with_redis:
        place.valkey.kill()
    target, room = meeting.paragraphs[4 + with_redis], meeting.room
    chair = at(meeting.secretariat, place.base(0))
    delegate = at(meeting.delegate, place.base(2))
    with chair.client, delegate.client, delegate.window() as window:
        typist = window.enter(room)
        locking = threading.Thread(
            target=chair.acts,
            args=(meeting.text, {"do": "mark", "paragraph": target, "state": "agreed"}),
        )
        saved, verdict, number = [], "saved", 0
        while verdict == "saved":
            verdict = window.sends(room, typist.types(target, f"race{number} "))
            if verdict == "saved":
                saved.append(f"race{number}")
            if number == 3:
                locking.start()
            number += 1
        locking.join(30)
    assert verdict.startswith(("refused locked", "not saved"))
    for server in range(3):
        found = meeting.words(server)[target].split()
        assert [word for word in found if word.startswith("race")] == saved[::-1]
    if not with_redis:
        place.valkey.start()


@pytest.mark.parametrize("with_redis", [True, False])
def test_m10_who_is_revoked_on_one_server_is_put_out_of_another(
    meeting: Meeting, with_redis: bool
) -> None:
    place = meeting.place
    if not with_redis:
        place.valkey.kill()
    party = meeting.link["party"]
    made = meeting.secretariat.made("/invitations", {"role": "delegate", "party": party})
    leaver = Seat.joins(place.base(1), made["url"], "Leo")
    with leaver.window() as window:
        window.enter(meeting.room)
        answer = meeting.secretariat.client.delete(
            f"/api/s/{meeting.secretariat.seat}/invitations/{made['id']}"
        )
        assert answer.status_code in (200, 204)
        with pytest.raises(ConnectionClosed) as closed:
            window.until(meeting.room, "never")
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1008
    assert leaver.client.get(f"/api/s/{leaver.seat}/me").status_code == 404
    leaver.client.close()
    if not with_redis:
        place.valkey.start()


def test_m11_who_is_at_one_server_is_seen_at_another(meeting: Meeting) -> None:
    """With the name that the server knows, whatever the browser says."""
    room, floor = meeting.room, f"floor/{meeting.text}"
    ada = at(meeting.delegate, meeting.place.base(1))
    chair = at(meeting.secretariat, meeting.place.base(2))
    with ada.client, chair.client, chair.window() as there:
        there.say(floor, 2, b"\x00\x02{}")
        there.say(floor, 0, b"\x00\x01\x00")
        there.enter(room)
        with ada.window() as here:
            typist = here.enter(room)
            here.say(floor, 2, b"\x00\x02{}")
            here.say(floor, 0, b"\x00\x01\x00")
            cursor = {"cursor": {"paragraph": "p"}, "user": {"name": "Somebody else"}}
            said = presence(typist.doc.client_id, 1, cursor)
            here.say(room, 1, varint(len(said)) + said)
            seen = there.next(room, lambda frame: b'"name":"Ada"' in frame)
            assert b"Somebody else" not in seen
            there.next(floor, lambda frame: b'"came"' in frame and b'"name":"Ada"' in frame)
        there.next(room, lambda frame: frame.endswith(b"\x04null"))
        there.next(floor, lambda frame: b'"left"' in frame)


def test_m15_a_server_without_the_secret_or_with_another_does_not_start(
    meeting: Meeting, tmp_path: Path
) -> None:
    database = ("--database", meeting.place.database)
    without = run("serve", "--data", tmp_path / "new", "--port", 0, *database)
    assert without.returncode == 2
    assert "copy secret.key" in without.stderr
    assert not (tmp_path / "new" / "secret.key").exists()
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "secret.key").write_bytes(b"x" * 32)
    other = run("serve", "--data", tmp_path / "other", "--port", 0, *database)
    assert other.returncode == 2
    assert "is not the secret of this installation" in other.stderr


def test_k6_the_record_of_a_text_on_several_machines_is_taken_out_while_they_serve(
    meeting: Meeting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADREF_DATABASE_URL", meeting.place.database)
    file, data = tmp_path / "record", meeting.place.folder(1)
    taken = run("record", "--text", meeting.text, "-o", file, "--data", data)
    assert taken.returncode == 0, taken.stderr
    assert "good" in run("verify", file).stdout


def test_m15_a_secret_that_is_lost_for_good_can_be_given_up(database: str, tmp_path: Path) -> None:
    """As docs/operate.md says: people and links go on, but no link can be shown again."""
    settings = Settings(data=tmp_path, database_url=database)
    office = open_office(settings)
    invited = office.identity.invite_keeper()
    token = office.identity.token(invited)
    office.log.close()
    settings.secret_file.unlink()
    with pytest.raises(PlainError, match=r"copy secret\.key"):
        open_office(settings)
    with psycopg.connect(database) as connection:
        connection.execute("DELETE FROM secret_mark")
    again = open_office(settings)
    assert again.identity.token(invited) is None
    assert again.identity.read(token or "")
    again.log.close()


def test_m12_what_others_put_into_redis_is_not_heard(meeting: Meeting) -> None:
    """Nonsense on every channel there is: the meeting goes on."""
    with Redis.from_url(meeting.place.valkey.address) as client:
        for channel in client.pubsub_channels("adref:*"):
            for nonsense in (b"", b"{}", b"\x00" * 100, b'{"from":"me","room":1,"here":{"1":2}}'):
                client.publish(channel, nonsense)
    seat = at(meeting.delegate, meeting.place.base(0))
    with seat.client, seat.window() as window:
        typist = window.enter(meeting.room)
        update = typist.types(meeting.paragraphs[0], "Still here. ")
        assert window.sends(meeting.room, update) == "saved"


def test_m12_redis_never_holds_a_word(meeting: Meeting) -> None:
    place = meeting.place
    chair = at(meeting.secretariat, place.base(0))
    with (
        chair.client,
        chair.window() as window,
        Redis.from_url(place.valkey.address) as client,
        client.pubsub() as listening,
    ):
        listening.psubscribe("adref:*")
        assert listening.get_message(timeout=5)
        typist = window.enter(meeting.room)
        update = typist.types(meeting.paragraphs[0], "Zanzibar ")
        assert window.sends(meeting.room, update) == "saved"
        heard: list[bytes] = []
        while not heard or b'"room"' in heard[-1]:  # until the hint that it was written
            message = listening.get_message(timeout=5)
            assert message, heard
            heard.append(message["data"])
    assert b"Zanzibar" not in b"".join(heard)
