/**
 * The code of what two processes say to each other is written in `bridge/`: a
 * misspelt name is then an error of the compiler.
 */

import { deepStrictEqual, ok } from "node:assert/strict";
import { join } from "node:path";
import ts from "typescript";
import { root, sources } from "../../layering.ts";

/** Names of an interface's members. */
function membersOf(path: string, name: string): string[] {
  const text = Deno.readTextFileSync(join(root, path));
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext);
  const found = file.statements.find((statement) =>
    ts.isInterfaceDeclaration(statement) && statement.name.text === name
  ) as ts.InterfaceDeclaration;
  return found.members.map(({ name }) => (name as ts.Identifier).text);
}

const NAMES = [
  ...membersOf("kernel/bridge/child_calls.ts", "ChildCalls"),
  ...membersOf("kernel/bridge/cell_runtime.ts", "CellRuntime"),
];

/** `${object}.name` and `this.name(` within a text. */
const BY_HAND = new RegExp(
  `\\$\\{[^}]*\\}\\.(?:${NAMES.join("|")})\\b|` +
    `["'\`][^"'\`\\n]*\\bthis\\.(?:${NAMES.join("|")})\\(`,
  "g",
);

Deno.test("INVARIANT: code of calls of the child is written in bridge/ alone", () => {
  ok(NAMES.length > 30, `${NAMES.length} names`);
  const wrong = [...sources("kernel")]
    .filter((path) => !/^kernel\/(?:bridge|child)\//.test(path))
    .flatMap((path) => {
      const text = Deno.readTextFileSync(join(root, path));
      return [...text.matchAll(BY_HAND)].map(([code]) => `${path}: ${code}`);
    });
  deepStrictEqual(wrong, []);
});
