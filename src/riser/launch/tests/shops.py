"""A shop on the loopback with a certificate of its own, that answers as badly as a test wants."""

import contextlib
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

Handler = Callable[["Shop", ssl.SSLSocket, str], None]


@dataclass
class Shop:
    """A listening server: what it was asked for, and how it answers each path."""

    port: int = 0
    asked: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    answers: dict[str, Handler] = field(default_factory=dict)
    flooded: int = 0
    left: threading.Event = field(default_factory=threading.Event)

    def url(self, path: str = "/", host: str = "shop.example") -> str:
        """The address of a path of this shop."""
        return f"https://{host}:{self.port}{path}"

    def says(self, path: str, answer: bytes) -> None:
        """Answers a path with these bytes."""
        self.answers[path] = lambda _shop, wire, _path: wire.sendall(answer)

    def redirects(self, path: str, to: str) -> None:
        """Sends a path on."""
        self.says(path, f"HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n".encode())


FLOOD = 50_000_000
PAGE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\n\r\nHello"


def drip(_shop: Shop, wire: ssl.SSLSocket, _path: str) -> None:
    """One byte of the head after the other, for ever: no single wait is long."""
    for letter in b"HTTP/1.1 200 OK\r\n" + b"X-Slow: yes\r\n" * 10_000:
        wire.sendall(bytes([letter]))
        time.sleep(0.02)


def flood(shop: Shop, wire: ssl.SSLSocket, _path: str) -> None:
    """A page without end."""
    wire.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n")
    sent = 0
    with contextlib.suppress(OSError):
        while sent < FLOOD:
            wire.sendall(b"x" * 65_536)
            sent += 65_536
    shop.flooded = sent
    shop.left.set()


def certificate(folder: Path) -> Path:
    """A certificate for shop.example that signs itself."""
    target = folder / "shop.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
         "-subj", "/CN=shop.example",
         "-addext", "subjectAltName=DNS:shop.example,DNS:www.shop.example,DNS:localhost",
         "-keyout", str(target), "-out", str(folder / "cert.pem")],
        check=True,
        capture_output=True,
    )  # fmt: skip
    target.write_text(target.read_text() + (folder / "cert.pem").read_text())
    return target


@contextlib.contextmanager
def open_shop(pem: Path) -> Iterator[Shop]:
    """The shop, as long as the block."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    door = socket.create_server(("127.0.0.1", 0))
    shop = Shop(port=door.getsockname()[1])
    threading.Thread(target=_serve, args=(shop, door, context), daemon=True).start()
    try:
        yield shop
    finally:
        door.close()


def _serve(shop: Shop, door: socket.socket, context: ssl.SSLContext) -> None:
    while True:
        try:
            wire, _address = door.accept()
        except OSError:
            return
        threading.Thread(target=_answer, args=(shop, wire, context), daemon=True).start()


def _answer(shop: Shop, plain: socket.socket, context: ssl.SSLContext) -> None:
    with contextlib.suppress(OSError), context.wrap_socket(plain, server_side=True) as wire:
        head = wire.recv(65_536).decode("latin-1")
        path = head.split(" ")[1] if " " in head else ""
        shop.asked.append(path)
        shop.heads.append(head)
        shop.answers.get(path, _page)(shop, wire, path)


def _page(_shop: Shop, wire: ssl.SSLSocket, _path: str) -> None:
    wire.sendall(PAGE)
