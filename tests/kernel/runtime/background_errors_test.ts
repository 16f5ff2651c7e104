import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { BackgroundErrors } from "../../../kernel/runtime/background_errors.ts";

const error = (evalue: string) => ({ ename: "Error", evalue, traceback: [] });

Deno.test("errors in the background are kept until somebody handles them", () => {
  const errors = new BackgroundErrors();
  for (const key of ["a", "b", "c"]) errors.note(key, error(key));
  errors.handled("b");
  errors.handled("unknown");
  deepStrictEqual(errors.list(), [error("a"), error("c")]);
});

Deno.test("a timer that throws for ever fills no memory", () => {
  const errors = new BackgroundErrors();
  for (let at = 0; at < 1000; at++) errors.note(`${at}`, error(`${at}`));
  strictEqual(errors.list().length, 100);
  strictEqual(errors.list()[0].evalue, "0");
});
