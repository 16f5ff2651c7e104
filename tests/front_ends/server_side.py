"""jupyter-server-nbmodel: the server runs a cell, and nobody need look on."""

import json
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

LIMIT_S = 120

server = subprocess.Popen(
    [sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root", "--port=0",
     "--IdentityProvider.token=", "--ServerApp.disable_check_xsrf=True", "--ip=127.0.0.1"],
    stderr=subprocess.PIPE,
    text=True,
)


def ask(path, content=None):
    data = None if content is None else json.dumps(content).encode()
    request = urllib.request.Request(
        url + path, data, {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=LIMIT_S) as reply:
        body = reply.read()
        return reply.status, reply.headers, json.loads(body) if body else None


def run(code):
    """Asks for the cell, and comes back only once it is done."""
    _, headers, _ = ask(f"/api/kernels/{kernel}/execute", {"code": code})
    end = time.monotonic() + LIMIT_S
    while time.monotonic() < end:
        status, _, result = ask(headers["Location"])
        if status != 202:
            return result
        time.sleep(0.2)
    raise SystemExit("the cell did not end")


try:
    for line in server.stderr:
        if "http://127.0.0.1:" in line:
            url = line[line.index("http://"):].split("/?")[0].strip().rstrip("/")
            break
    threading.Thread(target=server.stderr.read, daemon=True).start()
    end = time.monotonic() + LIMIT_S
    while True:
        try:
            kernel = ask("/api/kernels", {"name": "thaw"})[2]["id"]
            break
        except urllib.error.URLError:
            # It says where it will listen before it does.
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
    result = run(
        'console.log("begun"); await new Promise((r) => setTimeout(r, 500)); 6 * 7'
    )
    outputs = result["outputs"]
    outputs = json.loads(outputs) if isinstance(outputs, str) else outputs
    assert outputs[0]["text"] == "begun\n", outputs
    assert outputs[-1]["data"]["text/plain"] == "42", outputs
    print("server-side execution: outputs are kept by the server")
finally:
    server.terminate()
    server.wait()
