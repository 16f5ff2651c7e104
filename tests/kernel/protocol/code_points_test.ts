import { strictEqual } from "node:assert/strict";
import {
  toCodePoint,
  toUtf16Offset,
} from "../../../kernel/protocol/code_points.ts";

const TEXT = "a😀é\u{1F469}\u200D\u{1F469}b";

Deno.test("toUtf16Offset() and toCodePoint() undo each other", () => {
  const points = [...TEXT];
  let offset = 0;
  points.forEach((point, position) => {
    strictEqual(toUtf16Offset(TEXT, position), offset);
    strictEqual(toCodePoint(TEXT, offset), position);
    offset += point.length;
  });
  strictEqual(toUtf16Offset(TEXT, points.length), TEXT.length);
  strictEqual(toCodePoint(TEXT, TEXT.length), points.length);
});

Deno.test("toUtf16Offset() and toCodePoint() stay within the text", () => {
  strictEqual(toUtf16Offset("ab", 7), 2);
  strictEqual(toUtf16Offset("ab", -1), 0);
  strictEqual(toCodePoint("ab", 7), 2);
  strictEqual(toCodePoint("ab", -1), 0);
});

Deno.test("toCodePoint() counts a pair with its first half", () => {
  strictEqual(toCodePoint("😀", 1), 1);
});

Deno.test("toUtf16Offset() takes halves of pairs for code points", () => {
  strictEqual(toUtf16Offset("\uD83Da\uDE00b", 3), 3);
});
