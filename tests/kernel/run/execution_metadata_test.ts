import { deepStrictEqual, throws } from "node:assert/strict";
import type { Notebook } from "../../../kernel/notebook/notebook.ts";
import {
  executionMetadata,
  unheededMetadata,
} from "../../../kernel/run/execution_metadata.ts";

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

Deno.test("unheededMetadata() names cells that nbmake would run otherwise, and those of no known type", () => {
  const cell = (nbmake: unknown) => ({
    id: "a",
    cell_type: "code",
    metadata: { nbmake },
  });
  const cells = [
    cell({ mock: { n: 2 }, post_cell_execute: ["n++"] }),
    cell({ other: 1 }),
    cell("odd"),
    { id: "b", cell_type: "markdown", metadata: {} },
    { id: "c", cell_type: "sql", metadata: {} },
  ];
  deepStrictEqual(
    unheededMetadata({ cells, metadata: {} } as unknown as Notebook),
    [
      "cell 1 (id a): nbmake's mock and post_cell_execute in its metadata has " +
      "no effect here; --set NAME=VALUE sets parameters",
      "the cell with id c is of the type sql, and is not run",
    ],
  );
});
