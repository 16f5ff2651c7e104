/**
 * Copies of the checkout that may be changed, one for each thing that runs at
 * the same time.
 *
 * @module
 */

import { join } from "node:path";

const root = join(import.meta.dirname!, "..", "..");

/** What the tests and notebooks need, and nothing that is large. */
const PARTS = ["lib", "kernel", "notebooks", "tests", "deno.json", "deno.lock"];

async function copy(from: string, to: string): Promise<void> {
  const { isDirectory } = await Deno.stat(from);
  if (!isDirectory) return await Deno.copyFile(from, to);
  await Deno.mkdir(to, { recursive: true });
  for await (const { name } of Deno.readDir(from)) {
    await copy(join(from, name), join(to, name));
  }
}

/**
 * Does something with each item, in a copy of the checkout, a few at a time.
 *
 * @param jobs How many copies there are.
 */
export async function inCopies<Item>(
  items: readonly Item[],
  jobs: number,
  act: (place: string, item: Item) => Promise<void>,
): Promise<void> {
  const waiting = items.values();
  await Promise.all(Array.from({ length: jobs }, async () => {
    const place = await Deno.makeTempDir();
    try {
      for (const part of PARTS) await copy(join(root, part), join(place, part));
      for (const item of waiting) await act(place, item);
    } finally {
      await Deno.remove(place, { recursive: true });
    }
  }));
}
