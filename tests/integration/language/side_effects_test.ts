/**
 * Looking at values changes nothing: what V8 refuses, and that what it takes
 * leaves all as it was.
 */

import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { AskedKernel } from "../../harness/asked_kernel.ts";

const STATE = `
  import * as tf from "@tensorflow/tfjs";
  import fs from "node:fs";
  await tf.setBackend("cpu");
  let count = 0;
  const list = [3, 1, 2], map = new Map([["a", { b: 1 }]]), set = new Set([1]);
  const target: Record<string, unknown> = { inner: { value: 1 } };
  const typed = new Float32Array([1, 2]), bytes = new ArrayBuffer(8);
  const date = new Date(0), pattern = /a/g, weak = new WeakMap();
  const iterator = [1, 2, 3].values(), generator = (function* () { yield 1; yield 2; })();
  const trap = new Proxy({}, { get() { count++; return { x: 1 }; }, has() { count++; return true; } });
  const hostile = {
    get getter() { count++; return { x: 1 }; },
    method() { count++; return { x: 1 }; },
    async later() { await 0; count++; return { x: 1 }; },
    [Symbol.toPrimitive]() { count++; return "a"; },
    get quiet() { return { x: 1 }; },
  };
  class Made { constructor() { count++; } }
  const tensor = tf.tensor1d([1, 2]);
  const frozen = Object.freeze({ x: 1 });
  const symbol = Symbol("s");
  const state = () => JSON.stringify([count, list, [...map], [...set], target,
    [...typed], bytes.byteLength, date.getTime(), pattern.lastIndex,
    tf.memory().numTensors, Object.keys(globalThis).length]);
`;

/** Each is an expression with members, if it may be evaluated at all. */
const REFUSED = [
  "(count = 5)",
  "(count++, list)",
  "(target.x = 5, target)",
  "(target.inner.value += 1, target)",
  "(delete target.inner, target)",
  "list.sort()",
  "list.reverse()",
  "list.fill(0)",
  "list.splice(0, 1)",
  "(list.push(4), list)",
  "(list.length = 0, list)",
  "map.set('c', 1)",
  "(map.delete('a'), map)",
  "set.add(2)",
  "(set.clear(), set)",
  "weak.set(target, 1)",
  "typed.fill(1)",
  "typed.sort()",
  "(typed.set([5]), typed)",
  "(bytes.transfer(16), bytes)",
  "(date.setTime(1), date)",
  "(pattern.exec('aaa'), pattern)",
  "Object.assign(target, { y: 1 })",
  "Object.defineProperty(target, 'z', { value: 1 })",
  "Object.setPrototypeOf(target, null)",
  "Object.freeze(target)",
  "(Reflect.set(target, 'y', 1), target)",
  "hostile.getter",
  "hostile.method()",
  "hostile.later()",
  "`${hostile}`",
  "trap.anything",
  "('a' in trap, target)",
  "new Made()",
  "iterator.next()",
  "generator.next()",
  "[...generator]",
  "(console.log('printed'), target)",
  "(globalThis.added = 1, target)",
  "(globalThis.count2 ??= {})",
  "Deno.readTextFileSync('deno.json')",
  "Deno.makeTempDirSync()",
  "fs.readFileSync('deno.json')",
  "Deno.env.toObject()",
  "Math.random().toString()",
  "crypto.randomUUID()",
  "new Date().toString()",
  "tf.ones([2])",
  "tensor.add(1)",
  "tensor.clone()",
  "tensor.dataSync()",
  "fetch('http://127.0.0.1:9/')",
  "eval('count++')",
  "new Function('count++; return target')()",
  "import('node:path')",
  "setTimeout(() => count++, 0)",
  "queueMicrotask(() => count++)",
  "(() => { for (;;); })()",
  "new Array(1e10).fill(0)",
  "Deno.jupyter.display(target)",
  "structuredClone(bytes, { transfer: [bytes] })",
];

const TAKEN: [expression: string, member: string][] = [
  ["map.get('a')", "b"],
  ["list.toSorted()", "length"],
  ["list.map((x) => ({ twice: 2 * x }))[0]", "twice"],
  ["hostile.quiet", "x"],
  ["JSON.parse('{\"parsed\": 1}')", "parsed"],
  ["[...map.values()][0]", "b"],
  ["frozen.valueOf()", "x"],
  ["(count > 0 ? null : target)", "inner"],
];

Deno.test("INVARIANT: looking at a value changes nothing", async (t) => {
  await using kernel = await AskedKernel.start();
  await kernel.run(STATE);
  const state = async () => {
    let text = "";
    await kernel.client.execute("state()", {
      onOutput: ({ header, content }) => {
        const data = content.data as Record<string, string> | undefined;
        if (header.msg_type === "execute_result") text = data!["text/plain"];
      },
    });
    return text;
  };
  // A turn of the event loop, in which Deno puts some globals of its own.
  const turn = "await new Promise((resolve) => setTimeout(resolve))";
  await kernel.run(turn);
  const before = await state();

  await t.step("what would change something is refused", async () => {
    for (const expression of REFUSED) {
      await kernel.complete(`${expression}.`);
      await kernel.inspect(`${expression}.valueOf`);
    }
    // For what was put off.
    await kernel.run(turn);
    strictEqual(await state(), before);
  });

  await t.step(
    "the rest is evaluated, and changes nothing either",
    async () => {
      const missing: string[] = [];
      for (const [expression, member] of TAKEN) {
        // What no type knows can only come from the value.
        const code = `((${expression}) as any).`;
        const { matches } = await kernel.complete(code);
        if (!matches.includes(member)) missing.push(expression);
      }
      deepStrictEqual(missing, []);
      strictEqual(await state(), before);
    },
  );

  await t.step("also while a cell is busy, which goes on", async () => {
    let printed = "";
    const { promise, resolve } = Promise.withResolvers<void>();
    const cell = kernel.client.execute(
      `console.log("go"); let turns = 0;
      while (turns < 3e8 && !Deno.args.length) turns++;
      turns`,
      {
        onOutput: ({ content }) => {
          printed += content.text ?? "";
          if (printed.includes("go")) resolve();
        },
      },
    );
    await promise;
    await kernel.complete("(() => { for (;;); })().");
    await kernel.complete("list.sort().");
    const { matches } = await kernel.complete("(map.get('a') as any).");
    ok(matches.includes("b"), matches.slice(0, 5).join());
    strictEqual((await cell).status, "ok");
    strictEqual(await state(), before);
  });
});
