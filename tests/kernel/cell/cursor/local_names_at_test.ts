import { deepStrictEqual } from "node:assert/strict";
import { localNamesAt } from "../../../../kernel/cell/cursor/local_names_at.ts";

Deno.test("localNamesAt() lists the names around the cursor", () => {
  const source = "let a; function f(b, {c}) { var d; { let e;  } } g(h => )";
  deepStrictEqual(localNamesAt(source, source.indexOf("e;") + 3), [
    "e",
    "d",
    "b",
    "c",
  ]);
  deepStrictEqual(localNamesAt(source, source.indexOf("=>") + 2), ["h"]);
  deepStrictEqual(localNamesAt(source, 5), []);
});
