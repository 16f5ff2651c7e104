/** What captured code shows, in a widget for outputs. */

import {
  deepStrictEqual,
  doesNotMatch,
  fail,
  match,
  strictEqual,
} from "node:assert/strict";
import { TestRuntime } from "../harness/test_runtime.ts";

const WIDGETS = new URL("../../lib/widgets/mod.ts", import.meta.url).href;

/** The outputs of `out`, in short. */
const SHORT = `const short = () => ({ [Symbol.for("Jupyter.display")]: () => ({
  "text/plain": JSON.stringify(out.outputs.map((it) =>
    it.text ?? it.data?.["text/plain"] ?? it.traceback.join())) }) });`;

Deno.test("a widget for outputs shows what captured code shows", async (t) => {
  await using runtime = new TestRuntime();
  await runtime.run(`import { interact, Output } from "${WIDGETS}";
const out = new Output();
${SHORT}
const show = (text, display_id, update) =>
  Deno.jupyter.display({ "text/plain": text }, { raw: true, display_id, update });`);
  /** The texts that `out` shows after a cell, and what the cell printed. */
  const run = async (code: string) => {
    const cell = runtime.start(`${code}\nshort()`);
    const outcome = await cell.outcome;
    const text = outcome.status === "ok"
      ? String(outcome.data?.["text/plain"])
      : fail(JSON.stringify(outcome));
    return { shown: JSON.parse(text), printed: cell.stdout };
  };

  await t.step("what it prints and displays, and nothing else", async () => {
    deepStrictEqual(
      await run(`console.log("before");
      out.capture((text) => { console.log(text); console.log("b"); show("bundle"); console.error("c") })("a");
      console.log("after");`),
      { shown: ["a\nb\n", "bundle", "c\n"], printed: "before\nafter\n" },
    );
  });

  await t.step("a display that is updated, and cleared outputs", async () => {
    deepStrictEqual(
      (await run(
        `out.capture(() => { show("1", "d"); console.log("x"); show("2", "d", true); }, { clearOutput: true })();`,
      ))
        .shown,
      ["2", "x\n"],
    );
    deepStrictEqual(
      (await run(
        `out.capture(() => { console.clear(); console.log("anew"); })();`,
      ))
        .shown,
      ["anew\n"],
    );
    deepStrictEqual(
      (await run(`out.capture(() => {}, { clearOutput: true, wait: true })();`))
        .shown,
      [],
    );
  });

  await t.step(
    "what comes later of it, and errors with their place",
    async () => {
      const { shown, printed } = await run(
        `const thrown = out.capture(async () => {
  await new Promise((resolve) => setTimeout(resolve));
  console.log("late");
  throw new RangeError("no such thing");
}, { clearOutput: true })();
console.log("meanwhile");
if (await thrown !== undefined) throw new Error("It has a result");`,
      );
      strictEqual(shown[0], "late\n");
      strictEqual(
        shown[1].split("\n")[0],
        "RangeError: no such thing",
      );
      match(shown[1], /In ?\[\d+\]:4/);
      strictEqual(printed, "meanwhile\n");
    },
  );

  await t.step("errors end at the work that was captured", async () => {
    const { shown } = await run(
      `out.capture(() => { throw new Error("outer", { cause: new Error("inner") }); }, { clearOutput: true })();`,
    );
    match(shown[0], /^Error: outer\n +at .*In\[\d+\]:1[^]* inner/);
    doesNotMatch(shown[0], /output\.ts/);
  });

  await t.step("interact() shows what its function prints anew", async () => {
    deepStrictEqual(
      await run(
        `const box = interact(({ n }) => { console.log("n is", n); return n > 5 ? n : undefined; }, { n: [0, 10] });
var [slider, out] = box.children;
await new Promise((resolve) => setTimeout(resolve));
slider.value = 7;
await new Promise((resolve) => out.on("change:outputs", (now) => now.length === 2 && resolve()));`,
      ),
      { shown: ["n is 7\n", "7"], printed: "" },
    );
  });

  await t.step("unknown options and no function are refused", async () => {
    strictEqual(
      await runtime.run(`out.capture(() => {}, { clear: true })`),
      "TypeError: capture has no option clear. It has clearOutput, wait",
    );
    strictEqual(
      await runtime.run(`Deno.jupyter.capture(1)`),
      "TypeError: Deno.jupyter.capture() takes the work to do and what takes its output, both functions",
    );
  });
});
