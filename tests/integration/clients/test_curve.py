"""Encrypted channels, as jupyter_client sets them up."""

import unittest

import zmq
from jupyter_client import KernelManager
from kernel_case import TIMEOUT_S, Asking, end_kernel, wait_for_iopub
from zmq.utils.monitor import recv_monitor_message

FAILED = zmq.EVENT_HANDSHAKE_FAILED_NO_DETAIL | zmq.EVENT_HANDSHAKE_FAILED_PROTOCOL


class CurveTest(Asking, unittest.TestCase):
    def setUp(self):
        self.manager = KernelManager(
            kernel_name="thaw", transport_encryption="required"
        )
        self.manager.start_kernel()
        self.client = self.manager.client()
        self.client.start_channels()
        self.addCleanup(end_kernel, self.manager, self.client)
        self.client.wait_for_ready(timeout=TIMEOUT_S)
        wait_for_iopub(self.client)
        self.assertIn("curve_secretkey", self.manager.get_connection_info())

    def test_all_channels_speak_curve(self):
        request, busy = self.start("console.log('out'); prompt('name?')")
        asked = self.client.get_stdin_msg(timeout=TIMEOUT_S)
        self.assertEqual(asked["content"]["prompt"], "name?")
        self.client.input("Ada")
        ran = self.finish(request, [busy])
        self.assertEqual((ran.text(), ran.result()), ("out\n", '"Ada"'))
        self.client.control_channel.send(
            self.client.session.msg("kernel_info_request")
        )
        reply = self.client.get_control_msg(timeout=TIMEOUT_S)
        self.assertEqual(reply["content"]["status"], "ok")
        self.assertTrue(self.client.is_alive())

    def test_restart_and_interrupt(self):
        self.manager.restart_kernel(now=False)
        self.client.wait_for_ready(timeout=TIMEOUT_S)
        wait_for_iopub(self.client)
        request, _ = self.start("console.log('go'); while (true) {}")
        self.wait_for_output("go")
        self.manager.interrupt_kernel()
        content = self.finish(request).reply["content"]
        self.assertEqual(content["status"], "error")

    def test_plain_client_is_refused(self):
        client = zmq.Context.instance().socket(zmq.DEALER)
        self.addCleanup(client.close, linger=0)
        monitor = client.get_monitor_socket()
        monitor.rcvtimeo = TIMEOUT_S * 1000
        client.connect(f"tcp://127.0.0.1:{self.manager.shell_port}")
        seen = 0
        while not seen & (FAILED | zmq.EVENT_HANDSHAKE_SUCCEEDED | zmq.EVENT_DISCONNECTED):
            seen |= recv_monitor_message(monitor)["event"]
        self.assertFalse(seen & zmq.EVENT_HANDSHAKE_SUCCEEDED)
        self.assertEqual(self.value("1"), "1")


if __name__ == "__main__":
    unittest.main()
