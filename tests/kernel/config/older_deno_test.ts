import { match, strictEqual } from "node:assert/strict";
import { olderDeno } from "../../../kernel/config/older_deno.ts";

Deno.test("olderDeno() says what to do with a Deno that starts no cell", () => {
  for (const version of ["1.46.3", "2.5.6", "2.8.3"]) {
    match(olderDeno(version)!, new RegExp(`this is ${version}: .*npm:deno@`));
  }
});

Deno.test("olderDeno() has nothing against one that is new enough", () => {
  for (const version of ["2.9.0", "2.10.1", "3.0.0-rc.1", Deno.version.deno]) {
    strictEqual(olderDeno(version), undefined);
  }
});
