/** What values look like: Deno's conventions, tables, tensors, models. */

import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { TestRuntime } from "../harness/test_runtime.ts";

async function bundle(runtime: TestRuntime, code: string) {
  const outcome = await runtime.start(code).outcome;
  if (outcome.status === "error") throw new Error(outcome.error.evalue);
  return outcome.data as Record<string, string>;
}

Deno.test("values show by Deno's conventions", async (t) => {
  await using runtime = new TestRuntime();
  const cases: Record<string, [string, Record<string, unknown>]> = {
    "Jupyter.display": [
      "({ [Symbol.for('Jupyter.display')]: () => ({ 'text/plain': 'a' }) })",
      { "text/plain": "a" },
    ],
    "Jupyter.display that is async": [
      "({ async [Symbol.for('Jupyter.display')]() { await null; return { 'text/html': 'b' } } })",
      { "text/html": "b", "text/plain": "b" },
    ],
    "Deno.jupyter.display": [
      "({ [Symbol.for('Deno.jupyter.display')]: () => ({ 'text/plain': 'c' }) })",
      { "text/plain": "c" },
    ],
    "md": ["Deno.jupyter.md`# ${1 + 1}`", {
      "text/markdown": "# 2",
      "text/plain": "# 2",
    }],
    "html": ["Deno.jupyter.html`<b>${'x'}</b>`", {
      "text/html": "<b>x</b>",
      "text/plain": "x",
    }],
    "svg": ["Deno.jupyter.svg`<svg/>`", {
      "image/svg+xml": "<svg/>",
      "text/plain": "[image/svg+xml]",
    }],
    "a PNG": [
      "new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10])",
      { "image/png": "iVBORw0KGgo=", "text/plain": "[image/png]" },
    ],
    "a JPEG by image()": [
      "Deno.jupyter.image(new Uint8Array([255, 216, 255, 217]))",
      { "image/jpeg": "/9j/2Q==", "text/plain": "[image/jpeg]" },
    ],
    "a canvas": [
      "({ toDataURL: () => 'data:image/png;base64,AAAA' })",
      { "image/png": "AAAA", "text/plain": "[image/png]" },
    ],
    "Vega-Lite": [
      "({ toSpec: () => ({ $schema: 'https://vega.github.io/schema/vega-lite/v5.json' }) })",
      {
        "application/vnd.vegalite.v5+json": {
          $schema: "https://vega.github.io/schema/vega-lite/v5.json",
        },
        "text/plain": "[application/vnd.vegalite.v5+json]",
      },
    ],
    "an element": ["({ outerHTML: '<i>x</i>' })", {
      "text/html": "<i>x</i>",
      "text/plain": "x",
    }],
    "null": ["null", { "text/plain": "null" }],
    "a string": ["'it'", { "text/plain": '"it"' }],
    "a Map": ["new Map([[1, 2]])", { "text/plain": "Map(1) { 1 => 2 }" }],
  };
  for (const [name, [code, expected]] of Object.entries(cases)) {
    await t.step(name, async () => {
      deepStrictEqual({ ...await bundle(runtime, code) }, expected);
    });
  }
});

Deno.test("a data frame shows as Deno's kernel shows it, and as text", async () => {
  await using runtime = new TestRuntime();
  const data = await bundle(
    runtime,
    `const records = [{ id: 1, name: "<a>" }, { id: 2, name: "b" }];
    const frame = {
      schema: {
        id: { toJSON: () => ({ DataType: "Int64" }) },
        name: { toJSON: () => ({ DataType: "Utf8" }) },
        at: { toJSON: () => ({ DataType: { Datetime: ["ms"] } }) },
      },
      head: (rows) => ({ ...frame, toRecords: () => records.slice(0, rows) }),
      toRecords: () => records,
    };
    frame`,
  );
  deepStrictEqual(data["application/vnd.dataresource+json"], {
    data: [{ id: 1, name: "<a>" }, { id: 2, name: "b" }],
    schema: {
      fields: [
        { name: "id", type: "integer" },
        { name: "name", type: "string" },
        { name: "at", type: "string" },
      ],
    },
  });
  match(data["text/html"], /<th>id<\/th>.*<td>1<\/td><td>&lt;a&gt;<\/td>/);
  match(data["text/plain"], /schema:/);
});

