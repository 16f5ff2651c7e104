"""Real ZeroMQ clients for the tests of the transport.

Usage: transport_clients.py SCENARIO CONNECTION_FILE. Prints one line of JSON.
"""

import json
import random
import socket
import struct
import sys
import threading
import time

import zmq
from zmq.utils.monitor import recv_monitor_message

scenario, path = sys.argv[1:]
with open(path) as file:
    info = json.load(file)
context = zmq.Context()
PATIENCE_MS = 20_000  # In ms: what takes longer is a hang.


def url(channel):
    port = info[f"{channel}_port"]
    if info["transport"] == "ipc":
        return f"ipc://{info['ip']}-{port}"
    return f"tcp://{info['ip']}:{port}"


def connect(kind, channel, **options):
    client = context.socket(kind)
    client.linger = 0
    client.rcvtimeo = PATIENCE_MS
    if "curve_secretkey" in info:
        client.curve_secretkey = info["curve_secretkey"].encode()
        client.curve_publickey = info["curve_publickey"].encode()
        client.curve_serverkey = info["curve_publickey"].encode()
    for name, value in options.items():
        setattr(client, name, value)
    client.connect(url(channel))
    return client


def subscribe(topic=b"", **options):
    """Subscribes and waits for the welcome that tells it has arrived."""
    client = connect(zmq.SUB, "iopub", **options)
    client.subscribe(topic)
    assert client.recv_multipart() == [topic, b"welcome"]
    return client


