"""Three real clients at once, each asking all before it reads anything.

Usage: several_clients.py CONNECTION_FILE CELLS. Prints how many cells were
answered, each with its own result before its idle.
"""

import json
import re
import sys
import threading

import recording  # noqa: F401
from jupyter_client.blocking import BlockingKernelClient

PATIENCE = 60
with open(sys.argv[1]) as file:
    info = json.load(file)
cells = int(sys.argv[2])
answered = []


def plain(text):
    return int(re.sub(r"\x1b\[\d+m", "", text))


def ask(client, number):
    wanted = [number * 1_000_000 + i for i in range(cells)]
    asked = [client.execute(str(value)) for value in wanted]
    replies = [
        client.get_shell_msg(timeout=PATIENCE)["parent_header"]["msg_id"] for _ in asked
    ]
    results, idle = {}, set()
    while len(idle) < cells:
        message = client.get_iopub_msg(timeout=PATIENCE)
        parent = message["parent_header"].get("msg_id")
        if parent not in asked:
            continue
        if message["msg_type"] == "execute_result":
            results[parent] = plain(message["content"]["data"]["text/plain"])
        elif message["content"].get("execution_state") == "idle":
            assert parent in results, "idle before the result"
            idle.add(parent)
    if replies == asked and [results[one] for one in asked] == wanted:
        answered.append(cells)


clients = []
for _ in range(3):
    client = BlockingKernelClient()
    client.load_connection_info(info)
    # With a heartbeat, jupyter_client takes a kernel that is busy starting on a
    # loaded machine for dead after a second.
    client.start_channels(hb=False)
    client.wait_for_ready(timeout=PATIENCE)
    clients.append(client)
threads = [
    threading.Thread(target=ask, args=(client, number))
    for number, client in enumerate(clients)
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
for client in clients:
    client.stop_channels()
print(sum(answered))
