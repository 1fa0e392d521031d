"""Speaks to a notebook server: notebook.py PORT. By HTTP it starts a kernel, by WebSocket it runs code there."""

import base64
import json
import os
import socket
import struct
import sys
import urllib.request
import uuid

PORT = int(sys.argv[1])


def request(method, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    message = urllib.request.Request(
        f"http://127.0.0.1:{PORT}{path}", data, {"Content-Type": "application/json"}, method=method)
    with urllib.request.urlopen(message, timeout=60) as answer:
        return json.loads(answer.read() or b"null")


def open_socket(path):
    """A WebSocket, after its handshake."""
    connection = socket.create_connection(("127.0.0.1", PORT), timeout=60)
    key = base64.b64encode(os.urandom(16)).decode()
    connection.sendall(
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{PORT}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode())
    stream = connection.makefile("rb")
    status = stream.readline()
    assert b"101" in status, status
    while stream.readline().strip():
        pass
    return connection, stream


def send(connection, text):
    data = text.encode()
    assert len(data) < 1 << 16
    mask = os.urandom(4)
    masked = bytes(byte ^ mask[index % 4] for index, byte in enumerate(data))
    connection.sendall(struct.pack(">BBH", 0x81, 0x80 | 126, len(data)) + mask + masked)


def receive(stream):
    """The payload of the next frame."""
    length = stream.read(2)[1] & 127
    if length == 126:
        length = struct.unpack(">H", stream.read(2))[0]
    elif length == 127:
        length = struct.unpack(">Q", stream.read(8))[0]
    return stream.read(length)


print(request("GET", "/api")["version"].split(".")[0].isdigit())
kernel = request("POST", "/api/kernels", {"name": "python3"})["id"]
connection, stream = open_socket(f"/api/kernels/{kernel}/channels")
header = {"msg_id": uuid.uuid4().hex, "msg_type": "execute_request", "username": "", "session": uuid.uuid4().hex,
          "version": "5.3", "date": ""}
send(connection, json.dumps({
    "channel": "shell", "header": header, "parent_header": {}, "metadata": {}, "buffers": [],
    "content": {"code": "print(6 * 7)", "silent": False, "store_history": False, "user_expressions": {},
                "allow_stdin": False}}))
while True:
    message = json.loads(receive(stream))
    if message.get("msg_type") == "stream":
        print(message["content"]["text"], end="")
        break
request("DELETE", f"/api/kernels/{kernel}")
