"""history_request, in one session and across several."""

import unittest

from kernel_case import Asking, end_kernel, start_kernel, wait_for_iopub


class HistoryTest(Asking, unittest.TestCase):
    def start_one(self):
        self.manager, self.client = start_kernel()
        self.addCleanup(end_kernel, self.manager, self.client)

    def history(self, kind, **options):
        request = self.client.history(hist_access_type=kind, **options)
        content = self.reply(request)["content"]
        self.assertEqual(content["status"], "ok", content)
        return content["history"]

    def test_this_session(self):
        self.start_one()
        self.value("const first = 1")
        self.value("first + 1")
        self.run_cell("'not stored'", store_history=False)
        self.run_cell("'silent'", silent=True)
        self.run_cell("throw new Error('stored')")
        here = self.history("range", session=0, raw=True, output=True)
        self.assertEqual(
            [(line, text) for _, line, text in here],
            [
                (1, ["const first = 1", None]),
                (2, ["first + 1", "2"]),
                (3, ["throw new Error('stored')", None]),
            ],
        )
        self.assertEqual(
            [text for _, _, text in self.history("search", pattern="first*")],
            ["first + 1"],
        )

    def test_is_kept_for_later_and_other_kernels(self):
        self.start_one()
        self.value("'of one'")
        self.value("'of two'")
        self.manager.shutdown_kernel()
        self.start_one()
        self.value("'of three'")
        tail = self.history("tail", n=3, output=False)
        self.assertEqual(
            [text for _, _, text in tail], ["'of one'", "'of two'", "'of three'"]
        )
        before = self.history("range", session=-1, start=2)
        self.assertEqual([text for _, _, text in before], ["'of two'"])
        self.manager.restart_kernel(now=False)
        self.client.wait_for_ready()
        wait_for_iopub(self.client)
        before = self.history("range", session=-1)
        self.assertEqual([text for _, _, text in before], ["'of three'"])


if __name__ == "__main__":
    unittest.main()