Deno.test("tables of Arrow, Arquero and danfo.js show their first rows", async (t) => {
  await using runtime = new TestRuntime();
  // Each is built as the package's own tables are, as far as they are read.
  const cases: Record<string, [code: string, text: string]> = {
    "Arrow": [
      `const column = (...values) => ({ get: (row) => values[row] });
      const columns = [column(1n, 9007199254740993n), column(0, null), column(NaN, 1.5)];
      ({
        schema: { fields: [["id", 2], ["day", 8], ["<x>", 3]].map(([name, typeId]) => ({ name, type: { typeId } })) },
        numRows: 2, getChildAt: (at) => columns[at],
      })`,
      "id                day                       <x>\n" +
      "1                 1970-01-01T00:00:00.000Z  NaN\n" +
      "9007199254740993                            1.5\n" +
      "2 rows, 3 columns",
    ],
    "Arquero": [
      `const stored = { d: [new Date(NaN), new Date(5)], o: [{ a: 1n }, "s"] };
      ({ columnNames: () => Object.keys(stored), numRows: () => 2, get: (name, row) => stored[name][row] })`,
      "d                         o\n" +
      "Invalid Date              { a: 1n }\n" +
      "1970-01-01T00:00:00.005Z  s\n" +
      "2 rows, 2 columns",
    ],
    "danfo.js": [
      `({ $columns: ["a", "s"], $index: [7, 8], $isSeries: false, values: [[NaN, "x"], [2, "y"]] })`,
      "   a    s\n7  NaN  x\n8  2    y\n2 rows, 2 columns",
    ],
    "a series of danfo.js": [
      `({ $columns: ["a"], $index: Array.from({ length: 12 }, (_, at) => at), $isSeries: true, values: new Array(12).fill(5) })`,
      `   a\n${
        Array.from({ length: 10 }, (_, at) => `${at}  5\n`).join("")
      }12 rows, 1 column`,
    ],
    "what only looks like one": [
      "({ $columns: ['a'], $index: [1], values: [null] })",
      '{ "$columns": [ "a" ], "$index": [ 1 ], values: [ null ] }',
    ],
  };
  for (const [name, [code, text]] of Object.entries(cases)) {
    await t.step(name, async () => {
      const data = await bundle(runtime, code);
      strictEqual(data["text/plain"], text);
      if (name === "Arrow") match(data["text/html"], /<th>&lt;x&gt;<\/th>/);
    });
  }
});

Deno.test("a display method that shows the value itself may return nothing", async () => {
  await using runtime = new TestRuntime();
  const cell = runtime.start(
    `const shown = { async [Symbol.for("Jupyter.display")]() {
      await Deno.jupyter.display({ "text/plain": "own" }, { raw: true });
    } };
    await Deno.jupyter.display(shown);
    shown`,
  );
  deepStrictEqual(await cell.outcome, { status: "ok", data: undefined });
  strictEqual(cell.broadcasts.length, 2);
});

Deno.test("a value that does not want to be asked shows all the same", async () => {
  await using runtime = new TestRuntime();
  const cells = {
    "new Proxy({ a: 1 }, { get() { throw new Error('strict') } })": "{ a: 1 }",
    "new Proxy({ a: 1 }, { has() { throw new Error('strict') } })": "{ a: 1 }",
    // As Comlink has them: every property is there, and callable.
    "new Proxy({}, { get: (_, __, self) => () => self })": "{}",
    "({ get outerHTML() { throw new Error('getter') } })":
      "{ outerHTML: [Getter] }",
    "[{ get a() { throw new Error('getter') } }]": "[ { a: [Getter] } ]",
  };
  for (const [code, text] of Object.entries(cells)) {
    strictEqual(await runtime.run(code), text);
  }
  match(
    await runtime.run(
      "const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); proxy",
    ),
    /Revoked/i,
  );
});

Deno.test("templates and raw bundles are taken as Deno's kernel takes them", async () => {
  await using runtime = new TestRuntime();
  const cell = runtime.start(
    `await Deno.jupyter.display("text", { raw: true });
    await Deno.jupyter.broadcast("x", null);
    Deno.jupyter.html\`\${null} \${undefined} \${[1, 2]}\``,
  );
  deepStrictEqual(await cell.outcome, {
    status: "ok",
    data: { "text/html": "null  1,2", "text/plain": "null  1,2" },
  });
  deepStrictEqual(cell.broadcasts[0].content.data, { "text/plain": '"text"' });
  match(
    await runtime.run('Deno.jupyter.md("# text")'),
    /^TypeError: Deno\.jupyter\.md is a tag of templates/,
  );
});

Deno.test("an array of plain records shows as a table, escaped", async () => {
  await using runtime = new TestRuntime();
  const data = await bundle(runtime, "[{ a: 1, b: '<b>' }, { a: 2, c: [3] }]");
  strictEqual(
    data["text/html"],
    "<table><thead><tr><th></th><th>a</th><th>b</th><th>c</th></tr></thead>" +
      "<tbody><tr><td>0</td><td>1</td><td>&lt;b&gt;</td><td></td></tr>" +
      "<tr><td>1</td><td>2</td><td></td><td>[ 3 ]</td></tr></tbody></table>",
  );
  match(data["text/plain"], /a: 1/);
  strictEqual((await bundle(runtime, "[1, 2]"))["text/html"], undefined);
});

