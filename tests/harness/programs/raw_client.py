"""A client that breaks the rules, on bare pyzmq.

Usage: raw_client.py CONNECTION_FILE. Prints one line of JSON.
"""

import hashlib
import hmac
import json
import sys
import uuid

import recording
import zmq

with open(sys.argv[1]) as file:
    info = json.load(file)
context = zmq.Context()
DELIMITER = b"<IDS|MSG>"
EMPTY = [b"{}", b"{}", b"{}"]


def connect(kind, channel):
    socket = context.socket(kind)
    socket.linger = 0
    socket.rcvtimeo = 20_000
    socket.connect(f"tcp://{info['ip']}:{info[channel + '_port']}")
    return socket


def sign(parts, key=info["key"]):
    digest = hmac.new(key.encode(), digestmod=hashlib.sha256)
    for part in parts:
        digest.update(part)
    return digest.hexdigest().encode()


def header(kind, **changes):
    fields = {
        "msg_id": uuid.uuid4().hex,
        "msg_type": kind,
        "session": "raw",
        "username": "raw",
        "date": "2026-01-01T00:00:00Z",
        "version": "5.5",
    }
    return json.dumps({**fields, **changes}).encode()


def signed(*parts):
    return [DELIMITER, sign(parts[:4]), *parts]


def content_of(frames):
    recording.record(frames)
    at = frames.index(DELIMITER)
    assert frames[at + 1] == sign(frames[at + 2 : at + 6]), "wrong signature"
    return [json.loads(frame) for frame in frames[at + 2 : at + 6]]


def alive(socket):
    """A proper request; only its reply may come."""
    request = header("kernel_info_request")
    socket.send_multipart(signed(request, *EMPTY))
    head, parent, _, content = content_of(socket.recv_multipart())
    assert parent == json.loads(request), (head, parent)
    return content["status"] == "ok"


def welcomes():
    """Each new subscriber, also a second one to the same topic."""
    seen = []
    for topic in [b"", b"", b"kernel"]:
        iopub = connect(zmq.SUB, "iopub")
        iopub.subscribe(topic)
        frames = iopub.recv_multipart()
        head, parent, _, content = content_of(frames)
        seen.append([head["msg_type"], frames[0].decode(), parent, content])
    return seen


def odd_frames():
    """Frames that are no message, or not from somebody who knows the key."""
    execute = header("execute_request")
    code = json.dumps({"code": "globalThis.forged = true"}).encode()
    replayed = signed(header("is_complete_request"), b"{}", b"{}", b'{"code":"1"}')
    return replayed, [
        [b""],
        [b"", b"", b""],
        [DELIMITER],
        [DELIMITER, b"", execute],
        [DELIMITER, b"", execute, b"{}", b"{}", code],
        [DELIMITER, b"0" * 64, execute, b"{}", b"{}", code],
        [DELIMITER, b"\xff\xfe", execute, b"{}", b"{}", code],
        [DELIMITER, sign([execute, b"{}", b"{}", code], "guess"), execute, b"{}", b"{}", code],
        signed(b"not JSON", *EMPTY),
        signed(b"[]", *EMPTY),
        signed(b"{}", *EMPTY),
        signed(header("kernel_info_request", msg_id=7), *EMPTY),
        signed(header("execute_request"), b"{}", b"{}", b"null"),
        signed(header("execute_request"), b"{}", b"{}", b"\xff"),
        signed(header("no_such_request"), *EMPTY),
        signed(header("constructor"), *EMPTY),
        signed(header("__proto__"), *EMPTY),
        signed(header("status"), *EMPTY),
        [b"x" * 1_000_000],
    ]


def no_content():
    """Well signed, but the content lacks what it needs: an answer, no crash."""
    kinds = [
        "execute",
        "complete",
        "inspect",
        "is_complete",
        "history",
        "comm_info",
    ]
    statuses = {}
    for kind in kinds:
        for content in [b"{}", b'{"code": 7, "cursor_pos": "x"}']:
            shell.send_multipart(signed(header(f"{kind}_request"), b"{}", b"{}", content))
            head, _, _, content = content_of(shell.recv_multipart())
            assert head["msg_type"] == f"{kind}_reply", head
            statuses.setdefault(kind, []).append(content["status"])
    return statuses


shell = connect(zmq.DEALER, "shell")
control = connect(zmq.DEALER, "control")
answers = [alive(shell), alive(control)]
replayed, frames = odd_frames()
shell.send_multipart(replayed)
shell.recv_multipart()
for odd in [replayed, *frames]:
    for socket in [shell, control]:
        socket.send_multipart(odd)
answers += [alive(shell), alive(control)]
print(json.dumps({
    "answers": answers,
    "welcomes": welcomes(),
    "no_content": no_content(),
    "alive": alive(shell),
}))
