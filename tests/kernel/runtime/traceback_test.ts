import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { stripVTControlCharacters } from "node:util";
import { CellSources } from "../../../kernel/runtime/cell_sources.ts";
import { traceback } from "../../../kernel/runtime/traceback.ts";

const code = "const a = 1;\nfunction f() {\n  throw new TypeError('x');\n}";

function sources(): CellSources {
  const all = new CellSources();
  all.add(4, code);
  return all;
}

const plain = (lines: string[]) => lines.map(stripVTControlCharacters);

Deno.test("traceback() names the cell by its own number and shows the line", () => {
  const frames = ["    at f (In[4]:3:9)"];
  const failure = { ename: "TypeError", evalue: "x", frames };
  const lines = plain(traceback(failure, sources()).traceback);
  strictEqual(lines[0], "TypeError: x");
  ok(lines[1].startsWith("    at f (In [4]:3:"), lines[1]);
  strictEqual(lines[2], "  3 |   throw new TypeError('x');");
});

Deno.test("traceback() hides the kernel's own frames and Deno's", () => {
  const frames = [
    "    at guard (file:///home/ada/$deno$stdin.js:30:5)",
    "    at async ext:core/01_core.js:1:2",
    "    at file:///home/ada/module.ts:7:3",
  ];
  const failure = { ename: "Error", evalue: "", frames };
  deepStrictEqual(plain(traceback(failure, sources()).traceback), [
    "Error",
    "    at file:///home/ada/module.ts:7:3",
  ]);
});

Deno.test("traceback() follows causes and the parts of an AggregateError", () => {
  const part = { ename: "RangeError", evalue: "inner", frames: [] };
  const failure = {
    ename: "AggregateError",
    evalue: "",
    frames: [],
    cause: { ename: "Error", evalue: "why", frames: [] },
    errors: [part, part],
  };
  deepStrictEqual(plain(traceback(failure, sources()).traceback), [
    "AggregateError",
    "Caused by: Error: why",
    "    RangeError: inner",
    "    RangeError: inner",
  ]);
});

Deno.test("traceback() says of a refused permission what a user of notebooks can do", () => {
  const evalue =
    'Requires read access to "/etc/x", run again with the --allow-read flag';
  const failure = { ename: "NotCapable", evalue, frames: [] };
  const { evalue: said, traceback: lines } = traceback(failure, sources());
  strictEqual(
    said,
    'Requires read access to "/etc/x"; cells of a kernel that is installed ' +
      "with --allow-read, and of `thaw run --allow-read`, have it",
  );
  strictEqual(plain(lines)[0], `NotCapable: ${said}`);
});