Deno.test("tensors and models show what they are", async () => {
  await using runtime = new TestRuntime();
  await runtime.run("import * as tf from '@tensorflow/tfjs'");
  const tensor = await bundle(
    runtime,
    "const t = tf.tensor([[1, 1/3], [3, 4]]); t",
  );
  strictEqual(
    tensor["text/plain"],
    "Tensor float32 [2, 2], 16 B\n[[1, 0.3333],\n [3, 4]]",
  );
  const large = await bundle(runtime, "tf.zeros([3, 100, 100])");
  match(
    large["text/plain"],
    /^Tensor float32 \[3, 100, 100\], 117\.2 KiB\n\[\[\[0, 0, 0, 0, 0, 0, …\],/,
  );
  strictEqual(
    (await bundle(runtime, "tf.scalar(true)"))["text/plain"],
    "Tensor bool [], 1 B\ntrue",
  );
  strictEqual(
    (await bundle(runtime, "t.dispose(); t"))["text/plain"],
    "Tensor float32 [2, 2], disposed",
  );
  strictEqual(
    (await bundle(runtime, "tf.complex([1, 2], [3, -4])"))["text/plain"],
    "Tensor complex64 [2], 16 B\n[1+3i, 2-4i]",
  );
  strictEqual(
    (await bundle(runtime, "tf.tensor(['a'])"))["text/plain"],
    'Tensor string [1]\n["a"]',
  );
  const model = await bundle(
    runtime,
    "const m = tf.sequential({ layers: [tf.layers.dense({ units: 3, inputShape: [2], name: 'd' })] }); m.layers[0].name = '<d>'; m",
  );
  match(
    model["text/html"],
    /">&lt;d&gt;<\/td>.*">Dense<\/td>.*">\[null,3\]<\/td><td>9<\/td><td style="text-align:left">yes<\/td>/,
  );
  match(model["text/plain"], /Total params: 9/);
});

Deno.test("display(), updates by id and broadcasts reach the sink in order", async () => {
  await using runtime = new TestRuntime();
  const cell = runtime.start(`
    await Deno.jupyter.display({ "text/plain": "1" }, { raw: true, display_id: "d" });
    await Deno.jupyter.display({ "text/plain": "2" }, { raw: true, display_id: "d", update: true });
    await Deno.jupyter.broadcast("clear_output", { wait: true });
    await Deno.jupyter.broadcast("comm_open", { comm_id: "c" }, { buffers: [new Uint8Array([1, 2]).buffer] });`);
  await cell.outcome;
  deepStrictEqual(
    cell.broadcasts.map((
      { msg_type, content },
    ) => [msg_type, content.transient ?? content]),
    [
      ["display_data", { display_id: "d" }],
      ["update_display_data", { display_id: "d" }],
      ["clear_output", { wait: true }],
      ["comm_open", { comm_id: "c" }],
    ],
  );
  deepStrictEqual([...cell.broadcasts[3].buffers[0]], [1, 2]);
});

Deno.test("a display method that fails, or returns no bundle, is the cell's error", async () => {
  await using runtime = new TestRuntime();
  match(
    await runtime.run(
      "({ [Symbol.for('Jupyter.display')]() { throw new RangeError('no') } })",
    ),
    /RangeError: no/,
  );
  match(
    await runtime.run("({ [Symbol.for('Jupyter.display')]: () => 5 })"),
    /TypeError: .*MIME bundle/,
  );
  match(
    await runtime.run(
      "({ [Symbol.for('Jupyter.display')]: () => { const a = {}; a.a = a; return { 'application/json': a } } })",
    ),
    /TypeError/,
  );
  match(
    await runtime.run(
      "await Deno.jupyter.display({}, { raw: true, displayId: 'd' })",
    ),
    /TypeError: .*has no option displayId; did you mean display_id/,
  );
  match(
    await runtime.run("Deno.jupyter.comms.open('t').send({}, { count: 1 })"),
    /TypeError: A message has no option count; it takes metadata, buffers/,
  );
  match(
    await runtime.run(
      "await Deno.jupyter.comms.open('t').send({}, {}, [new Uint8Array(1)])",
    ),
    /TypeError: A comm takes data and, in one object, \{ metadata, buffers \}/,
  );
  strictEqual(await runtime.run("1"), "1");
});

Deno.test("errors of the syntax that only V8 finds point at their place", async () => {
  await using runtime = new TestRuntime();
  // Many times: what runs when the cell comes gets into the error's stack.
  for (let count = 1; count <= 40; count++) {
    const outcome = await runtime.start("1;\nlet x = /(/;").outcome;
    strictEqual(outcome.status, "error");
    if (outcome.status === "error") {
      strictEqual(outcome.error.ename, "SyntaxError");
      const place = new RegExp(`In \\[${count}\\]:2:`);
      match(outcome.error.traceback.join("\n"), place);
    }
  }
});

Deno.test("a tensor whose display is not awaited keeps its place", async () => {
  await using runtime = new TestRuntime();
  await runtime.run(
    'import * as tf from "@tensorflow/tfjs"; await tf.setBackend("cpu"); const x = tf.tensor1d([1, 2])',
  );
  const order: string[] = [];
  const cell = runtime.start(
    "console.log('a'); Deno.jupyter.display(x); console.log('b')",
  );
  const { stream, broadcast } = cell;
  cell.stream = function (name, text) {
    order.push(...text.trim().split("\n"));
    stream.call(this, name, text);
  };
  cell.broadcast = function (message) {
    order.push(message.msg_type);
    broadcast.call(this, message);
  };
  await cell.outcome;
  deepStrictEqual(order, ["a", "display_data", "b"]);
});
