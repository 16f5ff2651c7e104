"""Measures one kernel with jupyter_client: `measure.py NAME LANGUAGE`.

Prints one JSON object: seconds, fractions of a processor, bytes. What the
client itself costs is in all figures, and is the same for all kernels.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from queue import Empty

from jupyter_client import KernelManager

import widgets
from run_cell import TIMEOUT, run

STARTS = 3
TRIES = 5
ROUND_TRIPS = 300
LINES = 100_000
SHOWN = 10_000_000
IDLE = 3
# What a kernel still gets ready when it has nothing to do is no idling.
SETTLE = 6
CELLS = 100
COMPLETIONS = 200
# A statement in both languages.
LINE = "{};\n"

CODE = {
    "typescript": {
        "lines": f"for (let i = 0; i < {LINES}; i++) console.log('line ' + i)",
        "display": "await Deno.jupyter.display({'text/plain': 'x'.repeat(%d)}, {raw: true})"
        % SHOWN,
        "cell": "class C{0} {{ one = {0}; two() {{ return this.one }} }}\n"
        "const v{0} = new C{0}(), r{0} = {{ inner: [v{0}] }}",
        "completions": ["v5.", "r50.inner[0].", "v9.two().", "Math.", "v1", "'text'.tr"],
        "inspections": ["v5", "C50", "v9.two", "Math.max", "r50.inner"],
        "packages": "import * as tf from 'npm:@tensorflow/tfjs@4.22.0';\n"
        "import * as dfd from 'npm:danfojs@1.1.2';",
        "packaged": ["tf.", "tf.layers.", "dfd.Da", "tf.layers.dense({ un", "tf.train.ad"],
        "busy": "for (;;);",
    },
    "python": {
        "lines": f"for i in range({LINES}): print('line', i)",
        "display": "display({'text/plain': 'x' * %d}, raw=True)" % SHOWN,
        "cell": "import math\nclass C{0}:\n    def __init__(self): self.one = {0}\n"
        "    def two(self): return self.one\n"
        "v{0} = C{0}(); r{0} = {{'inner': [v{0}]}}",
        "completions": ["v5.", "r50['inner'][0].", "v9.two().", "math.", "v1", "'text'.st"],
        "inspections": ["v5", "C50", "v9.two", "math.pow", "r50"],
        # The largest that it has without others: no data frames, no tensors.
        "packages": "import asyncio, email.message, sqlite3, unittest.mock",
        "packaged": ["asyncio.", "unittest.mock.", "sqlite3.Co", "asyncio.run(de", "email.message.Em"],
        "busy": "while True: pass",
    },
}


def start(name):
    """A manager, a client, and the times to the first reply and result.

    A kernel that does not answer is started again: `deno jupyter` now and then
    goes deaf on a channel while it starts.
    """
    for _ in range(TRIES):
        before = time.perf_counter()
        manager = KernelManager(kernel_name=name)
        manager.start_kernel()
        client = manager.client()
        client.start_channels(hb=False)
        # One request: it waits in the socket until the kernel has bound its port.
        client.kernel_info()
        try:
            client.get_shell_msg(timeout=TIMEOUT)
            reply = time.perf_counter() - before
            run(client, "1 + 1")
            return manager, client, reply, time.perf_counter() - before
        except Empty:
            end(manager, client)
    raise RuntimeError(f"{name} did not answer in {TRIES} starts")


def end(manager, client):
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def timed(client, code):
    before = time.perf_counter()
    messages = run(client, code)
    return time.perf_counter() - before, messages


def tree(pid):
    """A process and all below it."""
    listing = subprocess.run(
        ["ps", "-e", "-o", "pid=,ppid="], capture_output=True, text=True, check=True
    ).stdout
    parents = [tuple(map(int, line.split())) for line in listing.splitlines()]
    found, front = [pid], [pid]
    while front:
        front = [child for child, parent in parents if parent in front]
        found += front
    return found


def memory(pids):
    """Proportional set size: what two processes share counts once."""
    total = 0
    for pid in pids:
        with open(f"/proc/{pid}/smaps_rollup") as file:
            for line in file:
                if line.startswith("Pss:"):
                    total += int(line.split()[1]) * 1024
    return total


def cpu(pids):
    """Seconds of processor time that the processes have used."""
    ticks = 0
    for pid in pids:
        with open(f"/proc/{pid}/stat") as file:
            fields = file.read().rsplit(")", 1)[1].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def measure(name, language):
    code = CODE[language]
    replies, results = [], []
    for left in reversed(range(STARTS)):
        manager, client, reply, result = start(name)
        replies.append(reply)
        results.append(result)
        if left:
            end(manager, client)
    figures = {
        "first_reply": statistics.median(replies),
        "first_result": statistics.median(results),
    }
    if sys.platform == "linux":
        time.sleep(SETTLE)
        pids = tree(manager.provisioner.pid)
        used = cpu(pids)
        time.sleep(IDLE)
        figures["idle_cpu"] = (cpu(pids) - used) / IDLE
        figures["idle_memory"] = memory(pids)

    try:
        trips = sorted(timed(client, "1 + 1")[0] for _ in range(ROUND_TRIPS))
    finally:
        # A kernel that is left holds the pipe that the figures go through.
        end(manager, client)
    figures["round_trip_p50"] = trips[ROUND_TRIPS // 2]
    figures["round_trip_p95"] = trips[ROUND_TRIPS * 95 // 100]

    figures |= completions(name, code)
    figures |= at_the_page(name, language)
    for figure, arrived in [("lines", all_lines), ("display", whole_display)]:
        figures[figure] = large_output(name, code[figure], arrived)
    return figures


def completions(name, code):
    """Seconds to what is offered, and shown, in a notebook of 100 cells."""
    missing = dict.fromkeys(
        [
            "complete_first",
            *("complete_p50", "complete_p95"),
            *("inspect_p50", "inspect_p95"),
            *("packaged_p50", "packaged_p95"),
            *("busy_p50", "busy_p95"),
        ]
    )
    manager, client, _, _ = start(name)
    try:
        for at in range(CELLS):
            run(client, code["cell"].format(at))
        first = complete(client, code["completions"][0])
        figures = {"complete_first": first}
        figures |= spread("complete", client, complete, code["completions"])
        figures |= spread("inspect", client, inspect, code["inspections"])
        run(client, code["packages"])
        # The first reads the packages' types.
        for asked in code["packaged"]:
            complete(client, asked)
        figures |= spread("packaged", client, complete, code["packaged"])
        if name == "thaw":
            # The others answer once the cell has ended.
            client.execute(code["busy"])
            figures |= spread("busy", client, complete, code["packaged"])
        return missing | figures
    except Empty:
        return missing
    finally:
        end(manager, client)


def at_the_page(name, language):
    """Of those that have widgets and live curves; `deno jupyter` has neither."""
    if name == "deno":
        return {}
    manager, client, _, _ = start(name)
    try:
        figures = widgets.slider(client, language)
        return figures | (widgets.curve(client) if name == "thaw" else {})
    finally:
        end(manager, client)


def spread(name, client, ask, codes):
    """Each in another cell, so that no kernel can repeat an answer."""
    times = sorted(
        ask(client, LINE.format(at) + codes[at % len(codes)]) for at in range(COMPLETIONS)
    )
    return {
        f"{name}_p50": times[COMPLETIONS // 2],
        f"{name}_p95": times[COMPLETIONS * 95 // 100],
    }


def complete(client, code):
    return answer(client, lambda: client.complete(code, len(code)))


def inspect(client, code):
    return answer(client, lambda: client.inspect(code, len(code)))


def answer(client, ask):
    before = time.perf_counter()
    request = ask()
    while True:
        reply = client.get_shell_msg(timeout=TIMEOUT)
        if reply["parent_header"].get("msg_id") == request:
            break
    assert reply["content"]["status"] == "ok", reply["content"]
    return time.perf_counter() - before


def all_lines(messages):
    text = "".join(m["content"].get("text", "") for m in messages)
    return text.count("\n") == LINES


def whole_display(messages):
    shown = [m["content"] for m in messages if m["msg_type"] == "display_data"]
    return bool(shown) and len(shown[0]["data"]["text/plain"]) == SHOWN


def large_output(name, code, arrived):
    """Seconds to idle, or None where not all of it came."""
    manager, client, _, _ = start(name)
    try:
        seconds, messages = timed(client, code)
        return seconds if arrived(messages) else None
    except Empty:
        return None
    finally:
        end(manager, client)


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1], sys.argv[2])))
