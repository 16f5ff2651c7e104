import { deepStrictEqual, throws } from "node:assert/strict";
import type { Notebook } from "../../../kernel/notebook/notebook.ts";
import { executionMetadata } from "../../../kernel/run/execution_metadata.ts";

const said = (execution?: unknown) =>
  executionMetadata(
    { cells: [], metadata: { execution } } as unknown as Notebook,
  );

Deno.test("executionMetadata() reads nbmake's limit and whether cells may fail", () => {
  deepStrictEqual(said({ timeout: 1.5, allow_errors: true }), {
    timeout: 1500,
    allowErrors: true,
  });
  const nothing = { timeout: undefined, allowErrors: false };
  for (
    const it of [undefined, {}, "other", { timeout: -1 }, { timeout: null }]
  ) {
    deepStrictEqual(said(it), nothing);
  }
});

Deno.test("executionMetadata() refuses what means nothing", () => {
  throws(
    () => said({ timeout: "1m" }),
    /timeout .* a number of seconds, not "1m"/,
  );
  throws(() => said({ timeout: 0 }), /not 0/);
  throws(() => said({ allow_errors: "yes" }), /true or false, not "yes"/);
});
