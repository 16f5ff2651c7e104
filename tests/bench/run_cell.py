"""Running a cell by jupyter_client."""

TIMEOUT = 20


def run(client, code):
    """Runs a cell to its reply and idle; gives the messages between."""
    request = client.execute(code)
    messages = []
    while True:
        message = client.get_iopub_msg(timeout=TIMEOUT)
        if message["parent_header"].get("msg_id") != request:
            continue
        messages.append(message)
        if message["content"].get("execution_state") == "idle":
            break
    while True:
        reply = client.get_shell_msg(timeout=TIMEOUT)
        if reply["parent_header"].get("msg_id") == request:
            break
    assert reply["content"]["status"] == "ok", reply["content"]
    return messages
