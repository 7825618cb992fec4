"""Files as jobs: asked for, looked after, fetched; by whom, and by nobody else."""

from io import BytesIO
from typing import Any

import docx
import pytest

from adref.drafting.edition import ROOM_VIEWS, TRACKED
from adref.server.formats import FORMATS
from tests.server.formats.word import lines_of
from tests.server.http.conftest import Person
from tests.server.http.test_texts import Room, room  # noqa: F401


def made(room: Room, person: Person, **wanted: Any) -> Any:  # noqa: F811
    answer = person.post(room.at("/outputs"), wanted)
    assert answer.status_code in (201, 202), answer.text
    job = answer.json()
    while job["state"] in ("waiting", "working"):
        job = person.get(room.at(f"/outputs/{job['id']}")).json()
    assert job["state"] == "done", job
    return job


def file(room: Room, person: Person, **wanted: Any) -> bytes:  # noqa: F811
    job = made(room, person, **wanted)
    answer = person.get(room.at(f"/outputs/{job['id']}/file"))
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    return bytes(answer.content)


@pytest.mark.parametrize("format", FORMATS)
def test_o6_every_format_names_its_audience(room: Room, format: str) -> None:  # noqa: F811
    data = file(room, room.wanjiru, view="clean", format=format)
    if format == "docx":
        head = docx.Document(BytesIO(data)).sections[0].header
        words = "\n".join(p.text for p in head.paragraphs)
    else:
        words = data.decode("utf-8", "replace")
    assert format == "pdf" or "For the participants in" in words
    assert len(data) > 100


def test_o6_no_draft_and_no_remark_that_was_not_shown_gets_out(room: Room) -> None:  # noqa: F811
    remark = {"do": "remark", "paragraph": room.paragraph("OP2")["id"], "text": "Rivers too?"}
    room.done(room.observer, remark)
    room.done(room.wanjiru, room.submission(room.kenya))
    for view in (*ROOM_VIEWS, TRACKED):
        assert b"Rivers" not in file(room, room.chair, view=view, format="json", adopt=["all"])


def test_o10_a_party_takes_its_own_view_and_nobody_takes_anothers(room: Room) -> None:  # noqa: F811
    paragraph = room.paragraph("OP2")
    draft = {"kind": "alternative", "paragraph": paragraph["id"], "content": [{"t": "Secret."}]}
    wanted = {"view": "party", "format": "txt", "party": room.kenya, "drafts": [draft]}
    words = file(room, room.wanjiru, **wanted).decode()
    assert "Secret." in words
    assert "For Kenya only" in words
    for person in (room.solveig, room.chair, room.observer):
        assert person.post(room.at("/outputs"), wanted).status_code == 404
    assert "Secret" not in str(room.floor(room.chair))
    broken = wanted | {"drafts": [{"kind": "alternative"}]}
    assert room.wanjiru.post(room.at("/outputs"), broken).status_code == 422


def test_o15_a_job_of_another_seat_is_not_there(room: Room) -> None:  # noqa: F811
    job = made(room, room.wanjiru, view="clean", format="txt")
    for path in (f"/outputs/{job['id']}", f"/outputs/{job['id']}/file", "/outputs/none"):
        answer = room.solveig.get(room.at(path))
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")
    assert room.solveig.get(room.at("/outputs")).json() == {"outputs": []}
    listed = room.wanjiru.get(room.at("/outputs")).json()["outputs"]
    assert [one["id"] for one in listed] == [job["id"]]


def test_o3_tracked_changes_since_a_revision(room: Room) -> None:  # noqa: F811
    first = {"id": "r", "symbol": "A/L.5", "title": "Draft", "date": "2026-03-02"}
    revision = room.bureau.made(room.at("/revisions"), first)["revision"]["id"]
    before = lines_of(file(room, room.chair, view="working", format="docx", revision=revision))
    room.done(room.wanjiru, room.submission(room.kenya))
    proposal = next(iter(room.floor(room.chair)["state"]["proposals"]))
    room.done(room.chair, {"do": "adopt", "proposal": proposal})
    data = file(room, room.chair, view="tracked", format="docx", base=revision)
    accepted = [line.replace("\t", " ") for line in lines_of(data, accept=True)]
    now = lines_of(file(room, room.chair, view="clean", format="docx"))
    assert accepted == [line.replace("\t", " ") for line in now]
    rejected = [line.replace("\t", " ") for line in lines_of(data, accept=False)]
    assert rejected == [line.replace("\t", " ") for line in before]
    body = docx.Document(BytesIO(data)).element.xml
    assert 'w:author="Kenya"' in body
    assert "A/L.5" in docx.Document(BytesIO(data)).sections[0].header.paragraphs[0].text


def test_o16_who_is_revoked_fetches_nothing_any_more(room: Room) -> None:  # noqa: F811
    job = made(room, room.wanjiru, view="clean", format="txt")
    links = room.bureau.get("/invitations").json()["invitations"]
    for link in links:
        if link["party"] == room.kenya:
            room.bureau.delete(f"/invitations/{link['id']}")
    assert room.wanjiru.get(room.at(f"/outputs/{job['id']}/file")).status_code == 404
