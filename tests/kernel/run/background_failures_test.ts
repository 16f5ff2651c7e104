import { deepStrictEqual, rejects } from "node:assert/strict";
import { KernelDiedError } from "../../../kernel/client/client_errors.ts";
import type { CodeCell } from "../../../kernel/notebook/notebook.ts";
import type { BackgroundError } from "../../../kernel/protocol/background.ts";
import type { CellResult } from "../../../kernel/report/outcome.ts";
import {
  failInBackground,
  mayFail,
  type Ran,
} from "../../../kernel/run/background_failures.ts";

function ran(execution_count: number, ...tags: string[]): Ran {
  const id = `c${execution_count}`;
  const cell: CodeCell = {
    cell_type: "code",
    id,
    metadata: { tags },
    source: "",
    execution_count,
    outputs: [],
  };
  const result: CellResult = {
    number: execution_count,
    id,
    title: "",
    state: "passed",
    ms: 1,
  };
  return { cell, result };
}

function error(evalue: string, execution_count?: number): BackgroundError {
  return { ename: "Error", evalue, traceback: [evalue], execution_count };
}

async function failuresOf(
  cells: Ran[],
  errors: BackgroundError[],
  allowErrors = false,
) {
  const changed = await failInBackground(
    { background: () => Promise.resolve(errors) },
    cells,
    (cell) => mayFail(cell, allowErrors),
  );
  return changed.map(({ number, state, failure }) => [
    number,
    state,
    failure?.reason,
    failure?.traceback,
  ]);
}

Deno.test("a cell fails by what nobody caught, each by its first error", async () => {
  deepStrictEqual(
    await failuresOf([ran(1), ran(2), ran(3)], [
      error("b", 2),
      error("a", 1),
      error("again", 2),
    ]),
    [
      [1, "failed", "Uncaught in the background: Error: a", ["a"]],
      [2, "failed", "Uncaught in the background: Error: b", ["b"]],
    ],
  );
});

Deno.test("an error whose cell is not known is the last cell's", async () => {
  const reason = "Uncaught in the background: Error: x";
  for (const count of [undefined, 7]) {
    deepStrictEqual(await failuresOf([ran(1), ran(2)], [error("x", count)]), [
      [2, "failed", reason, ["x"]],
    ]);
  }
});

Deno.test("what was thrown and is no error has no name", async () => {
  const thrown = { ename: "Uncaught", evalue: "5", traceback: [] };
  deepStrictEqual(
    await failuresOf([ran(1)], [{ ...thrown, execution_count: 1 }]),
    [[1, "failed", "Uncaught in the background: 5", []]],
  );
});

Deno.test("what may fail does not, and what has failed keeps its reason", async () => {
  const errors = [error("x", 1)];
  deepStrictEqual(await failuresOf([ran(1)], errors, true), []);
  deepStrictEqual(await failuresOf([ran(1, "raises-exception")], errors), []);
  const failed = ran(1);
  failed.result.failure = {
    cell: failed.cell,
    number: 1,
    reason: "own",
    traceback: [],
  };
  deepStrictEqual(await failuresOf([failed], errors), []);
  deepStrictEqual(await failuresOf([], errors), []);
});

Deno.test("a kernel that has ended has no more errors; another fault is told", async () => {
  const asking = (fault: Error) =>
    failInBackground(
      { background: () => Promise.reject(fault) },
      [ran(1)],
      () => false,
    );
  deepStrictEqual(await asking(new KernelDiedError(1, "")), []);
  await rejects(asking(new RangeError("x")), /x/);
});
