import {
  deepStrictEqual,
  match,
  strictEqual,
  throws,
} from "node:assert/strict";
import { parseOptions } from "../../../kernel/run/options.ts";
import { BadInputError } from "../../../kernel/notebook/bad_input_error.ts";

Deno.test("parseOptions() writes beside the notebook unless told otherwise", () => {
  const kind = (...args: string[]) => parseOptions([...args, "a"]).destination;
  deepStrictEqual(kind(), { kind: "beside" });
  deepStrictEqual(kind("--out", "o"), { kind: "folder", folder: "o" });
  deepStrictEqual(kind("--inplace"), { kind: "inplace" });
  deepStrictEqual(kind("--out", "o", "--update"), { kind: "inplace" });
});

Deno.test("parseOptions() takes parameters as JSON or as text", () => {
  const args = [
    "n=3",
    "name=Ada",
    'list=["a"]',
    "empty=",
    "eq=a=b",
    'quoted="1"',
  ];
  const { parameters } = parseOptions(
    [...args.flatMap((arg) => ["--set", arg]), "a.ipynb"],
  );
  deepStrictEqual([...parameters], [
    ["n", 3],
    ["name", "Ada"],
    ["list", ["a"]],
    ["empty", ""],
    ["eq", "a=b"],
    ["quoted", "1"],
  ]);
});

Deno.test("parseOptions() takes the timeout in seconds", () => {
  strictEqual(parseOptions(["--timeout", "1.5", "a"]).timeout, 1500);
  strictEqual(parseOptions(["a"]).timeout, undefined);
});

Deno.test("parseOptions() takes where the report goes", () => {
  strictEqual(parseOptions(["--report", "r.html", "a"]).report, "r.html");
  strictEqual(parseOptions(["a"]).report, undefined);
});

Deno.test("parseOptions() refuses what makes no sense in one line", () => {
  for (
    const args of [
      [],
      ["--nope", "a"],
      ["--out"],
      ["--inplace", "--out", "o", "a"],
      ["--timeout", "0", "a"],
      ["--timeout", "soon", "a"],
      ["--set", "1a=2", "a"],
      ["--set", "a", "a"],
    ]
  ) {
    throws(() => parseOptions(args), (error: Error) => {
      match(error.message, /^[^\n]+$/);
      return error instanceof BadInputError;
    });
  }
});
