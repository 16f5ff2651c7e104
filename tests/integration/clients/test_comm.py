"""Comms, opened from either end."""

import unittest

from kernel_case import TIMEOUT_S, Ran, SharedKernelCase

ECHO = """
Deno.jupyter.comms.registerTarget("echo", (comm, opened) => {
  comm.onMsg = ({content, metadata, buffers}) => {
    comm.send({got: content.data}, {metadata, buffers: buffers.map((b) => b.map((x) => x + 1))});
  };
  comm.onClose = ({content}) => console.log("closed", content.data.why);
  comm.send({opened: opened.content.data});
});"""


class CommTest(SharedKernelCase):
    def send(self, kind, metadata=None, buffers=None, **content):
        """Sends a comm's message without waiting."""
        message = self.client.session.msg(kind, content, metadata=metadata)
        if buffers:
            message["buffers"] = buffers
        self.client.session.send(
            self.client.shell_channel.socket, message, buffers=buffers
        )
        return message["header"]["msg_id"]

    def sent(self, kind, **options):
        """Sends it and returns all that comes until the kernel is idle again."""
        return self.until_idle(self.send(kind, **options))

    def until_idle(self, request):
        """All that comes until the kernel is done with a request."""
        messages = []
        while True:
            message = self.client.get_iopub_msg(timeout=TIMEOUT_S)
            messages.append(message)
            mine = message["parent_header"].get("msg_id") == request
            if mine and message["content"].get("execution_state") == "idle":
                return Ran({}, messages)

    def info(self, **content):
        request = self.client.session.msg("comm_info_request", content)
        self.client.shell_channel.send(request)
        reply = self.reply(request["header"]["msg_id"])["content"]
        self.assertEqual(reply["status"], "ok")
        return reply["comms"]

    def test_opened_by_the_front_end(self):
        self.value(ECHO)
        ran = self.sent("comm_open", comm_id="one", target_name="echo", data={"a": 1})
        (answer,) = ran.of("comm_msg")
        self.assertEqual(answer, {"comm_id": "one", "data": {"opened": {"a": 1}}})
        self.assertEqual(self.info(target_name="echo"), {"one": {"target_name": "echo"}})
        self.assertEqual(self.info(target_name="other"), {})
        ran = self.sent("comm_close", comm_id="one", data={"why": "done"})
        self.assertEqual(ran.text(), "closed done\n")
        self.assertEqual(self.info(), {})

    def test_an_answer_is_known_by_its_parent(self):
        """By it a page that opens knows the state of each widget it asks for."""
        self.value(ECHO)
        self.sent("comm_open", comm_id="parent", target_name="echo", data={})
        running = self.client.execute(
            'await new Promise((r) => Deno.jupyter.comms.registerTarget("end", r))'
        )
        asked = self.send("comm_msg", comm_id="parent", data={"n": 1})
        parents = [
            message["parent_header"]["msg_id"]
            for message in self.until_idle(asked).messages
            if message["msg_type"] == "comm_msg"
        ]
        self.assertEqual(parents, [asked])
        self.send("comm_close", comm_id="parent", data={"why": ""})
        self.send("comm_open", comm_id="end", target_name="end", data={})
        self.until_idle(running)
        self.send("comm_close", comm_id="end", data={})

    def test_buffers_there_and_back(self):
        self.value(ECHO)
        self.sent("comm_open", comm_id="two", target_name="echo", data={})
        big = bytes(range(256)) * 4096
        ran = self.sent(
            "comm_msg",
            comm_id="two",
            data={"n": 1},
            metadata={"m": 2},
            buffers=[big, b""],
        )
        (answer,) = [m for m in ran.messages if m["msg_type"] == "comm_msg"]
        self.assertEqual(answer["content"]["data"], {"got": {"n": 1}})
        self.assertEqual(answer["metadata"], {"m": 2})
        back = [bytes(buffer) for buffer in answer["buffers"]]
        self.assertEqual(back, [bytes((x + 1) % 256 for x in big), b""])
        self.sent("comm_close", comm_id="two", data={})

    def test_opened_by_a_cell(self):
        ran = self.run_cell(
            "var comm = Deno.jupyter.comms.open('slider', {value: 1},"
            " {metadata: {version: '2'}, buffers: [new Uint8Array([7])]});"
            "comm.onMsg = ({content}) => { globalThis.latest = content.data.value }"
        )
        (opened,) = [m for m in ran.messages if m["msg_type"] == "comm_open"]
        self.assertEqual(opened["content"]["target_name"], "slider")
        self.assertEqual(opened["content"]["data"], {"value": 1})
        self.assertEqual(opened["metadata"], {"version": "2"})
        self.assertEqual(bytes(opened["buffers"][0]), b"\x07")
        comm_id = opened["content"]["comm_id"]
        self.sent("comm_msg", comm_id=comm_id, data={"value": 5})
        self.assertEqual(self.value("latest"), "5")
        (closed,) = self.run_cell("await comm.close({bye: 1})").of("comm_close")
        self.assertEqual(closed, {"comm_id": comm_id, "data": {"bye": 1}})
        self.assertEqual(self.info(), {})
        error = self.run_cell("await comm.send({})").reply["content"]
        self.assertIn("is closed", error["evalue"])

    def test_opened_by_broadcast(self):
        self.value(
            "await Deno.jupyter.broadcast('comm_open',"
            " {comm_id: 'w', target_name: 'jupyter.widget', data: {state: {}}});"
            "Deno.jupyter.comms.get('w').onMsg = (m) => console.log(m.content.data.method)"
        )
        self.assertEqual(self.info(), {"w": {"target_name": "jupyter.widget"}})
        self.assertEqual(
            self.sent("comm_msg", comm_id="w", data={"method": "update"}).text(),
            "update\n",
        )
        self.run_cell("await Deno.jupyter.broadcast('comm_close', {comm_id: 'w', data: {}})")
        self.assertEqual(self.info(), {})

    def test_awaited_by_a_cell(self):
        request = self.client.execute(
            "const asked = Deno.jupyter.comms.open('asked');"
            "await new Promise((resolve) => asked.onMsg = ({content}) => resolve(content.data.value))"
        )
        comm_id = None
        while comm_id is None:
            message = self.client.get_iopub_msg(timeout=TIMEOUT_S)
            if message["msg_type"] == "comm_open":
                comm_id = message["content"]["comm_id"]
        self.send("comm_msg", comm_id=comm_id, data={"value": 7})
        ran = self.until_idle(request)
        (result,) = ran.of("execute_result")
        self.assertEqual(result["data"]["text/plain"], "7")
        self.assertEqual(self.reply(request)["content"]["status"], "ok")
        self.sent("comm_close", comm_id=comm_id, data={})

    def test_unknown_target_is_closed(self):
        ran = self.sent("comm_open", comm_id="x", target_name="nobody", data={})
        self.assertEqual(ran.of("comm_close"), [{"comm_id": "x", "data": {}}])
        self.assertEqual(self.info(), {})

    def test_unknown_comm_is_ignored(self):
        self.sent("comm_msg", comm_id="none", data={})
        self.sent("comm_close", comm_id="none", data={})
        self.assertEqual(self.value("1"), "1")

    def test_output_goes_to_the_cell_that_set_the_callback(self):
        ran = self.run_cell(
            "Deno.jupyter.comms.registerTarget('loud', (comm) => {"
            " console.log('opened'); setTimeout(() => console.log('later'), 1) })"
        )
        cell = ran.reply["parent_header"]["msg_id"]
        self.value("'another cell'")
        self.send("comm_open", comm_id="l", target_name="loud", data={})
        said = []
        while "later" not in "".join(said):
            message = self.client.get_iopub_msg(timeout=TIMEOUT_S)
            if message["msg_type"] == "stream":
                self.assertEqual(message["parent_header"]["msg_id"], cell)
                said.append(message["content"]["text"])
        self.assertEqual("".join(said), "opened\nlater\n")
        self.sent("comm_close", comm_id="l", data={})

    def test_errors_are_shown_in_that_cell(self):
        self.value(
            "Deno.jupyter.comms.registerTarget('broken', () => { throw new Error('at once') });"
            "Deno.jupyter.comms.registerTarget('late', async () => { await null; throw new Error('later') })"
        )
        ran = self.sent("comm_open", comm_id="b", target_name="broken", data={})
        self.assertIn("at once", ran.text("stderr"))
        self.assertEqual(len(ran.of("comm_close")), 1)
        self.send("comm_open", comm_id="c", target_name="late", data={})
        said = ""
        while "later" not in said:
            message = self.client.get_iopub_msg(timeout=TIMEOUT_S)
            if message["msg_type"] == "stream":
                said += message["content"]["text"]
        self.sent("comm_close", comm_id="c", data={})
        self.assertEqual(self.value("1"), "1")

    def test_order_with_cells(self):
        self.value(ECHO + "let seen = []")
        self.value(
            "Deno.jupyter.comms.registerTarget('order', (comm) => {"
            " comm.onMsg = ({content}) => { seen.push(content.data.n) } })"
        )
        self.sent("comm_open", comm_id="o", target_name="order", data={})
        self.client.execute("seen.push('first')")
        self.send("comm_msg", comm_id="o", data={"n": 1})
        self.send("comm_msg", comm_id="o", data={"n": 2})
        self.client.execute("seen.push('second')")
        self.assertEqual(self.value("seen.join()"), '"first,1,2,second"')
        self.sent("comm_close", comm_id="o", data={})

    def test_stop_ends_a_callback_that_loops(self):
        self.value(
            "var turns = 0; Deno.jupyter.comms.registerTarget('spin', (comm) => {"
            " comm.onMsg = () => { turns++; console.log('go'); for (;;) {} } })"
        )
        self.sent("comm_open", comm_id="s", target_name="spin", data={})
        for _ in range(3):
            request = self.send("comm_msg", comm_id="s", data={})
            self.wait_for_output("go")
            self.manager.interrupt_kernel()
            (error,) = self.until_idle(request).of("error")
            self.assertEqual(error["ename"], "Interrupted")
            self.assertEqual(self.value("1"), "1")
        self.assertEqual(self.value("turns"), "3")
        self.sent("comm_close", comm_id="s", data={})

    def test_end_with_the_runtime(self):
        self.value("Deno.jupyter.comms.open('gone')")
        (comm_id,) = self.info()
        request = self.client.execute("Deno.exit(1)", stop_on_error=False)
        closed = None
        while closed is None:
            message = self.client.get_iopub_msg(timeout=TIMEOUT_S)
            if message["msg_type"] == "comm_close":
                closed = message["content"]["comm_id"]
        self.assertEqual(closed, comm_id)
        self.reply(request)
        self.assertEqual(self.info(), {})


if __name__ == "__main__":
    unittest.main()
