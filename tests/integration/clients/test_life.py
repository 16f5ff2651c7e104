"""How kernels and their children start, go on and end."""

import os
import select
import signal
import subprocess
import unittest

from jupyter_client import BlockingKernelClient, KernelManager
from kernel_case import TIMEOUT_S, KernelCase, SharedKernelCase, wait_for_iopub


def descendants(pid):
    """The processes below one, by `ps`."""
    listing = subprocess.run(
        ["ps", "-e", "-o", "pid=,ppid="], capture_output=True, text=True, check=True
    ).stdout
    parents = [tuple(map(int, line.split())) for line in listing.splitlines()]
    found, front = [], [pid]
    while front:
        front = [child for child, parent in parents if parent in front]
        found += front
    return found


def wait_for_end(pids, case):
    """Waits until none of the processes runs any more."""
    for pid in pids:
        try:
            handle = os.pidfd_open(pid)
        except ProcessLookupError:
            continue
        ready, _, _ = select.select([handle], [], [], TIMEOUT_S)
        os.close(handle)
        case.assertTrue(ready, f"process {pid} is still there")


class LifeTest(KernelCase):
    def kernel_pid(self):
        return self.manager.provisioner.pid

    def test_shutdown_leaves_nothing(self):
        self.value("1")
        pids = [self.kernel_pid(), *descendants(self.kernel_pid())]
        self.assertGreater(len(pids), 1)
        self.client.shutdown()
        wait_for_end(pids, self)

    def test_killed_kernel_leaves_no_orphan_in_a_busy_loop(self):
        self.start("console.log('go'); while (true) {}")
        self.wait_for_output("go")
        pids = descendants(self.kernel_pid())
        self.assertGreater(len(pids), 0)
        os.kill(self.kernel_pid(), signal.SIGKILL)
        wait_for_end(pids, self)

    def test_killed_child_costs_the_cell_not_the_kernel(self):
        request, _ = self.start("console.log(`${Deno.pid}.`); while (true) {}")
        self.wait_for_output(".")
        os.kill(descendants(self.kernel_pid())[0], signal.SIGKILL)
        content = self.finish(request).reply["content"]
        self.assertEqual(content["status"], "error")
        self.assertEqual(self.value("1"), "1")

    def test_restart_forgets_variables(self):
        self.value("var kept = 1")
        self.manager.restart_kernel(now=False)
        self.client.wait_for_ready(timeout=TIMEOUT_S)
        wait_for_iopub(self.client)
        self.assertEqual(self.value("typeof kept"), '"undefined"')

    def test_ctrl_c_in_its_terminal_is_a_stop(self):
        request, _ = self.start("console.log('go'); while (true) {}")
        self.wait_for_output("go")
        os.killpg(os.getpgid(self.kernel_pid()), signal.SIGINT)
        content = self.finish(request).reply["content"]
        self.assertEqual(content["status"], "error")
        self.assertEqual(self.value("1"), "1")


class AnswersTest(SharedKernelCase):
    def test_heartbeat_and_control_answer_while_a_cell_is_busy(self):
        request, _ = self.start("console.log('go'); while (true) {}")
        self.wait_for_output("go")
        message = self.client.session.msg("kernel_info_request")
        self.client.control_channel.send(message)
        reply = self.client.get_control_msg(timeout=TIMEOUT_S)
        self.assertEqual(reply["msg_type"], "kernel_info_reply")
        self.assertTrue(self.client.is_alive())
        self.manager.interrupt_kernel()
        self.finish(request)

    def test_second_client_sees_what_the_first_runs(self):
        # Not `manager.client()`: it shares its identity with the first one.
        second = BlockingKernelClient()
        second.load_connection_file(self.manager.connection_file)
        second.start_channels()
        self.addCleanup(second.stop_channels)
        second.wait_for_ready(timeout=TIMEOUT_S)
        wait_for_iopub(second)
        request = self.client.execute("console.log('for all')")
        seen = []
        while True:
            message = second.get_iopub_msg(timeout=TIMEOUT_S)
            if message["parent_header"].get("msg_id") != request:
                continue
            seen.append(message["msg_type"])
            if message["content"].get("execution_state") == "idle":
                break
        self.assertIn("stream", seen)


class IpcTest(unittest.TestCase):
    def test_starts_on_ipc(self):
        manager = KernelManager(kernel_name="thaw", transport="ipc")
        manager.start_kernel()
        self.addCleanup(manager.shutdown_kernel, now=True)
        client = manager.client()
        client.start_channels()
        self.addCleanup(client.stop_channels)
        client.wait_for_ready(timeout=TIMEOUT_S)
        wait_for_iopub(client)


if __name__ == "__main__":
    unittest.main()
