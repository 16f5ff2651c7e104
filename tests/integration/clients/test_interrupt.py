"""Stop, sent as interrupt_request, in each state a cell can be in."""

import unittest

from kernel_case import SharedKernelCase

class InterruptTest(SharedKernelCase):
    def stop(self, code, marker):
        """Stops a cell once it has written `marker`; the kernel must live on."""
        request, _ = self.start(code)
        self.wait_for_output(marker)
        self.manager.interrupt_kernel()
        ran = self.finish(request)
        self.assertEqual(ran.reply["content"]["status"], "error")
        return ran

    def test_busy_loop(self):
        self.value("const kept = 7")
        self.stop("console.log('go'); while (true) {}", "go")
        self.assertEqual(self.value("kept"), "7")

    def test_pending_await(self):
        self.stop("console.log('go'); await new Promise(() => { setInterval(() => {}, 1000) })", "go")
        self.assertEqual(self.value("1"), "1")

    def test_awaiting_loop_does_not_go_on(self):
        self.value("let n = 0; const sleep = (ms) => new Promise((r) => setTimeout(r, ms))")
        self.stop(
            "while (true) { await sleep(10); if (++n === 3) console.log('three') }", "three"
        )
        before = self.value("n")
        # Longer than several of the loop's turns, by the same clock.
        self.assertEqual(self.value("await sleep(100); n"), before)

    def test_loop_in_a_function_after_an_await(self):
        code = """
        async function spin() { await null; console.log('go'); for (;;) {} }
        await spin()"""
        self.stop(code, "go")
        self.assertEqual(self.value("1"), "1")

    def test_loop_in_a_timer(self):
        code = """
        await new Promise(() => setTimeout(() => { console.log('go'); for (;;) {} }, 1))"""
        self.stop(code, "go")
        self.assertEqual(self.value("1"), "1")

    def test_idle(self):
        # Not one of these Stops is meant for the cell behind it, though that
        # goes by another socket and often arrives first.
        for _ in range(100):
            self.manager.interrupt_kernel()
            self.assertEqual(self.value("1"), "1")

    def test_aborts_what_is_queued(self):
        first, _ = self.start("console.log('go'); while (true) {}")
        second = self.client.execute("1")
        self.wait_for_output("go")
        self.manager.interrupt_kernel()
        self.finish(first)
        self.assertEqual(self.reply(second)["content"]["status"], "aborted")

    def test_again_and_again(self):
        self.value("let turns = 0")
        for _ in range(20):
            self.stop("turns++; console.log('go'); while (true) {}", "go")
        self.assertEqual(self.value("turns"), "20")


if __name__ == "__main__":
    unittest.main()
