"""The bench answers nobody but its own page: rebinding, foreign sites, large heads and odd paths are refused."""

from __future__ import annotations

import asyncio
import json
import random
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import SAMPLE
from running import Running, run, running

from deckpress.bench.guard import LOOPBACK, Guard

_CANARY = "canary-in-a-file"


class Server:
    """A running bench and what it says to bytes."""

    def __init__(self, command: Running, root: Path) -> None:
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", command.hear("Ctrl-C ends it"))
        assert found
        self.command, self.root, self.port = command, root, int(found[1])

    def raw(self, data: bytes) -> bytes:
        """The answer to a request as it stands; empty where the connection was closed."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as line:
            try:
                line.sendall(data)
                answer = b""
                while piece := line.recv(65536):
                    answer += piece
            except (ConnectionResetError, BrokenPipeError):
                return b""
        return answer

    def get(self, path: str, *headers: str, method: str = "GET", host: str = "") -> tuple[int, bytes]:
        """Status and whole answer."""
        lines = [
            f"{method} {path} HTTP/1.1",
            f"Host: {host or f'127.0.0.1:{self.port}'}",
            *headers,
            "Connection: close",
        ]
        answer = self.raw("\r\n".join([*lines, "", ""]).encode("latin-1"))
        return int(answer.split(b" ", 2)[1]), answer


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    import shutil

    folder = tmp_path_factory.mktemp("bench")
    root = Path(shutil.copytree(SAMPLE, folder / "source"))
    (folder / "secret.txt").write_text(_CANARY)
    (root / "secret.txt").write_text(_CANARY)
    (root / "questions" / "notes.txt").write_text(_CANARY)
    with running("serve", "--port", "0", "-s", "source", "-o", "out", cwd=folder) as command:
        yield Server(command, root)


_PATHS = (
    "/",
    "/bench.js",
    "/bench.css",
    "/card/",
    "/article/",
    "/state",
    "/question?id=accuracy-enough",
    "/style/card.css",
    "/style/page.css",
    "/math.ttf",
)


@pytest.mark.parametrize("path", _PATHS)
def test_its_own_page_is_answered(path: str, server: Server) -> None:
    status, answer = server.get(
        path, f"Origin: http://127.0.0.1:{server.port}", "Sec-Fetch-Site: same-origin"
    )
    assert status == 200
    head = answer.partition(b"\r\n\r\n")[0].decode().lower()
    assert "content-security-policy: default-src 'none'" in head
    assert "x-content-type-options: nosniff" in head
    assert "cross-origin-resource-policy: same-origin" in head
    policy = next(line for line in head.split("\r\n") if line.startswith("content-security-policy"))
    if "/card/" in path or "/article/" in path:
        assert "script-src 'none'" in policy
    else:
        assert "unsafe" not in policy
    assert "server:" not in head


@pytest.mark.parametrize("host", ["localhost:{}", "127.0.0.1:{}", "[::1]:{}", "LOCALHOST:{}"])
def test_names_of_this_machine_are_its_own(host: str, server: Server) -> None:
    assert server.get("/state", host=host.format(server.port))[0] == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example:{}",
        "127.0.0.1.evil.example:{}",
        "localhost.evil.example:{}",
        "127.0.0.1",
        "localhost:1",
        "127.0.0.1:{}@evil.example",
        "evil.example#127.0.0.1:{}",
        "0.0.0.0:{}",
        "169.254.169.254:{}",
        "[::]:{}",
        "localhost:{}, evil.example",
    ],
)
def test_a_rebound_name_is_misdirected(host: str, server: Server) -> None:
    status, answer = server.get("/state", host=host.format(server.port))
    assert status in (400, 421)
    assert b"topics" not in answer


def test_no_host_and_two_hosts_are_refused(server: Server) -> None:
    own = f"Host: 127.0.0.1:{server.port}\r\n"
    for hosts in ("", own + own, own + "Host: evil.example\r\n"):
        answer = server.raw(f"GET /state HTTP/1.1\r\n{hosts}Connection: close\r\n\r\n".encode())
        assert answer.split(b" ")[1] in (b"400", b"421")
    assert server.raw(b"GET /state HTTP/1.0\r\n\r\n").split(b" ")[1] == b"421"


@pytest.mark.parametrize(
    "headers",
    [
        ["Origin: https://evil.example"],
        ["Origin: http://evil.example:{}"],
        ["Origin: null"],
        ["Origin: https://127.0.0.1:{}"],
        ["Origin: http://127.0.0.1:1"],
        ["Sec-Fetch-Site: cross-site"],
        ["Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: iframe"],
        ["Sec-Fetch-Site: same-site", "Sec-Fetch-Mode: no-cors"],
    ],
)
def test_other_sites_are_forbidden(headers: list[str], server: Server) -> None:
    status, answer = server.get("/state", *(header.format(server.port) for header in headers))
    assert (status, b"topics" in answer) == (403, False)


def test_a_link_from_elsewhere_opens_the_page(server: Server) -> None:
    headers = ["Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"]
    assert server.get("/", *headers)[0] == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "BREW"])
def test_there_is_nothing_to_write(method: str, server: Server) -> None:
    before = {path: path.read_bytes() for path in server.root.rglob("*") if path.is_file()}
    for path in ("/", "/question?id=accuracy-enough", "/questions/02-metrics.md"):
        assert server.get(path, "Content-Length: 0", method=method)[0] == 405
    assert {path: path.read_bytes() for path in server.root.rglob("*") if path.is_file()} == before


def test_a_head_of_ten_megabytes_is_refused(server: Server) -> None:
    own = f"Host: 127.0.0.1:{server.port}\r\n"
    for head in (f"GET /state HTTP/1.1\r\n{own}X: ", "GET /", f"GET / HTTP/1.1\r\n{own}" + "A: b\r\n" * 9):
        answer = server.raw(head.encode() + b"a" * (10 << 20) + b"\r\n\r\n")
        assert answer == b"" or answer.split(b" ")[1] in (b"400", b"414", b"431")
    assert server.get("/state", "X: " + "a" * 8000)[0] == 200


_TRAVERSALS = (
    "/../secret.txt",
    "/secret.txt",
    "/card/../../source/secret.txt",
    "/card/..%2f..%2fsecret.txt",
    "/card/%2e%2e/%2e%2e/secret.txt",
    "/card/secret.txt",
    "/card//etc/passwd",
    "/style/../secret.css",
    "/style/..%2f..%2fsecret.txt.css",
    "/style/card.css/../../secret.txt",
    "/sheet/../../secret.txt/0.png",
    "/questions/02-metrics.md",
    "/bench/page.html.j2",
    "/templates/bench/page.html.j2",
    "/question?id=../secret.txt",
    "/question?id=/etc/passwd",
    "/sheet?topic=../../secret.txt",
    "//etc/passwd",
    "/%00",
    "/card/\\..\\..\\secret.txt",
    "http://127.0.0.1/secret.txt",
    "*",
)


@pytest.mark.parametrize("path", _TRAVERSALS)
def test_no_path_leads_to_a_file(path: str, server: Server) -> None:
    status, answer = server.get(path)
    assert status in (400, 404)
    assert _CANARY.encode() not in answer
    assert b"root:" not in answer


def test_fuzzed_paths_lead_to_nothing(server: Server) -> None:
    dice = random.Random(16)
    pieces = ["..", ".", "%2e", "%2f", "/", "card", "style", "sheet", "secret.txt", "source", "questions", "%00", "~",
              "02-metrics.md", "bank.toml", ".css", "\\", "%5c", "?id=", "&", "#", "é", ";", ":", "*", "etc/passwd"]  # fmt: skip
    known = {path.partition("?")[0] for path in _PATHS} | {"/events", "/question", "/sheet"}
    for _ in range(300):
        path = "/" + "".join(dice.choice(pieces) for _ in range(dice.randrange(1, 9)))
        if path.partition("?")[0].partition("#")[0] in known:
            continue
        status, answer = server.get(path)
        assert status in (400, 404), path
        assert _CANARY.encode() not in answer, path
    assert server.get("/state")[0] == 200


def test_it_listens_on_this_machine_alone(server: Server) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # nothing is sent: this asks which address would be used
        except OSError:
            pytest.skip("this machine has no other address")
        address = probe.getsockname()[0]
    if address.startswith("127."):
        pytest.skip("this machine has no other address")
    with socket.socket() as line:
        line.settimeout(5)
        assert line.connect_ex((address, server.port)) != 0


def test_what_it_serves_holds_no_path_of_its_own(server: Server) -> None:
    _, answer = server.get("/question?id=accuracy-enough")
    row = json.loads(answer.partition(b"\r\n\r\n")[2])
    assert row["place"].startswith("source/questions/02-metrics.md:")
    assert row["link"] == ""


@pytest.mark.parametrize(
    ("hosts", "host", "own"),
    [
        (("*",), "192.168.1.7:8323", True),
        (("*",), "[fe80::1]:8323", True),
        (("*",), "evil.example:8323", False),
        (("*",), "192.168.1.7:80", False),
        (("desk.example",), "desk.example:8323", True),
        (("desk.example",), "DESK.example:8323", True),
        (("desk.example",), "192.168.1.7:8323", False),
        (LOOPBACK, "192.168.1.7:8323", False),
    ],
)
def test_for_other_machines_addresses_count_and_names_that_were_given(
    hosts: tuple[str, ...], host: str, own: bool
) -> None:
    async def app(_scope: object, _receive: object, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})

    answers: list[Any] = []

    async def nothing() -> Any:
        raise AssertionError

    async def send(message: Any) -> None:
        answers.append(message)

    scope = {"type": "http", "method": "GET", "headers": [(b"host", host.encode())]}
    asyncio.run(Guard(app, 8323, hosts)(scope, nothing, send))
    assert answers[0]["status"] == (200 if own else 421)


def test_a_taken_port_and_a_wrong_editor_are_told(server: Server, tmp_path: Path) -> None:
    taken = run("serve", "-s", str(SAMPLE), "--port", str(server.port), cwd=tmp_path)
    assert (taken.returncode, "--port names another" in taken.stderr) == (1, True)
    wrong = run("serve", "-s", str(SAMPLE), "--editor", "javascript:alert({path})", cwd=tmp_path)
    assert (wrong.returncode, "pattern" in wrong.stderr) == (2, True)
