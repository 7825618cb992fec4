"""[K] The record at the doors, and on the command line."""

import json
from pathlib import Path
from typing import Any

import pytest
import typer

from adref.drafting.chain import Chain, beginning, digest_of_act, grown
from adref.drafting.checkpoints import checkpoint_from_json
from adref.drafting.verifying import verify
from adref.server import record_command
from adref.server.http.office import Office
from adref.server.signing import Signer, is_signed
from tests.server.http.conftest import Person
from tests.server.http.test_revisions import adopt, issued, read
from tests.server.http.test_texts import Room


@pytest.fixture
def room(app: Any, bureau: Person) -> Room:
    return Room(app, bureau)


def test_k5_a_browser_continues_from_the_checkpoint_that_it_kept(room: Room) -> None:
    first = read(room, "/record/checkpoint")
    adopt(room)
    second = read(room, "/record/checkpoint", room.wanjiru)
    assert first["seq"] < second["seq"]
    for told in (first, second):
        assert checkpoint_from_json(told).stands(is_signed)
        assert told["key"] == room.observer.client.get("/api/record-key").json()["key"]
    between = read(room, "/record/digests", after=str(first["seq"]), upto=str(second["seq"]))
    chain = grown(Chain(first["seq"], first["head"]), between["digests"])
    assert chain == Chain(second["seq"], second["head"])
    events = read(room, "/record")["events"]
    digests = [digest_of_act(event) for event in events]
    assert grown(beginning(room.text), digests) == chain


def test_k7_the_file_is_good_and_its_revisions_are_rebuilt(room: Room, office: Office) -> None:
    adopt(room)
    made = issued(room, "A/C.2/81/L.5")
    answer = room.observer.get(room.at("/record/file"))
    assert answer.headers["content-type"] == "application/x-ndjson"
    assert "record.jsonl" in answer.headers["content-disposition"]
    found = verify(answer.content, is_signed, key=office.signer.key)
    assert list(found.revisions) == [made["id"]]
    remarks = [event["type"] for event in read(room, "/record")["events"]]
    assert "remark_made" not in remarks  # the desk is not the floor


def test_k8_what_of_ours_is_gone_is_told_to_whoever_asks_and_also_to_who_came_late(
    room: Room,
) -> None:
    adopt(room)
    since = read(room, "/record/checkpoint")["seq"]
    text = room.chair.get(room.at("")).json()["paragraphs"]
    rows = read(room, "/record/gone", voice=room.kenya, since=str(since))["rows"]
    assert rows == []
    assert len(text) == 4
    unknown = room.observer.get(room.at("/record/gone"), params={"voice": "nobody"})
    assert unknown.status_code == 404
    bad = room.observer.get(room.at("/record/gone"), params={"voice": room.kenya, "since": "-1"})
    assert bad.status_code == 422


def test_k5_the_record_is_for_those_who_take_part(room: Room, anybody: Any) -> None:
    for door in ("checkpoint", "digests", "file", "gone"):
        assert (
            anybody.get(f"/api/s/{room.chair.seat}{room.at(f'/record/{door}')}").status_code == 404
        )


def test_k9_the_key_is_made_of_the_secret_of_the_installation(office: Office) -> None:
    secret = office.settings.secret_file.read_bytes()
    assert Signer(secret).key == office.signer.key
    assert secret.hex() not in (office.signer.key, Signer(b"other").key)
    assert Signer(secret + b"x").key != office.signer.key


def test_k7_taken_out_and_verified_on_the_command_line(
    room: Room, office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    adopt(room)
    made = issued(room, "A/C.2/81/L.5")
    mine = tmp_path / "mine.json"
    mine.write_text(json.dumps(read(room, "/record/checkpoint")))
    file, out = tmp_path / "out.jsonl", tmp_path / "rebuilt.json"
    record_command.record(room.text, file, office.settings.data)
    record_command.verify(file, [mine], "", "A/C.2/81/L.5", out)
    told = capsys.readouterr().out
    assert "out.jsonl: good" in told
    assert "Proven: A/C.2/81/L.5, rebuilt from the acts, equals what was issued." in told
    assert "Not proven by any record: who sat at the keyboard." in told
    content = room.observer.get(room.at(f"/revisions/{made['id']}/content"))
    assert out.read_bytes() == content.content
    bad = tmp_path / "bad.jsonl"
    bad.write_bytes(file.read_bytes().replace(b'"Wanjiru', b'"Somebody', 1))
    with pytest.raises(typer.Exit) as stopped:
        record_command.verify(bad, [mine])
    assert stopped.value.exit_code == 1
    said = capsys.readouterr().out
    assert "The first bad act is " in said
    assert "by Somebody" in said
    lines = file.read_bytes().splitlines(keepends=True)
    bad.write_bytes(b"".join(lines[:-2]))
    with pytest.raises(typer.Exit):
        record_command.verify(bad)
    assert "cut off" in capsys.readouterr().out


def test_k6_every_reason_has_its_sentence() -> None:
    source = Path(verify.__code__.co_filename).read_text(encoding="utf-8")
    codes = {part.split('"')[1] for part in source.split("Wrong(")[2:] if part.startswith('"')}
    assert codes == set(record_command.SENTENCES)
