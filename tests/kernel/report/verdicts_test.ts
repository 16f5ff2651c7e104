import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { parseNotebook } from "../../../kernel/notebook/notebook.ts";
import {
  collectVerdicts,
  verdictTable,
} from "../../../kernel/report/verdicts.ts";

function printing(name: string, text: string) {
  const outputs = [{ output_type: "stream", name, text }];
  const cells = [{ cell_type: "code", source: "1", outputs }];
  return parseNotebook(JSON.stringify({ nbformat: 4, cells }));
}

Deno.test("collectVerdicts() takes the four verdicts in order", () => {
  const text = "loss 1\nverdict | It drops | holds | 20 %\n" +
    "verdict | It | lasts | does not hold | 0 of 3\nmore\n" +
    "verdict | If | holds with conditions | at 0.5\n" +
    "verdict | More | not seen | 0 ± 1";
  deepStrictEqual(collectVerdicts(printing("stdout", text)), [
    { claim: "It drops", says: "holds", measured: "20 %" },
    { claim: "It | lasts", says: "does not hold", measured: "0 of 3" },
    { claim: "If", says: "holds with conditions", measured: "at 0.5" },
    { claim: "More", says: "not seen", measured: "0 ± 1" },
  ]);
});

Deno.test("collectVerdicts() takes the plain text of what is shown", () => {
  const line = "verdict | It drops | holds | 20 %";
  const data = { "text/html": "<b>holds</b>", "text/plain": line };
  const outputs = [
    { output_type: "display_data", data, metadata: {} },
    { output_type: "display_data", data: { "image/png": "" }, metadata: {} },
    { output_type: "error", ename: "E", evalue: line, traceback: [line] },
  ];
  const cells = [{ cell_type: "code", source: "1", outputs }];
  const notebook = parseNotebook(JSON.stringify({ nbformat: 4, cells }));
  deepStrictEqual(collectVerdicts(notebook), [
    { claim: "It drops", says: "holds", measured: "20 %" },
  ]);
});

Deno.test("collectVerdicts() leaves all other lines alone", () => {
  for (
    const line of ["verdict | a | perhaps | 1", " verdict | a | holds | 1"]
  ) {
    deepStrictEqual(collectVerdicts(printing("stdout", line)), []);
  }
  const verdict = "verdict | a | holds | 1";
  deepStrictEqual(collectVerdicts(printing("stderr", verdict)), []);
});

Deno.test("verdictTable() lines up the verdicts of all notebooks", () => {
  const table = verdictTable([
    {
      name: "one.ipynb",
      complete: true,
      verdicts: [
        { claim: "It drops", says: "holds", measured: "20 %" },
        { claim: "Each step", says: "does not hold", measured: "0 of 3" },
      ],
    },
    { name: "two.ipynb", complete: false, verdicts: [] },
  ]);
  strictEqual(
    table,
    `one.ipynb
  It drops   holds
      20 %
  Each step  does not hold
      0 of 3
two.ipynb (stopped before its end)`,
  );
});

Deno.test("verdictTable() wraps between words, in a terminal of 80 columns", () => {
  const long = "a claim of many words ".repeat(8).trim();
  const verdicts = [
    { claim: long, says: "holds with conditions", measured: long },
    { claim: "short", says: "holds", measured: "1" },
  ];
  const lines = verdictTable([{ name: "a", complete: true, verdicts }])
    .split("\n");
  ok(Math.max(...lines.map((line) => line.length)) <= 80);
  ok(lines[1].endsWith("  holds with conditions"));
  strictEqual(lines.join(" ").match(/claim/g)?.length, 16);
});
