import { ok, strictEqual } from "node:assert/strict";
import { StreamText } from "../../../kernel/notebook/stream_text.ts";

function text(pieces: string[]): string {
  const stream = new StreamText();
  for (const piece of pieces) stream.append(piece);
  return stream.text;
}

/** What it was before: right, and slow. */
function slowly(pieces: string[]): string {
  return pieces.reduce((before, piece) => {
    const line = before.lastIndexOf("\n") + 1;
    let rest = before.slice(line) + piece;
    for (let last = ""; rest !== last;) {
      last = rest;
      rest = rest.replace(/[^\n\b][\b]/g, "");
    }
    return before.slice(0, line) + rest.replace(/[^\n]*\r(?=[^\n\r])/g, "");
  }, "");
}

Deno.test("StreamText is what a terminal leaves of a text", () => {
  for (
    const [pieces, left] of [
      [["kept\n10%\r20%", "\r30%\n"], "kept\n30%\n"],
      [["abc\b\b", "d"], "ad"],
      [["a\r\n", "b"], "a\r\nb"],
      [["a\r", "\nb"], "a\r\nb"],
      [["a\r\r\r\n"], "a\r\r\r\n"],
      [["\b\n\bx"], "\b\n\bx"],
      [["a\n", "\b"], "a\n\b"],
      [["😀\b!"], "!"],
    ] as [string[], string][]
  ) strictEqual(text(pieces), left);
});

Deno.test("StreamText does to random pieces what the slow way did", () => {
  // A linear congruential generator; the seed makes failures come again.
  let seed = 1;
  const random = (below: number) => {
    seed = (seed * 1664525 + 1013904223) % 2 ** 32;
    return Math.floor(seed / 2 ** 32 * below);
  };
  for (let round = 0; round < 2000; round++) {
    const pieces = Array.from(
      { length: 1 + random(4) },
      () =>
        Array.from({ length: random(8) }, () => "ab\r\n\b"[random(5)]).join(""),
    );
    strictEqual(text(pieces), slowly(pieces), JSON.stringify(pieces));
  }
});

Deno.test("StreamText takes time in proportion to the text", () => {
  const seconds = (pieces: string[]) => {
    const start = performance.now();
    text(pieces);
    return (performance.now() - start) / 1000;
  };
  // Each took from 11 s to minutes where time grew with the square.
  const texts = [
    ["x".repeat(100_000) + "\b".repeat(100_000)],
    ["x".repeat(200_000) + "\r\n"],
    Array.from({ length: 200_000 }, () => "line of text\n"),
    Array.from({ length: 200_000 }, () => "no end "),
    Array.from({ length: 50_000 }, (_, index) => `\r${index} of many`),
  ];
  for (const pieces of texts) ok(seconds(pieces) < 3, pieces[0].slice(0, 9));
});
