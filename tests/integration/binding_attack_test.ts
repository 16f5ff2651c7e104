/** A cell that forges what the child sends, or sends more than fits. */

import { match, ok, strictEqual } from "node:assert/strict";
import { TAKE_BINDING } from "../attack/binding_attack.ts";
import { TestRuntime } from "../harness/test_runtime.ts";

const HOSTILE = [
  ...["x", "i1:null", "b1:null", 'm1:{"msg_type":7}', "m1:{}", "m1:null"],
  ...["s1:{}", "x1:{}", "x1:null", "v1:5", "p1:m1:{", "l1:}", "l1:", "d1:-5"],
  'm1:{"msg_type":"display_data","content":null,"metadata":{},"buffers":[]}',
  'm1:{"msg_type":"comm_open","content":{"comm_id":5},"metadata":{},"buffers":[]}',
  'm1:{"msg_type":"x","content":{},"metadata":{},"buffers":["!!!"]}',
  'b1:"no mark"',
  'x1:{"ename":"E","evalue":"forged","frames":["at x (In[1]:99999:1)"]}',
];

Deno.test("payloads that a cell forges do no harm", async () => {
  await using runtime = new TestRuntime();
  strictEqual(await runtime.run(TAKE_BINDING), '"function"');
  for (const payload of HOSTILE) {
    await runtime.run(`forge(${JSON.stringify(payload)})`);
    strictEqual(await runtime.run("1 + 1"), "2", payload);
  }
});

Deno.test("marks that a cell forges in the pipes hang nothing", async () => {
  await using runtime = new TestRuntime();
  const marks = [":b1\\n", ":1\\n", ":99\\n", ":fake\\n", ":", ":b2"];
  for (const mark of marks) {
    const code = `
      const name = Object.getOwnPropertyNames(globalThis).find((it) => /^\\$[0-9a-f]{32}$/.test(it));
      await new Deno.Command("printf", { args: ["a\\\\000" + name + "${mark}b\\n"], stdout: "inherit" }).output(); 5`;
    const cell = runtime.start(code);
    const outcome = await cell.outcome;
    strictEqual(outcome.status, "ok", mark);
    match(cell.stdout, /^a/);
  }
  strictEqual(await runtime.run("1 + 1"), "2");
});

Deno.test("what is too large to be sent is left out, and says so", async (t) => {
  // In MiB: what is left out has to be there first.
  await using runtime = new TestRuntime(undefined, undefined, 2048);
  const cases: Record<string, [code: string, shown: RegExp]> = {
    "a display of 300 MB": [
      'await Deno.jupyter.display({ "text/plain": "x".repeat(300e6) }, { raw: true })',
      /more than 256 MB was left out/,
    ],
    "a display of 2 GB": [
      'const s = "x".repeat(400e6); await Deno.jupyter.display({ a: s, b: s, c: s, d: s, e: s }, { raw: true })',
      /more than 256 MB was left out/,
    ],
    "buffers of 2 GB": [
      'const b = new Uint8Array(500e6); await Deno.jupyter.broadcast("display_data", { data: {}, metadata: {} }, { buffers: [b, b, b, b] })',
      /more than 256 MB was left out/,
    ],
    "a value of 300 MB": [
      '({ [Symbol.for("Jupyter.display")]: () => ({ "text/plain": "x".repeat(300e6) }) })',
      /more than 256 MB was left out/,
    ],
    // Whole, it came in over a minute, or not at all.
    "an error of 300 MB": [
      'throw new Error("x".repeat(300e6))',
      /299934564 more characters/,
    ],
    // DevTools sends it whole, twice. It went back to the runtime, which took
    // half a minute or its life.
    "a thrown text of 20 MB": [
      'throw "x".repeat(20e6)',
      /19934564 more characters/,
    ],
    "a thrown text of 60 MB": [
      'throw "x".repeat(60e6)',
      /too long to be shown/,
    ],
  };
  for (const [name, [code, shown]] of Object.entries(cases)) {
    await t.step(name, async () => {
      const cell = runtime.start(code);
      const outcome = await cell.outcome;
      const texts = [
        JSON.stringify(outcome),
        ...cell.broadcasts.map(({ content }) => JSON.stringify(content)),
      ];
      ok(texts.some((text) => shown.test(text)), texts.join().slice(0, 300));
      ok(texts.every((text) => text.length < 1e6));
      strictEqual(await runtime.run("1 + 1"), "2");
    });
  }
});

Deno.test("a display of 100 MB arrives whole", async () => {
  await using runtime = new TestRuntime();
  const cell = runtime.start(
    'await Deno.jupyter.display({ "text/plain": "\\"\\\\".repeat(25e6) }, { raw: true })',
  );
  strictEqual((await cell.outcome).status, "ok");
  const data = cell.broadcasts[0].content.data as Record<string, string>;
  strictEqual(data["text/plain"].length, 50e6);
});

Deno.test("a cell of which nothing is left can't be named any more", async () => {
  await using runtime = new TestRuntime();
  const cells = {
    done: runtime.start("console.log('done'); ({ a: 1 })"),
    waits: runtime.start("setTimeout(() => console.log('waits'), 1e6); 1"),
    comm: runtime.start(
      "Deno.jupyter.comms.registerTarget('t', () => console.log('comm')); 1",
    ),
  };
  for (const cell of Object.values(cells)) await cell.outcome;
  await runtime.run(TAKE_BINDING);
  await runtime.run(
    `await new Promise((done) => session.post("HeapProfiler.collectGarbage", done));
    await new Promise((done) => setTimeout(done));
    for (let cell = 1; cell < 4; cell++) forge("o" + cell + ":forged\\n")`,
  );
  const printed = (name: keyof typeof cells) => cells[name].stdout;
  strictEqual(printed("done"), "done\n");
  match(printed("waits"), /forged/);
  match(printed("comm"), /forged/);
});
