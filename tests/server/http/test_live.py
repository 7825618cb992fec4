from typing import Any

import pytest
from starlette.testclient import TestClient, WebSocketDenialResponse
from starlette.websockets import WebSocketDisconnect

from tests.server.http.conftest import Person, browser


def refused(client: TestClient, seat: str, **headers: str) -> Any:
    with (
        pytest.raises(WebSocketDenialResponse) as denial,
        client.websocket_connect(f"/ws?seat={seat}", headers=headers),
    ):
        pass
    return denial.value


def test_h5_who_may_not_come_in_is_refused_before_the_handshake(
    bureau: Person, keeper: Person, app: Any
) -> None:
    stranger = browser(app)
    nothing = stranger.get("/api/nothing")
    for answer in (
        refused(stranger, bureau.seat),
        refused(stranger, "nobody"),
        refused(stranger, ""),
        refused(keeper.client, keeper.seat),
        refused(bureau.client, "nobody"),
    ):
        assert (answer.status_code, answer.content) == (404, nothing.content)


def test_h7_another_sites_page_opens_no_socket(bureau: Person) -> None:
    for origin in ("http://evil.example", "null"):
        assert refused(bureau.client, bureau.seat, origin=origin).status_code == 404


def test_h3_revoking_a_link_closes_the_sockets_of_its_seats(bureau: Person, app: Any) -> None:
    observer = Person.joins(app, bureau.invite("observer"), "Lena")
    link = bureau.get("/invitations").json()["invitations"][0]
    with observer.client.websocket_connect(f"/ws?seat={observer.seat}") as socket:
        assert bureau.delete(f"/invitations/{link['id']}").status_code == 200
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_bytes()
    assert closed.value.code == 1008
    assert refused(observer.client, observer.seat).status_code == 404
