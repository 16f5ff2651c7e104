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

Deno.test("traceback() hides the kernel's own frames and Deno's, and how often a module was loaded", () => {
  const frames = [
    "    at guard (file:///home/ada/$deno$stdin.js:30:5)",
    "    at async ext:core/01_core.js:1:2",
    "    at new Promise (<anonymous>)",
    "    at file:///home/ada/module.ts?v=2:7:3",
    "    at Array.map (<anonymous>)",
  ];
  const failure = { ename: "Error", evalue: "", frames };
  deepStrictEqual(plain(traceback(failure, sources()).traceback), [
    "Error",
    "    at file:///home/ada/module.ts:7:3",
    "    at Array.map (<anonymous>)",
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
  // The second for an import.
  for (const ename of ["NotCapable", "TypeError"]) {
    const failure = { ename, evalue, frames: [] };
    const { evalue: said, traceback: lines } = traceback(failure, sources());
    strictEqual(
      said,
      'Requires read access to "/etc/x"; cells of a kernel that is installed ' +
        "with --allow-read, and of `thaw run --allow-read`, have it",
    );
    strictEqual(plain(lines)[0], `${ename}: ${said}`);
  }
});

/** Luminance of a colour as WCAG 2 defines it. */
function luminance(rgb: number[]): number {
  const [r, g, b] = rgb.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** JupyterLab's and VS Code's light and dark themes: paper, colour by code. */
const THEMES = [
  [[253, 222, 222], { 31: [231, 92, 88], 35: [209, 96, 196] }],
  [[80, 30, 27], { 31: [231, 92, 88], 35: [209, 96, 196] }],
  [[255, 255, 255], { 31: [205, 49, 49], 35: [188, 5, 188] }],
  [[30, 30, 30], { 31: [205, 49, 49], 35: [188, 63, 188] }],
] as [number[], Record<string, number[]>][];

Deno.test("traceback() has no colour that can't be read in a theme", () => {
  const failure = {
    ename: "TypeError",
    evalue: "no",
    frames: ["    at f (cell-1:1:1)"],
    cause: { ename: "Error", evalue: "why", frames: [] },
  };
  const text = traceback(failure, sources()).traceback.join("\n");
  const parts = text.split("\x1b[").slice(1);
  const codes = new Set(parts.map((part) => part.split("m")[0]));
  for (const code of codes) {
    // Off, bold and faint are of the theme's own ink.
    if (["0", "1", "2"].includes(code)) continue;
    for (const [paper, colours] of THEMES) {
      const [dark, light] = [luminance(paper), luminance(colours[code])].sort(
        (a, b) => a - b,
      );
      ok((light + 0.05) / (dark + 0.05) > 2.7, `${code} on ${paper}`);
    }
  }
});
