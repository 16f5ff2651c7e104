"""execute_request, as jupyter_client sees it."""

import os
import tempfile
import unittest

from kernel_case import TIMEOUT_S, SharedKernelCase


class ExecuteTest(SharedKernelCase):
    def test_value_of_the_last_expression(self):
        self.assertEqual(self.value("const x: number = 20;\nx + 1"), "21")

    def test_no_value_after_a_declaration(self):
        self.assertIsNone(self.value("let y = 1"))

    def test_declarations_persist_and_can_be_made_again(self):
        self.value("const x = 1; function f() { return 'one' } class A {}")
        self.value("const x = 2; function f() { return 'two' } class A {}")
        self.assertEqual(self.value("`${x} ${f()}`"), '"2 two"')

    def test_top_level_await(self):
        self.assertEqual(self.value("await Promise.resolve(3)"), "3")

    def test_types_enums_and_namespaces(self):
        code = "enum E { A = 4 }\nnamespace N { export const b = 1 }\nE.A + N.b"
        self.assertEqual(self.value(code), "5")

    def test_busy_input_output_idle(self):
        ran = self.run_cell("console.log('a'); 1")
        kinds = [m["msg_type"] for m in ran.messages]
        self.assertEqual(
            kinds, ["status", "execute_input", "stream", "execute_result", "status"]
        )
        states = [c["execution_state"] for c in ran.of("status")]
        self.assertEqual(states, ["busy", "idle"])
        self.assertLessEqual(
            ran.reply["header"]["date"], ran.messages[-1]["header"]["date"]
        )

    def test_counts_what_is_stored(self):
        before = self.run_cell("1").reply["content"]["execution_count"]
        self.run_cell("1", silent=True)
        self.run_cell("1", store_history=False)
        after = self.run_cell("1").reply["content"]["execution_count"]
        self.assertEqual(after, before + 1)

    def test_does_not_count_blank_cells(self):
        count = self.run_cell("1").reply["content"]["execution_count"]
        for code, expected in [
            ("", count),
            (" \n\t\n", count),
            ("// a comment", count + 1),
            ("", count + 1),
            ("1", count + 2),
        ]:
            content = self.run_cell(code).reply["content"]
            self.assertEqual(content["status"], "ok")
            self.assertEqual(content["execution_count"], expected, code)
        request = self.client.history(
            hist_access_type="range", session=0, start=count, stop=count + 3
        )
        history = self.reply(request)["content"]["history"]
        self.assertEqual([line for _, *line in history], [
            [count, "1"], [count + 1, "// a comment"], [count + 2, "1"],
        ])

    def test_evaluates_user_expressions_of_a_blank_cell(self):
        ran = self.run_cell("", user_expressions={"a": "1 + 1"})
        value = ran.reply["content"]["user_expressions"]["a"]
        self.assertEqual(value["data"]["text/plain"], "2")

    def test_silent_shows_nothing(self):
        ran = self.run_cell("console.log(1); 1", silent=True)
        self.assertEqual([m["msg_type"] for m in ran.messages], ["status", "status"])

    def test_output_in_order(self):
        code = "for (let i = 0; i < 500; i++) i % 2 ? console.log(`${i}`) : console.error(`${i}`)"
        texts = [(c["name"], c["text"]) for c in self.run_cell(code).of("stream")]
        numbers = "".join(text for _, text in texts).split()
        self.assertEqual(numbers, [str(i) for i in range(500)])

    def test_output_is_live(self):
        request, _ = self.start("console.log('now'); while (true) {}")
        self.wait_for_output("now")
        self.manager.interrupt_kernel()
        self.finish(request)

    def test_error_names_its_line(self):
        ran = self.run_cell("const a = 1;\n\nnull.b")
        content = ran.reply["content"]
        self.assertEqual(content["status"], "error")
        self.assertEqual(content["ename"], "TypeError")
        (shown,) = ran.of("error")
        self.assertEqual(shown["traceback"], content["traceback"])
        self.assertRegex("\n".join(shown["traceback"]), r"\b3\b")

    def test_syntax_error(self):
        content = self.run_cell("console.log('ran')\nlet let = ;").reply["content"]
        self.assertEqual(content["ename"], "SyntaxError")

    def test_stop_on_error_aborts_what_is_queued(self):
        first = self.client.execute("prompt(); throw new Error('x')", allow_stdin=True)
        self.client.get_stdin_msg(timeout=TIMEOUT_S)
        second = self.client.execute("1")
        # It has come, once what was sent behind it is answered.
        self.reply(self.client.kernel_info())
        self.client.input("")
        self.assertEqual(self.reply(first)["content"]["status"], "error")
        self.assertEqual(self.reply(second)["content"]["status"], "aborted")
        self.assertEqual(self.value("2"), "2")

    def test_without_stop_on_error_goes_on(self):
        first = self.client.execute("throw new Error('x')", stop_on_error=False)
        second = self.client.execute("1")
        self.assertEqual(self.reply(first)["content"]["status"], "error")
        self.assertEqual(self.reply(second)["content"]["status"], "ok")

    def test_displays(self):
        code = "await Deno.jupyter.display({'text/html': '<b>x</b>'}, {raw: true});"
        (shown,) = self.run_cell(code).of("display_data")
        self.assertEqual(shown["data"]["text/html"], "<b>x</b>")

    def test_value_that_displays_itself(self):
        code = "({[Symbol.for('Jupyter.display')]: () => ({'text/html': '<i>y</i>'})})"
        (shown,) = self.run_cell(code).of("execute_result")
        self.assertEqual(shown["data"]["text/html"], "<i>y</i>")

    def test_deno_jupyter_tags(self):
        for tag, mime in [
            ("html", "text/html"),
            ("md", "text/markdown"),
            ("svg", "image/svg+xml"),
        ]:
            (shown,) = self.run_cell(f"Deno.jupyter.{tag}`<svg></svg>`").of(
                "execute_result"
            )
            self.assertEqual(shown["data"][mime], "<svg></svg>")

    def test_user_expressions_fail_one_by_one(self):
        ran = self.run_cell(
            "let n = 20",
            user_expressions={
                "value": "n + 1 // ok",
                "nothing": "undefined",
                "thrown": "missing",
                "statement": "let n = 1",
                "shown": "console.log('no output'), Promise.resolve(1)",
            },
        )
        content = ran.reply["content"]
        self.assertEqual(content["status"], "ok")
        values = content["user_expressions"]
        self.assertEqual(list(values), ["value", "nothing", "thrown", "statement", "shown"])
        self.assertEqual(values["value"]["data"]["text/plain"], "21")
        self.assertEqual(values["nothing"]["data"]["text/plain"], "undefined")
        self.assertEqual(values["thrown"]["ename"], "ReferenceError")
        self.assertEqual(values["statement"]["ename"], "SyntaxError")
        self.assertIn("Promise", values["shown"]["data"]["text/plain"])
        self.assertEqual(ran.of("stream"), [])

    def test_exit_costs_the_variables_not_the_kernel(self):
        self.value("globalThis.kept = 1")
        content = self.run_cell("Deno.exit(3)").reply["content"]
        self.assertEqual(content["status"], "error")
        self.assertIn("3", content["evalue"])
        self.assertEqual(self.value("typeof kept"), '"undefined"')


class ImportTest(SharedKernelCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.cwd = os.path.realpath(folder.name)
        with open(os.path.join(cls.cwd, "near.ts"), "w") as file:
            file.write("export const near: string = 'yes';\n")
        super().setUpClass()

    def test_works_in_the_notebooks_folder(self):
        self.assertEqual(self.value("Deno.cwd()"), f'"{self.cwd}"')

    def test_relative_module(self):
        code = "import { near } from './near.ts';\nnear"
        self.assertEqual(self.value(code), '"yes"')

    def test_node_module(self):
        code = "import { basename } from 'node:path';\nbasename('/a/b')"
        self.assertEqual(self.value(code), '"b"')

    def test_own_imports_by_bare_name(self):
        code = "import * as tf from '@tensorflow/tfjs';\ntf.version_core"
        self.assertEqual(self.value(code), '"4.22.0"')

    def test_npm_specifier(self):
        code = "import ts from 'npm:typescript@6.0.3';\nts.version"
        self.assertEqual(self.value(code), '"6.0.3"')


if __name__ == "__main__":
    unittest.main()
