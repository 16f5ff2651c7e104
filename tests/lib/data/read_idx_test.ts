import { deepStrictEqual, rejects } from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { readIdx } from "../../../lib/data/read_idx.ts";

/** A 2 by 3 array. */
const FILE = [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 255];

async function withFile(
  bytes: Uint8Array,
  use: (path: string) => Promise<unknown>,
): Promise<void> {
  const path = await Deno.makeTempFile();
  await Deno.writeFile(path, bytes);
  await use(path);
  await Deno.remove(path);
}

Deno.test("readIdx() reads unsigned bytes, gzipped or not", async () => {
  const bytes = Uint8Array.from(FILE);
  for (const file of [bytes, new Uint8Array(gzipSync(bytes))]) {
    await withFile(file, async (path) => {
      const { shape, data } = await readIdx(path);
      deepStrictEqual([shape, [...data]], [[2, 3], [1, 2, 3, 4, 5, 255]]);
    });
  }
});

Deno.test("readIdx() throws on files that are no or no whole IDX", async () => {
  const wrong: [number[], RegExp][] = [
    [[], /no IDX file of unsigned bytes/],
    [[0, 0, 13, 1, 0, 0, 0, 0], /no IDX file of unsigned bytes/],
    [FILE.slice(0, -1), /has 17 bytes, its shape \(2,3\) needs 18/],
    [[...FILE, 0], /has 19 bytes/],
    [FILE.slice(0, 7), /has 7 bytes/],
    [[0, 0, 8, 2, 255, 255, 255, 255, 255, 255, 255, 255], /has 12 bytes/],
    [[0x1f, 0x8b, 1, 2, 3], /SyntaxError: .*(compression|header)/],
  ];
  for (const [bytes, reason] of wrong) {
    await withFile(
      Uint8Array.from(bytes),
      (path) => rejects(readIdx(path), (error) => reason.test(String(error))),
    );
  }
});
