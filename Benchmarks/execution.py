"""One run over an execute WebSocket in its byte-exact form, as little of it as measuring needs."""

import base64
import datetime
import hashlib
import hmac
import json
import os
import socket
import struct

API_VERSION = "v7.20230615"
TEXT, BINARY, CLOSE = 1, 2, 8
STANDARD_OUTPUT = 2


class Execution:
    """An open WebSocket; `run` sends the code, and `wait_for…` reads what comes of it."""

    def __init__(self, stack, session):
        self._socket = socket.create_connection(("127.0.0.1", stack.port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._received = self._socket.makefile("rb")
        # Pieces of the run that have come.
        self._count = 0
        target, host = f"/stream/session/{session}/execute", f"127.0.0.1:{stack.port}"
        headers = {
            "Host": host, "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode(), "X-BackendAI-Stream": "frames",
            **signature(stack.keypair(), target, host),
        }
        head = f"GET {target} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self._socket.sendall(head.encode() + b"\r\n")
        status = self._received.readline()
        while self._received.readline() not in (b"\r\n", b""):
            pass
        if b" 101 " not in status:
            raise RuntimeError(f"the manager refused the WebSocket: {status!r}")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._received.close()
        self._socket.close()

    def run(self, code):
        self._send({"mode": "query", "code": code, "isInteractive": False})

    def confirm(self):
        """Says that all has come, so that nothing is kept for this client."""
        self._send({"received": self._count})

    def interrupt(self):
        self._send("interrupt")

    def wait_for_output(self, expected):
        """Reads until the program has printed `expected`."""
        output = b""
        while output != expected:
            kind, payload = self._receive()
            if kind == BINARY and payload[0] == STANDARD_OUTPUT:
                output += payload[1:]
                self._count += 1
            elif kind != TEXT or b'"started"' not in payload:
                raise RuntimeError(f"{payload!r} came before the output {expected!r}")

    def wait_for_end(self):
        """Reads until the program has ended; what the manager says of it."""
        while True:
            kind, payload = self._receive()
            if kind == CLOSE:
                raise RuntimeError("the manager closed the WebSocket before the end")
            status = json.loads(payload) if kind == TEXT else {}
            self._count += status.get("status") != "started"
            if status.get("status") == "error":
                raise RuntimeError(f"the manager refused the run: {status}")
            if status.get("status") == "finished":
                return status

    def _send(self, value):
        """One masked text message; a mask of zeros leaves the text as it is."""
        text = json.dumps(value).encode()
        length = bytes([0x80 | len(text)]) if len(text) < 126 else b"\xfe" + struct.pack(">H", len(text))
        self._socket.sendall(bytes([0x80 | TEXT]) + length + bytes(4) + text)

    def _receive(self):
        """The next message, which the manager never cuts up."""
        kind, length = self._received.read(2)
        if length >= 126:
            size, form = (2, ">H") if length == 126 else (8, ">Q")
            length, = struct.unpack(form, self._received.read(size))
        return kind & 15, self._received.read(length)


def signature(keypair, target, host):
    """The headers that sign a GET without a body."""
    access_key, secret_key = keypair
    now = datetime.datetime.now(datetime.timezone.utc)
    date = now.isoformat()
    text = (
        f"GET\n{target}\n{date}\nhost:{host}\ncontent-type:application/octet-stream\n"
        f"x-backendai-version:{API_VERSION}\n{hashlib.sha256().hexdigest()}")
    key = secret_key.encode()
    for part in [now.strftime("%Y%m%d"), host, text]:
        digest = hmac.new(key, part.encode(), hashlib.sha256)
        key = digest.digest()
    return {
        "Date": date, "X-BackendAI-Version": API_VERSION, "User-Agent": "bench",
        "Authorization": f"BackendAI signMethod=HMAC-SHA256, credential={access_key}:{digest.hexdigest()}",
    }
