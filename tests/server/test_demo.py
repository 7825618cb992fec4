import re
from pathlib import Path

from tests.server.processes import Served, browser, run, running

ROLES = ("Chair", "Secretariat", "Delegation of Avelia", "Delegation of Borrland", "Observer")


def links_of(server: Served) -> dict[str, str]:
    server.read_until("What to try first")
    found = {}
    for line in server.lines:
        if match := re.match(r"  (\S.*?)  +(http://\S+/i/\S+)$", line):
            found[match[1]] = match[2]
    return found


def tokens(links: dict[str, str]) -> dict[str, str]:
    return {name: link.rsplit("/", 1)[1] for name, link in links.items()}


def test_the_demonstration_is_in_full_course_and_kept(tmp_path: Path) -> None:
    data = tmp_path / "demo"
    with running("demo", "--data", data, "--port", 0) as server:
        links = links_of(server)
        assert tuple(links) == ROLES
        base = links["Chair"].split("/i/")[0]
        for name, token in tokens(links).items():
            with browser(base) as visitor:
                joined = visitor.post("/api/join", json={"token": token, "name": name})
                at = f"/api/s/{joined.json()['seat']}"
                me = visitor.get(f"{at}/me").json()
                text = me["texts"][0]["id"]
                state = visitor.get(f"{at}/texts/{text}/floor").json()["state"]
                assert len(state["proposals"]) == 5
                assert any(p["positions"] for p in state["proposals"].values())
                assert len(state["remarks"]) == 1
                assert state["pointed"]
                desk = visitor.get(f"{at}/texts/{text}/desk")
                in_bureau = name in ("Chair", "Secretariat")
                assert desk.status_code == (200 if in_bureau else 404)
        server.stop()
    with running("demo", "--data", data, "--port", 0) as server:
        assert tokens(links_of(server)) == tokens(links)


def test_a_real_installation_is_not_taken_for_a_demonstration(tmp_path: Path) -> None:
    with running("serve", "--data", tmp_path, "--port", 0) as server:
        server.read_until("/i/")
    answer = run("demo", "--data", tmp_path, "--port", 0)
    assert answer.returncode == 2
    assert "holds a real installation" in answer.stderr
