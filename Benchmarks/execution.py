"""One run over an execute WebSocket in its byte-exact form, as little of it as measuring needs."""

import base64
import datetime
import hashlib
import hmac
import json
import os
import socket
import struct
import time

API_VERSION = "v7.20230615"
TEXT, BINARY, CLOSE = 1, 2, 8
STANDARD_OUTPUT = 2


class Execution:
    """An open WebSocket; `run` sends the code, and `wait_for…` reads what comes of it."""

    def __init__(self, stack, session):
        self._socket = socket.create_connection(("127.0.0.1", stack.port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._received = b""
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
        self._receive_until(b"\r\n\r\n")
        head, self._received = self._received.split(b"\r\n\r\n", 1)
        if b" 101 " not in head.split(b"\r\n")[0]:
            raise RuntimeError(f"the manager refused the WebSocket: {head!r}")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._socket.close()

    def run(self, code):
        self._send(_command(code))

    def time(self, code):
        """Seconds from the code's leaving to the arrival of the end, which is still to be read.

        What is sent is made before, and what comes is looked at after it: the server is timed, not this program.
        """
        message = _text_message(_command(code))
        began = time.perf_counter()
        self._socket.sendall(message)
        self._receive_until(b'"finished"')
        return time.perf_counter() - began

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
        self._socket.sendall(_text_message(value))

    def _receive(self):
        """The next message, which the manager never cuts up."""
        kind, length = self._take(2)
        if length >= 126:
            size, form = (2, ">H") if length == 126 else (8, ">Q")
            length, = struct.unpack(form, self._take(size))
        return kind & 15, self._take(length)

    def _take(self, count):
        while len(self._received) < count:
            self._receive_more()
        taken, self._received = self._received[:count], self._received[count:]
        return taken

    def _receive_until(self, mark):
        while mark not in self._received:
            self._receive_more()

    def _receive_more(self):
        part = self._socket.recv(65536)
        if not part:
            raise RuntimeError(f"the manager went away after {self._received!r}")
        self._received += part


def _command(code):
    return {"mode": "query", "code": code, "isInteractive": False}


def _text_message(value):
    """One masked text message; a mask of zeros leaves the text as it is."""
    text = json.dumps(value).encode()
    length = bytes([0x80 | len(text)]) if len(text) < 126 else b"\xfe" + struct.pack(">H", len(text))
    return bytes([0x80 | TEXT]) + length + bytes(4) + text


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
