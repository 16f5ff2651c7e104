"""What is asked of a kernel without running code of the user."""

import os
import tempfile
import unittest

from kernel_case import SharedKernelCase, TIMEOUT_S
from pygments.lexers import get_lexer_by_name


class CompleteTest(SharedKernelCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.cwd = os.path.realpath(folder.name)
        with open(os.path.join(cls.cwd, "near.ts"), "w") as file:
            file.write("export const near: string = 'yes';\n")
        super().setUpClass()

    def complete(self, code):
        """The matches at the end of the code, and the text they replace."""
        request = self.client.complete(code, len(code))
        content = self.reply(request)["content"]
        self.assertEqual(content["status"], "ok", content)
        start, end = content["cursor_start"], content["cursor_end"]
        return content["matches"], code[start:end]

    def test_what_vs_code_reads(self):
        self.value("const counted = {sum: 1, total: 2}")
        code = "'😀'; counted."
        reply = self.reply(self.client.complete(code, len(code)))["content"]
        items = reply["metadata"]["_jupyter_types_experimental"]
        # An item without a text is an error there.
        self.assertEqual([item["text"] for item in items], reply["matches"])
        self.assertLessEqual({"sum", "total"}, set(reply["matches"]))
        for item in items:
            self.assertTrue(item["type"] and isinstance(item["type"], str), item)
            self.assertEqual((item["start"], item["end"]), (len(code), len(code)))

        info = self.reply(self.client.kernel_info())["content"]["language_info"]
        self.assertEqual(info["name"], "typescript")
        lexer = get_lexer_by_name(info["pygments_lexer"])
        self.assertIn("*" + info["file_extension"], lexer.filenames)
        spec = self.manager.kernel_spec
        # Taken for the cells' language and for how Stop is asked for.
        self.assertEqual((spec.language, spec.interrupt_mode), ("typescript", "message"))
        self.assertTrue(os.path.isabs(spec.argv[0]) and os.access(spec.argv[0], os.X_OK))
        self.assertEqual(spec.argv.count("{connection_file}"), 1)

    def test_names_of_cells_and_globals(self):
        self.value("const fooled = 1; function foolish() {}")
        self.assertEqual(self.complete("1 + fool"), (["fooled", "foolish"], "fool"))
        self.assertIn("structuredClone", self.complete("struct")[0])
        self.assertIn("const", self.complete("con")[0])

    def test_no_name_of_the_kernels_own(self):
        matches = self.complete("")[0]
        self.assertIn("console", matches)
        self.assertEqual([name for name in matches if name.startswith("$")], [])

    def test_members_own_first(self):
        self.value("class A { own = 1; method() {} }; const thing = new A()")
        matches, replaced = self.complete("thing.")
        self.assertEqual(matches[:2], ["own", "method"])
        self.assertIn("hasOwnProperty", matches)
        self.assertEqual(replaced, "")

    def test_code_points(self):
        self.value("const deep = {inner: {value: 1}}")
        self.assertEqual(
            self.complete("const s = '😀😀'; deep.inner.va"), (["value", "valueOf"], "va")
        )

    def test_no_indices_of_a_long_array(self):
        self.value("const long = new Float32Array(5e6), list = [1, 2]")
        self.assertIn("subarray", self.complete("long.")[0])
        self.assertNotIn("0", self.complete("list.")[0])
        self.assertIn("map", self.complete("list.m")[0])

    def test_keys(self):
        self.value("const table = {'a b': 1, c: 2}")
        self.assertEqual(self.complete("table['a"), (["a b"], "a"))
        self.assertNotIn("a b", self.complete("table.")[0])

    def test_platform(self):
        self.assertIn("getRandomValues", self.complete("crypto.")[0])
        self.assertIn("readTextFile", self.complete("Deno.read")[0])
        self.assertIn("md", self.complete("Deno.jupyter.")[0])
        self.assertIn("trim", self.complete("'text'.")[0])

    def test_imports(self):
        self.assertEqual(self.complete("import x from './ne")[0], ["./near.ts"])
        self.assertIn("@tensorflow/tfjs", self.complete("import '@tens")[0])
        self.assertIn("node:fs/promises", self.complete("await import('node:fs")[0])

    def test_modules(self):
        self.value("import * as path from 'node:path'")
        self.assertIn("basename", self.complete("path.base")[0])

    def test_runs_nothing(self):
        self.value(
            """
            globalThis.ran = [];
            const hostile = {
              get getter() { ran.push('getter'); return {a: 1} },
              [Symbol.toPrimitive]() { ran.push('primitive') },
              call() { ran.push('call'); return {a: 1} },
            };
            const trap = new Proxy({}, new Proxy({}, {
              get(_, name) { ran.push(name) }
            }));
            const above = Object.create(trap);
            Object.defineProperty(globalThis, 'late', { get() { ran.push('late') } });
            """
        )
        self.assertIn("getter", self.complete("hostile.get")[0])
        for code in [
            "hostile.getter.",
            "hostile.call().",
            "hostile[hostile].",
            "trap.",
            "trap.x.",
            "above.",
            "above.x.",
            "late.",
            "late.x.",
            "missing.",
            "(hostile.x = 1).",
        ]:
            self.complete(code)
        self.assertEqual(self.value("ran.length"), "0")

    def test_while_a_cell_is_busy(self):
        self.value("const busy = {inside: 1}")
        request, _ = self.start("console.log('go'); while (true) {}")
        self.wait_for_output("go")
        self.assertEqual(self.complete("busy.ins")[0], ["inside"])
        self.assertEqual(self.complete("bus")[0], ["busy"])
        self.manager.interrupt_kernel()
        self.finish(request)

    def test_while_the_runtime_is_blocked(self):
        self.value("const blocked = 1; import fs from 'node:fs'")
        pipe = os.path.join(self.cwd, "pipe")
        os.mkfifo(pipe)
        request, _ = self.start(f"console.log('go'); fs.readFileSync('{pipe}', 'utf8')")
        self.wait_for_output("go")
        # Opening blocks until the cell has opened its end too.
        with open(pipe, "w") as end:
            matches, _ = self.complete("block")
            self.assertEqual(matches, ["blocked"])
            self.assertIn("fetch", self.complete("fet")[0])
            self.assertIn("toFixed", self.complete("blocked.")[0])
            end.write("done")
        self.assertEqual(self.finish(request).result(), '"done"')

    def test_overwritten_globals(self):
        self.value(
            "const {Object, Reflect, Array} = globalThis; const safe = {here: 1};"
            "Object.getOwnPropertyNames = Object.getPrototypeOf = Reflect.apply = null"
        )
        self.assertEqual(self.complete("safe.he")[0], ["here"])


class InspectTest(SharedKernelCase):
    def inspect(self, code, detail_level=0, cursor_pos=None):
        """The plain text and the Markdown, or None."""
        at = len(code) if cursor_pos is None else cursor_pos
        request = self.client.inspect(code, at, detail_level)
        content = self.reply(request)["content"]
        self.assertEqual(content["status"], "ok", content)
        if not content["found"]:
            return None
        return content["data"]["text/plain"], content["data"]["text/markdown"]

    def test_function_of_a_cell(self):
        self.value(
            "/** Adds two. */\n"
            "function add(a: number, b = 1): number {\n  return a + b;\n}"
        )
        plain, marked = self.inspect("add")
        self.assertIn("function add(a: number, b = 1): number", plain)
        self.assertIn("Adds two.", plain)
        self.assertNotIn("return", plain)
        self.assertIn("```ts", marked)
        self.assertIn("return a + b", self.inspect("add", 1)[0])

    def test_the_call_around_the_cursor(self):
        self.value("function outer(first: string) {}")
        self.assertIn("first: string", self.inspect("outer(")[0])
        self.assertIn("first: string", self.inspect("outer('a', ")[0])

    def test_values(self):
        self.value(
            "const list = [1, 'two'], map = new Map([[1, 'a']]), text = 'abc';"
            "const big = new Float32Array(5e6), deep = {inner: {x: 1}}, none = null"
        )
        plain, marked = self.inspect("list")
        self.assertIn("const list: (string | number)[]", plain)
        self.assertRegex(plain, r"Declared in In\[\d+\]:1")
        self.assertIn('list: Array, length 2\n\nArray(2) [1, "two"]', plain)
        self.assertIn("```ts\nconst list: (string | number)[]\n```", marked)
        self.assertIn('Map(1) {1 => "a"}', self.inspect("map")[0])
        self.assertIn('text: string, length 3\n\n"abc"', self.inspect("text")[0])
        self.assertIn("length 5000000", self.inspect("big")[0])
        self.assertIn("{x: 1}", self.inspect("deep.inner")[0])
        self.assertIn("none: null\n\nnull", self.inspect("none")[0])

    def test_tensor(self):
        self.value(
            "import * as tf from '@tensorflow/tfjs'; const t = tf.zeros([2, 3], 'int32')"
        )
        self.assertIn("shape [2, 3], int32", self.inspect("t")[0])
        self.assertIn("a: tf.Tensor", self.inspect("tf.add")[0])

    def test_awaits_are_shown_as_written(self):
        self.value("class A { async m(x) { return await x } }; const a = new A()")
        self.assertIn("await (x)", self.inspect("a.m", 1)[0])

    def test_code_points(self):
        self.value("const emoji = '😀'")
        self.assertIn("emoji: string", self.inspect("'😀😀'; emoji + 1", 0, 8)[0])

    def test_not_found(self):
        self.value("const known = {get risky() { globalThis.ran = true; return 1 }}")
        for code in ["missing", "known.missing", "// known", "'known'"]:
            self.assertIsNone(self.inspect(code), code)
        # By its type alone: the getter would change something.
        self.assertNotIn("known.risky", self.inspect("known.risky")[0])
        self.assertEqual(self.value("typeof ran"), '"undefined"')

    def test_while_a_cell_is_busy(self):
        request, _ = self.start("let n = 41; n++; console.log('go'); while (true) {}")
        self.wait_for_output("go")
        self.assertIn("42", self.inspect("n")[0])
        self.manager.interrupt_kernel()
        self.finish(request)

    def test_usage_counts_what_a_cell_holds(self):
        before = self.usage()
        self.value("const held = new Uint8Array(2 ** 27).fill(1); held.length")
        after = self.usage()
        # Half of it: what else the kernel holds may shrink meanwhile.
        held = after["kernel_memory"] - before["kernel_memory"]
        self.assertGreater(held, 2**26)
        self.assertGreater(after["kernel_cpu"], 0)

    def usage(self):
        """What jupyter-resource-usage asks for."""
        request = self.client.session.msg("usage_request", {})
        self.client.control_channel.send(request)
        reply = self.client.get_control_msg(timeout=TIMEOUT_S)
        self.assertEqual(reply["msg_type"], "usage_reply")
        return reply["content"]


if __name__ == "__main__":
    unittest.main()
