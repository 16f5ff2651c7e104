import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { CellScope, compileCell } from "../../../../kernel/cell/mod.ts";
import {
  cellPlace,
  notePlaces,
} from "../../../../kernel/child/cells/cell_places.ts";

const CELLS = [
  "const a = await 1;\nfunction f() {\n  throw new Error('x');\n}\nf()",
  "enum E { A, B }\nclass C { constructor(private x: number) {}\n m() { null.x } }\nnew C(1).m()",
  "// an object\n/* alone */ {a: 1, b: [2,\n 3]} // of two",
  "let x: number = 1, y = await (async () => { await 2 })();\r\n\r\nusing u = null;\n[x, y]",
];

Deno.test("cellPlace() agrees with position() on all that is of the cell", () => {
  for (const code of CELLS) {
    const options = { cell: 1, runtime: "$r", scope: new CellScope() };
    const compiled = compileCell(code, options);
    for (const script of ["prelude", "body"] as const) {
      notePlaces("In[1]", compiled.places(script));
      compiled[script].split("\n").forEach((text, line) => {
        for (let column = 0; column < text.length; column++) {
          // What the compiler puts behind a cell has no place to agree on.
          if (/^[)}]|[$]r\.(ended|declared)\(/.test(text)) continue;
          const expected = compiled.position(script, line, column);
          deepStrictEqual(
            cellPlace("In[1]", line + 1, column + 1),
            expected ?? "hidden",
            `${script} ${line}:${column} of ${code}`,
          );
        }
      });
    }
  }
});

Deno.test("cellPlace() knows nothing of what is no cell", () => {
  strictEqual(cellPlace("file:///x.ts", 1, 1), undefined);
});