def round_trips():
    """Clients that come, go, idle and are cut off in the middle."""
    lock = threading.Lock()
    times = []
    hangs = []

    def reset():
        """A connection that ends in a TCP reset, as port scanners leave it."""
        raw = socket.create_connection((info["ip"], info["shell_port"]))
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        raw.send(b"\xff\x00")
        raw.close()

    def visit(seed):
        chance = random.Random(seed)
        for _ in range(50):
            client = connect(zmq.DEALER, "shell")
            for i in range(50):
                if chance.random() < 0.05:
                    time.sleep(chance.random() * 0.05)
                start = time.perf_counter()
                client.send_multipart([b"%d" % i, b"x" * chance.randrange(2000)])
                try:
                    assert client.recv_multipart()[0] == b"%d" % i
                except zmq.Again:
                    hangs.append((seed, i))
                    return
                with lock:
                    times.append(time.perf_counter() - start)
            client.close()
            reset()

    threads = [threading.Thread(target=visit, args=(k,)) for k in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times.sort()
    return {
        "trips": len(times),
        "hangs": len(hangs),
        "p50": times[len(times) // 2] * 1000,
        "p99": times[len(times) * 99 // 100] * 1000,
        "slowest": times[-1] * 1000,
    }


def burst():
    """Everything is asked before anything is read; order counts."""
    iopub = subscribe(rcvhwm=0)
    shell = connect(zmq.DEALER, "shell", sndhwm=0, rcvhwm=0)
    wanted = [b"%d" % i for i in range(5000)]
    for number in wanted:
        shell.send_multipart([number, b"x" * 500])
    replies = [shell.recv_multipart()[0] for _ in wanted]
    published = [iopub.recv_multipart()[1] for _ in wanted]
    return {"replies": replies == wanted, "published": published == wanted}


def slow():
    """A subscriber that only starts to read when the flood stands still."""
    iopub = subscribe(rcvhwm=1)
    shell = connect(zmq.DEALER, "shell")
    shell.send_multipart([b"flood", b"5000", b"10000"])
    read = [int(iopub.recv_multipart()[1]) for _ in range(5000)]
    return {"read": read == list(range(5000))}


def stalled():
    """One subscriber stops reading, another reads on; then the first wakes up."""
    sleeper = subscribe(rcvhwm=1)
    reader = subscribe(b"echo")
    shell = connect(zmq.DEALER, "shell")
    shell.send_multipart([b"flood", b"20000", b"10000"])
    read = []

    def follow(last):
        """Reads on the reader's side, up to and with this message."""
        while not read or read[-1] != last:
            read.append(reader.recv_multipart()[1])

    follow(b"19999")
    most = int(shell.recv_multipart()[0])
    got = []
    while not got or not got[-1].startswith(b"poke"):
        shell.send_multipart([b"poke%d" % len(got)])
        got.append(sleeper.recv_multipart()[1])
    follow(got[-1])
    numbers = [int(what) for what in got if what.isdigit()]
    return {
        "read": [what for what in read if what.isdigit()]
        == [b"%d" % i for i in range(20000)],
        "most": most,
        "reports": read.count(b"stalled"),
        "got": len(numbers),
        "first": numbers == list(range(len(numbers))),
    }


def raw_subscriber():
    """Subscribes to all by bare ZMTP, with small buffers; reads only if asked."""
    raw = socket.socket()
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16_384)
    raw.connect((info["ip"], info["iopub_port"]))
    greeting = b"\xff" + b"\0" * 8 + b"\x7f\x03\0NULL" + b"\0" * 48
    ready = b"\x05READY\x0bSocket-Type\0\0\0\x03SUB"
    raw.sendall(greeting + b"\x04" + bytes([len(ready)]) + ready + b"\0\x01\x01")
    return raw


def strangers():
    """Some subscribe and never read, ten a second; others must not wait."""
    reader = subscribe(b"echo", rcvhwm=0)
    shell = connect(zmq.DEALER, "shell")
    # Seconds of the same flood without and with them.
    seconds = []
    crowd = []
    over = threading.Event()

    def come():
        while not over.wait(0.1):
            crowd.append(raw_subscriber())

    for thread in [None, threading.Thread(target=come, daemon=True)]:
        if thread:
            thread.start()
        start = time.perf_counter()
        for _ in range(5):
            shell.send_multipart([b"flood", b"2000", b"10000"])
            read = []
            while len(read) < 2000:
                what = reader.recv_multipart()[1]
                if what.isdigit():
                    read.append(int(what))
            assert read == list(range(2000)), "lost"
            shell.recv_multipart()
        seconds.append(time.perf_counter() - start)
    over.set()
    thread.join()
    return {"alone": seconds[0], "crowded": seconds[1], "strangers": len(crowd)}


def four_a_second():
    """Four messages a second are read, of more than any queue holds."""
    slow = subscribe(b"echo", rcvhwm=1, rcvbuf=65_536)
    shell = connect(zmq.DEALER, "shell")
    shell.send_multipart([b"flood", b"14", b"3500000"])
    read = []
    for _ in range(14):
        time.sleep(0.25)
        read.append(int(slow.recv_multipart()[1]))
    shell.recv_multipart()
    shell.send_multipart([b"idle"])
    return {"read": read == list(range(14)), "last": slow.recv_multipart()[1].decode()}


def silent():
    """One reads nothing while more is published than its queue holds."""
    sleeper = subscribe(b"echo", rcvhwm=1, rcvbuf=65_536)
    shell = connect(zmq.DEALER, "shell")
    shell.send_multipart([b"flood", b"80", b"1000000"])
    shell.recv_multipart()
    shell.send_multipart([b"idle"])
    shell.recv_multipart()
    read = []
    while not read or read[-1] != b"idle":
        read.append(sleeper.recv_multipart()[1])
    return {"last": read[-1].decode(), "missed": 80 - len(read) + 1}


def idle_connections():
    """More connections than there are places, by somebody who says nothing."""
    crowd = []
    for channel in ["shell", "iopub", "stdin", "control", "hb"] * 60:
        crowd.append(socket.create_connection((info["ip"], info[f"{channel}_port"])))
    client = connect(zmq.DEALER, "shell")
    client.send_multipart([b"still there"])
    return {"answer": client.recv_multipart()[0].decode()}


def hostile_frames():
    """Bytes that are no ZMTP, or too much of it, then a proper request."""
    chance = random.Random(7)
    greeting = b"\xff" + b"\0" * 8 + b"\x7f\x03\0NULL" + b"\0" * 48
    ready = b"\x04\x1c\x05READY\x0bSocket-Type\0\0\0\x06DEALER"
    hello = greeting + ready
    curve = greeting[:12] + b"CURVE" + b"\0" * 47
    box = chance.randbytes(194)
    attacks = [
        b"GET / HTTP/1.1\r\n\r\n" + b"x" * 100,
        greeting[:12] + b"PLAIN" + greeting[17:] + ready,
        greeting[:10] + b"\x01" + greeting[11:] + ready,
        greeting + b"\x04\x05\x04READ",
        greeting + b"\x04\x0a\x05READY\xff\xff\xff\xff",
        greeting + b"\x00\x01x",
        hello + b"\x02" + b"\xff" * 8,
        hello + b"\x02" + (2**40).to_bytes(8, "big"),
        hello + b"\xf8\x01x",
        hello + b"\x04\x00",
        hello + b"\x01\x00" * 200_000,
        hello + b"\x04\x08\x04PING\0\0x" * 1000,
        curve + ready,
        curve + b"\x04\xc8\x05HELLO" + box,
        curve + b"\x04\xc8\x05HELLO" + bytes(194),
        curve + b"\x04\x09\x05HELLO\x01\0x",
        curve + b"\x04\x69\x08INITIATE" + box[:96],
        curve + b"\x00\x28\x07MESSAGE" + box[:32],
    ]
    attacks += [greeting + chance.randbytes(chance.randrange(300)) for _ in range(200)]
    attacks += [hello + chance.randbytes(chance.randrange(300)) for _ in range(200)]
    for bytes_ in attacks:
        channel = chance.choice(["shell", "iopub", "stdin", "control", "hb"])
        raw = socket.create_connection((info["ip"], info[f"{channel}_port"]))
        try:
            raw.sendall(bytes_)
        except OSError:
            pass
        raw.close()
    client = connect(zmq.DEALER, "shell")
    client.send_multipart([b"still there"])
    return {"answer": client.recv_multipart()[0].decode()}


def identities():
    """A stranger that claims a client's identity gets none of its replies."""
    client = connect(zmq.DEALER, "shell", routing_id=b"ada")
    client.send_multipart([b"first"])
    assert client.recv_multipart()[0] == b"first"
    raw = socket.create_connection((info["ip"], info["shell_port"]))
    greeting = b"\xff" + b"\0" * 8 + b"\x7f\x03\0NULL" + b"\0" * 48
    ready = b"\x05READY\x0bSocket-Type\0\0\0\x06DEALER\x08Identity\0\0\0\x03ada"
    raw.sendall(greeting + b"\x04" + bytes([len(ready)]) + ready)
    # Both sides' greetings are over once the kernel's READY has come.
    got = b""
    while b"ROUTER" not in got:
        got += raw.recv(1000)
    for number in range(100):
        client.send_multipart([b"%d" % number])
        assert client.recv_multipart()[0] == b"%d" % number
    again = connect(zmq.DEALER, "shell", routing_id=b"ada")
    again.send_multipart([b"again"])
    return {"answer": again.recv_multipart()[0].decode()}


def welcome():
    """Each subscriber is welcomed, also a second one to the same topic."""
    both = [subscribe(), subscribe(), subscribe(b"stream")]
    return {"welcomed": len(both)}


def stranger():
    """A client without the keys does not get in."""
    client = context.socket(zmq.DEALER)
    client.linger = 0
    client.curve_publickey, client.curve_secretkey = zmq.curve_keypair()
    client.curve_serverkey = zmq.curve_keypair()[0]
    monitor = client.get_monitor_socket()
    monitor.rcvtimeo = PATIENCE_MS
    client.connect(url("shell"))
    failed = zmq.EVENT_HANDSHAKE_FAILED_NO_DETAIL | zmq.EVENT_HANDSHAKE_FAILED_PROTOCOL
    while True:
        event = recv_monitor_message(monitor)["event"]
        if event & (failed | zmq.EVENT_HANDSHAKE_SUCCEEDED):
            return {"refused": bool(event & failed)}


def heartbeat():
    client = connect(zmq.REQ, "hb")
    for i in range(100):
        client.send(b"%d" % i)
        assert client.recv() == b"%d" % i
    return {"beats": 100}


def stop():
    """The last reply arrives although the process ends at once."""
    client = connect(zmq.DEALER, "control")
    client.send_multipart([b"stop", b"x" * 100_000])
    return {"bytes": len(client.recv_multipart()[1])}


print(json.dumps(globals()[scenario]()))
