import {
  deepStrictEqual,
  match,
  strictEqual,
  throws,
} from "node:assert/strict";
import { marksOf, parseTolerance } from "../../../kernel/check/marks.ts";
import type { CodeCell } from "../../../kernel/notebook/notebook.ts";

function marks(source: string, ...tags: string[]) {
  return marksOf({ source, metadata: { tags } } as unknown as CodeCell);
}

const NONE = {
  ignore: false,
  skip: false,
  raises: false,
  tolerance: undefined,
  pattern: undefined,
};

Deno.test("marksOf() reads comments, tags and nbval's words", () => {
  deepStrictEqual(marks("1 // not at its start: check: ignore"), NONE);
  for (
    const [it, expected] of [
      [marks("// check: ignore\n1"), { ignore: true }],
      [marks("  # check: ignore"), { ignore: true }],
      [marks("1", "check-ignore"), { ignore: true }],
      [marks("1", "nbval-ignore-output"), { ignore: true }],
      [marks("# NBVAL_IGNORE_OUTPUT\n1"), { ignore: true }],
      [marks("// PYTEST_VALIDATE_IGNORE_OUTPUT"), { ignore: true }],
      [marks("//NBVAL_SKIP"), { skip: true }],
      [marks("1", "nbval-skip"), { skip: true }],
      [marks("# NBVAL_RAISES_EXCEPTION"), { raises: true }],
      [marks("// check: raises"), { raises: true }],
      [marks("1\n// check: tolerance 1e-3\r\n2"), { tolerance: 0.001 }],
      [marks("// check: match ^a+$"), { pattern: /^a+$/mu }],
      [marks("# NBVAL_CHECK_OUTPUT\n# NBVAL_TEST_NAME: first"), {}],
      [marks("1", "other"), {}],
    ] as [object, object][]
  ) deepStrictEqual(it, { ...NONE, ...expected });
});

Deno.test("marksOf() refuses a word that is none", () => {
  throws(
    () => marks("// check: ignor"),
    /check: ignor \(did you mean ignore\?\); there are/,
  );
  throws(
    () => marks("# NBVAL_IGNORE_OUPUT"),
    /NBVAL_IGNORE_OUPUT \(did you mean IGNORE_OUTPUT\?\); there are/,
  );
  throws(() => marks("// check: tolerance much"), /takes a number/);
  throws(() => marks("// check: match ("), /check: match: /);
  throws(() => marks("// check: match"), /check: match takes a pattern/);
  throws(
    () => marks("1", "check-ignroe"),
    /the tag check-ignroe \(did you mean check-ignore\?\)/,
  );
  throws(
    () => marks("1", "nbval-ignore-ouput"),
    /the tag nbval-ignore-ouput \(did you mean nbval-ignore-output\?\)/,
  );
  // A user's own, which is like none of ours.
  deepStrictEqual(marks("1", "check-figures", "nbval"), NONE);
});

Deno.test("parseTolerance() takes numbers from 0", () => {
  strictEqual(parseTolerance("t", "0"), 0);
  strictEqual(parseTolerance("t", ".5"), 0.5);
  for (const text of ["", "-1", "x", "Infinity", "1e999"]) {
    throws(() => parseTolerance("--tolerance", text), (error: Error) => {
      match(error.message, /--tolerance takes a number/);
      return true;
    });
  }
});
