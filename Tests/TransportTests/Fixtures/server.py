"""A small HTTP and WebSocket server that behaves well or badly as its path asks.

Usage: server.py [--unix PATH] [--tls CERTIFICATE KEY] [--backlog N]
Prints its TCP port (0 with --unix), then serves until its standard input ends.
"""

import base64
import hashlib
import os
import socket
import ssl
import struct
import sys
import threading
from urllib.parse import parse_qs, urlsplit

PIECE = bytes(range(256)) * 256  # 64 KiB
lock = threading.Condition()
state = {"connections": 0, "closed": 0, "released": 0, "sent": 0, "pongs": []}


def change(**values):
    with lock:
        for name, value in values.items():
            state[name] = state[name] + value
        lock.notify_all()


def wait(check):
    with lock:
        return lock.wait_for(check, timeout=120)


class Connection:
    def __init__(self, sock):
        self.sock = sock
        self.buffer = b""

    def more(self):
        data = self.sock.recv(1 << 16)
        if not data:
            raise EOFError
        self.buffer += data

    def take(self, count):
        while len(self.buffer) < count:
            self.more()
        taken, self.buffer = self.buffer[:count], self.buffer[count:]
        return taken

    def head(self):
        while b"\r\n\r\n" not in self.buffer:
            self.more()
        head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        return head

    def send(self, data):
        self.sock.sendall(data)

    def answer(self, body, status="200 OK", extra=""):
        head = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{extra}\r\n"
        self.send(head.encode() + body)

    def serve(self):
        change(connections=1)
        try:
            while True:
                head = self.head()
                lines = head.split(b"\r\n")
                target = lines[0].split(b" ")[1].decode("latin-1")
                fields = {}
                for line in lines[1:]:
                    name, value = line.decode("latin-1").split(":", 1)
                    fields[name.lower()] = value.strip()
                body = self.take(int(fields.get("content-length", 0)))
                url = urlsplit(target)
                query = {name: values[0] for name, values in parse_qs(url.query).items()}
                name = url.path.strip("/").replace("/", "_").replace("-", "_") or "root"
                if url.path.startswith("/ws/"):
                    handler = getattr(WebSocket(self, fields), name, None)
                else:
                    handler = getattr(self, "do_" + name, None)
                if handler is None:
                    self.do_echo(head, body, query)
                elif handler(head, body, query) == "close":
                    return
        except (EOFError, OSError):
            pass
        finally:
            self.sock.close()
            change(closed=1)

    def until_end(self):
        """Reads until the client ends the connection."""
        while True:
            self.more()

    # HTTP

    def do_echo(self, head, body, query):
        self.answer(head + b"\r\n\r\n" + body)

    def do_small(self, head, body, query):
        self.answer(b"hello")

    def do_status(self, head, body, query):
        self.answer(b"as asked", query["code"] + " Whatever", "X-One: 1\r\nx-two:  2 \r\nX-One: 3\r\n")

    def do_interim(self, head, body, query):
        self.send(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n")
        self.answer(b"final")

    def do_head(self, head, body, query):
        assert head.startswith(b"HEAD") and not body
        self.send(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n")

    def do_chunked(self, head, body, query):
        self.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        for piece in (b"one ", b"two ", b"three"):
            self.send(b"%x;ext=1\r\n%s\r\n" % (len(piece), piece))
        self.send(b"0\r\nX-Trailer: yes\r\n\r\n")

    def do_sum(self, head, body, query):
        self.answer(hashlib.sha256(body).hexdigest().encode())

    def do_big(self, head, body, query):
        size = int(query["size"])
        self.send(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % size)
        while size > 0:
            piece = PIECE[:size]
            self.send(piece)
            change(sent=len(piece))
            size -= len(piece)

    def do_early(self, head, body, query):
        self.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this")
        return "close"

    def do_nothing(self, head, body, query):
        return "close"

    def do_garbage(self, head, body, query):
        self.send(b"HTTP/1.1 abc\r\n\r\n")
        return "close"

    def do_silent(self, head, body, query):
        self.until_end()

    def do_half(self, head, body, query):
        self.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf")
        self.until_end()

    def do_last(self, head, body, query):
        """Answers as if the connection stayed open, and closes it."""
        self.answer(b"last")
        return "close"

    def do_events(self, head, body, query):
        self.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n")
        wait(lambda: state["released"] >= 1)
        self.send(b"3\r\ntwo\r\n0\r\n\r\n")

    def do_release(self, head, body, query):
        change(released=1)
        self.answer(b"")

    def do_closed(self, head, body, query):
        """Answers once `count` connections are closed."""
        done = wait(lambda: state["closed"] >= int(query["count"]))
        self.answer(str(done).encode())

    def do_state(self, head, body, query):
        self.answer(str(state[query["name"]]).encode())


class WebSocket:
    def __init__(self, connection, fields):
        self.connection = connection
        self.fields = fields

    def accept(self, extra=b"", extra_fields=""):
        key = self.fields["sec-websocket-key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        answer = base64.b64encode(hashlib.sha1(key.encode()).digest()).decode()
        head = (
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: WebSocket\r\nConnection: keep-alive, upgrade\r\n"
            f"Sec-WebSocket-Accept: {answer}\r\n{extra_fields}\r\n"
        )
        self.connection.send(head.encode() + extra)

    @staticmethod
    def frame(opcode, payload, final=True, bits=0):
        first = (0x80 if final else 0) | bits | opcode
        if len(payload) < 126:
            return bytes([first, len(payload)]) + payload
        if len(payload) < 1 << 16:
            return bytes([first, 126]) + struct.pack(">H", len(payload)) + payload
        return bytes([first, 127]) + struct.pack(">Q", len(payload)) + payload

    def read(self):
        take = self.connection.take
        first, second = take(2)
        assert second & 0x80, "a client must mask"
        length = second & 0x7F
        if length == 126:
            (length,) = struct.unpack(">H", take(2))
        elif length == 127:
            (length,) = struct.unpack(">Q", take(8))
        mask = take(4)
        data = take(length)
        key = (mask * (length // 4 + 1))[:length]
        return first & 0x0F, (int.from_bytes(data, "big") ^ int.from_bytes(key, "big")).to_bytes(length, "big")

    def send(self, opcode, payload, **options):
        self.connection.send(self.frame(opcode, payload, **options))

    def read_close(self):
        """Reads up to the client's close frame and returns its payload."""
        while True:
            opcode, data = self.read()
            if opcode == 8:
                return data

    def ws_echo(self, head, body, query):
        protocol = self.fields.get("sec-websocket-protocol", "").split(",")[-1].strip()
        self.accept(extra_fields=f"Sec-WebSocket-Protocol: {protocol}\r\n" if protocol else "")
        while True:
            opcode, data = self.read()
            self.send(opcode, data)
            if opcode == 8:
                return "close"

    def ws_head(self, head, body, query):
        self.accept(self.frame(2, head))
        self.connection.until_end()

    def ws_early(self, head, body, query):
        self.accept(self.frame(1, b"early") + self.frame(1, b"bird") + self.frame(8, struct.pack(">H", 1000)))
        self.read_close()
        return "close"

    def ws_fragments(self, head, body, query):
        self.accept()
        self.send(1, "grü".encode()[:3], final=False)
        self.send(9, b"between")
        self.send(0, "grü".encode()[3:], final=False)
        self.send(0, b"n", final=True)
        opcode, data = self.read()
        self.send(1, b"%d %s" % (opcode, data))
        self.connection.until_end()

    def ws_close(self, head, body, query):
        self.accept()
        self.send(1, b"before")
        self.send(8, struct.pack(">H", int(query["code"])) + b"because")
        change(pongs=[self.read_close()])
        return "close"

    def ws_end(self, head, body, query):
        self.accept(self.frame(1, b"before"))
        return "close"

    def ws_mute(self, head, body, query):
        """Reads everything and never answers a close frame."""
        self.accept()
        self.connection.until_end()

    def ws_silent(self, head, body, query):
        self.connection.until_end()

    def ws_flood(self, head, body, query):
        self.accept()
        for _ in range(int(query["count"])):
            self.send(2, PIECE)
            change(sent=len(PIECE))
        self.send(8, struct.pack(">H", 1000))
        self.read_close()
        return "close"

    def ws_blocked(self, head, body, query):
        """Reads nothing until it is released, then counts until the close frame."""
        self.accept()
        wait(lambda: state["released"] >= 1)
        count = 0
        while True:
            opcode, data = self.read()
            if opcode == 8:
                self.send(1, str(count).encode())
                self.send(8, data)
                return "close"
            count += len(data)

    def ws_bad(self, head, body, query):
        self.accept()
        self.connection.send(
            {
                "rsv": self.frame(1, b"x", bits=0x40),
                "opcode": self.frame(3, b"x"),
                "masked": b"\x81\x81\0\0\0\0x",
                "utf8": self.frame(1, b"\xff\xfe"),
                "huge": b"\x82\x7f" + struct.pack(">Q", 16 * 1024 * 1024 + 1),
                "orphan": self.frame(0, b"x"),
            }[query["how"]]
        )
        change(pongs=[self.read_close()])
        return "close"

    def ws_pongs(self, head, body, query):
        self.accept()
        with lock:
            data = b" ".join(item[:2].hex().encode() for item in state["pongs"])
        self.send(1, data)
        self.connection.until_end()

    def ws_refuse(self, head, body, query):
        problem = b'{"type":"about:blank","title":"no"}'
        head = b"HTTP/1.1 403 Forbidden\r\nContent-Type: application/problem+json\r\n"
        if query["how"] == "length":
            self.connection.send(head + b"Content-Length: %d\r\n\r\n" % len(problem) + problem)
            self.connection.until_end()
        if query["how"] == "chunked":
            self.connection.send(head + b"Transfer-Encoding: chunked\r\n\r\n")
            for byte in problem:
                self.connection.send(b"1\r\n%c\r\n" % byte)
            self.connection.send(b"0\r\n\r\n")
            self.connection.until_end()
        if query["how"] == "close":
            self.connection.send(head + b"\r\n" + problem)
        if query["how"] == "endless":
            self.connection.send(head + b"\r\n")
            while True:
                self.connection.send(PIECE)
        return "close"

    def ws_wrong(self, head, body, query):
        self.fields["sec-websocket-key"] = "wrong"
        self.accept()
        self.connection.until_end()


def main(arguments):
    unix = context = None
    backlog = 128
    while arguments:
        option = arguments.pop(0)
        if option == "--unix":
            unix = arguments.pop(0)
        elif option == "--backlog":
            backlog = int(arguments.pop(0))
        elif option == "--tls":
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(arguments.pop(0), arguments.pop(0))
    if unix:
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(unix)
    else:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", 0))
    listener.listen(backlog)
    print(0 if unix else listener.getsockname()[1], flush=True)

    def start(sock):
        try:
            if not unix:
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if context:
                sock = context.wrap_socket(sock, server_side=True)
            Connection(sock).serve()
        except OSError:
            pass

    def accept():
        while True:
            sock, _ = listener.accept()
            threading.Thread(target=start, args=(sock,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    sys.stdin.buffer.read()
    os._exit(0)


main(sys.argv[1:])
