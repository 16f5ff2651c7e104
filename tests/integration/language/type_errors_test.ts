/** The note below a cell whose types are wrong. */

import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { AskedKernel } from "../../harness/asked_kernel.ts";

interface Shown {
  /** Types of the cell's messages, in order; what is the note is `note`. */
  messages: string[];
  note: string;
}

/** Runs a cell for a user who looks at it, until its note has come. */
async function run(
  { client }: AskedKernel,
  code: string,
  waitsForNote = false,
): Promise<Shown> {
  const shown: Shown = { messages: [], note: "" };
  const { promise: noted, resolve } = Promise.withResolvers<void>();
  const reply = await client.execute(code, {
    onInput: () => Promise.resolve(""),
    onOutput: ({ header, content }) => {
      const data = content.data as Record<string, string> | undefined;
      const text = data?.["text/plain"] ?? "";
      const isNote = /^\d+ type errors?\n/.test(text);
      shown.messages.push(isNote ? "note" : header.msg_type);
      if (!isNote) return;
      shown.note = text;
      resolve();
    },
  });
  shown.messages.push(reply.status);
  if (waitsForNote) await noted;
  return shown;
}

/** A cell that takes as long as the check does, and some more. */
const SLOW = "await new Promise((resolve) => setTimeout(resolve, 1000));";

Deno.test("type errors of a cell are shown below its output", async (t) => {
  await using kernel = await AskedKernel.start();

  await t.step("late, if the server was not there yet", async () => {
    const { messages, note } = await run(
      kernel,
      'let total = 1;\nconst n: number = "text"; 5',
      true,
    );
    deepStrictEqual(messages, [
      ...["execute_input", "execute_result", "ok", "note"],
    ]);
    strictEqual(
      note,
      "1 type error\n  In[1]:2 Type 'string' is not assignable to type " +
        "'number'. (TS2322)",
    );
  });

  await t.step(
    "of cells that leave nothing behind, or were replaced",
    async () => {
      const cells = [
        "[1].push(total, 'a')",
        "const again: number = 'a'",
        "const again: string = 1",
      ];
      const shown = await Promise.all(
        cells.map((code) => run(kernel, code, true)),
      );
      for (const [at, { note }] of shown.entries()) {
        match(note, new RegExp(`^1 type error\n {2}In\\[${at + 2}\\]:1 `));
      }
    },
  );

  await t.step("before idle, if they are known by then", async () => {
    const { messages, note } = await run(kernel, `total = "a"; ${SLOW} 6`);
    deepStrictEqual(messages, [
      ...["execute_input", "execute_result", "note", "ok"],
    ]);
    match(note, /^1 type error\n {2}In\[5\]:1 /);
  });

  await t.step(
    "none where nothing is wrong, or nobody wants to know",
    async () => {
      const cells = {
        "nocheck": '// @ts-nocheck\nconst a: number = "text"',
        "types that are left out": "function f(x) { return x }",
        "names of later cells": "function g() { return later() }",
        "declaring again": 'const total = "b"',
        "a module without types": 'const m = () => import("npm:none@1")',
        "types of a package that is not there":
          'import type { T } from "npm:none@1"; let t: T<string> | undefined',
        "members of a module that is not there":
          'import type * as U from "https://none.invalid/"; let u: U.V | U.W<U>',
        "type arguments for anything": "(null as any)?.f<string>()",
        "what is right": "const right: number = 1",
      };
      const shown: [string, Shown][] = [];
      for (const [name, code] of Object.entries(cells)) {
        shown.push([name, await run(kernel, code)]);
      }
      // That failed, and told so.
      const failed = await run(kernel, 'const b: number = "text"; null!.x');
      const unasked: string[] = [];
      await kernel.client.execute('const c: number = "text"', {
        onOutput: ({ header }) => unasked.push(header.msg_type),
      });
      // Cells are checked one after the other: all of them by then.
      await run(kernel, 'const last: number = "text"', true);
      for (const [name, { messages }] of shown) {
        deepStrictEqual([name, messages], [name, ["execute_input", "ok"]]);
      }
      deepStrictEqual(failed.messages, ["execute_input", "error", "error"]);
      deepStrictEqual(unasked, ["execute_input"]);
    },
  );
});

Deno.test("type errors are off where deno.json says so", async () => {
  await using kernel = await AskedKernel.start({
    "deno.json": '{ "thaw": { "types": "off" } }',
  });
  await kernel.complete("Deno.");
  const { messages } = await run(kernel, `const n: number = "a"; ${SLOW}`);
  deepStrictEqual(messages, ["execute_input", "ok"]);
});
