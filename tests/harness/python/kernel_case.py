"""Kernels for tests, started by jupyter_client as any front end starts them."""

import unittest
from dataclasses import dataclass, field
from queue import Empty

import recording  # noqa: F401
from jupyter_client.manager import start_new_kernel

TIMEOUT_S = 60


@dataclass
class Ran:
    """What came of one cell."""

    reply: dict
    messages: list = field(default_factory=list)

    def of(self, kind):
        """The contents of all messages of one kind, in order."""
        return [m["content"] for m in self.messages if m["msg_type"] == kind]

    def text(self, name="stdout"):
        """All that was written to a stream."""
        return "".join(c["text"] for c in self.of("stream") if c["name"] == name)

    def result(self):
        """The plain text of the cell's value, or None."""
        values = [c["data"]["text/plain"] for c in self.of("execute_result")]
        return values[0] if values else None


def start_kernel(cwd=None):
    """A manager and a client of a fresh kernel."""
    return start_new_kernel(kernel_name="thaw", startup_timeout=TIMEOUT_S, cwd=cwd)


def wait_for_iopub(client):
    """Asks until the kernel is heard on iopub, too.

    A client that waits for its reply alone may miss how the next cell begins:
    ZeroMQ connects each channel of a restarted kernel in its own time.
    """
    asked = set()
    while True:
        asked.add(client.kernel_info())
        try:
            message = client.get_iopub_msg(timeout=1)
        except Empty:
            continue
        if message["parent_header"].get("msg_id") in asked:
            return


def end_kernel(manager, client):
    """Ends both; also after a test has killed the kernel."""
    client.stop_channels()
    manager.shutdown_kernel(now=True)


class Asking:
    """What tests do with a kernel, given its `manager` and `client`."""

    def start(self, code, **options):
        """Sends a cell and waits until the kernel is busy with it."""
        request = self.client.execute(code, **options)
        while True:
            message = self.client.get_iopub_msg(timeout=TIMEOUT_S)
            if message["parent_header"].get("msg_id") != request:
                continue
            self.assertEqual(message["msg_type"], "status")
            self.assertEqual(message["content"]["execution_state"], "busy")
            return request, message

    def finish(self, request, first=()):
        """Collects what belongs to a request up to idle, and its reply."""
        messages = list(first)
        while True:
            message = self.client.get_iopub_msg(timeout=TIMEOUT_S)
            if message["parent_header"].get("msg_id") != request:
                continue
            messages.append(message)
            if message["content"].get("execution_state") == "idle":
                break
        return Ran(self.reply(request), messages)

    def reply(self, request):
        """The reply to a request on the shell channel."""
        while True:
            message = self.client.get_shell_msg(timeout=TIMEOUT_S)
            if message["parent_header"].get("msg_id") == request:
                return message

    def run_cell(self, code, **options):
        """Runs a cell to its end, whatever that is."""
        request, busy = self.start(code, **options)
        return self.finish(request, [busy])

    def value(self, code):
        """Runs a cell that must succeed and returns its value's text."""
        ran = self.run_cell(code)
        content = ran.reply["content"]
        self.assertEqual(content["status"], "ok", content)
        return ran.result()

    def wait_for_output(self, text):
        """Waits until the running cell has written `text` to stdout."""
        written = ""
        while text not in written:
            message = self.client.get_iopub_msg(timeout=TIMEOUT_S)
            if message["msg_type"] == "stream":
                written += message["content"]["text"]


class KernelCase(Asking, unittest.TestCase):
    """Tests with a fresh kernel each."""

    def setUp(self):
        self.manager, self.client = start_kernel()
        self.addCleanup(end_kernel, self.manager, self.client)


class SharedKernelCase(Asking, unittest.TestCase):
    """Tests that share one kernel, since they leave nothing behind."""

    cwd = None

    @classmethod
    def setUpClass(cls):
        cls.manager, cls.client = start_kernel(cls.cwd)
        cls.addClassCleanup(end_kernel, cls.manager, cls.client)
