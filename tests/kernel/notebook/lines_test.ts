import { deepStrictEqual, strictEqual } from "node:assert/strict";
import {
  joinedBundle,
  joinedLines,
  splitBundle,
  splitLines,
} from "../../../kernel/notebook/lines.ts";

Deno.test("splitLines() ends lines where Python does", () => {
  deepStrictEqual(splitLines("a\nb\r\nc\x85d\u2028e"), [
    "a\n",
    "b\r\n",
    "c\x85",
    "d\u2028",
    "e",
  ]);
  deepStrictEqual(splitLines(""), []);
  deepStrictEqual(splitLines("\n"), ["\n"]);
});

Deno.test("joinedLines() takes text and lists of text, and nothing else", () => {
  strictEqual(joinedLines("a"), "a");
  strictEqual(joinedLines(["a\n", "b"]), "a\nb");
  strictEqual(joinedLines(["a", 1]), undefined);
  strictEqual(joinedLines({}), undefined);
});

Deno.test("joinedBundle() reads back what splitBundle() wrote, JSON untouched", () => {
  const bundle = {
    "text/plain": "a\nb",
    "image/svg+xml": "<svg>\n</svg>",
    "image/png": "aaaa\nbbbb",
    "application/json": ["a\n", "b"],
    "application/vnd.plotly.v1+json": { data: ["x"] },
  };
  const split = splitBundle(bundle);
  deepStrictEqual(split["text/plain"], ["a\n", "b"]);
  strictEqual(split["image/png"], bundle["image/png"]);
  deepStrictEqual(joinedBundle(split), bundle);
});
