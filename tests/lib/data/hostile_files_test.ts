/**
 * Files with a few bytes changed, at places that a seed chooses: each is
 * either read or refused by a SyntaxError. Nothing else may come out.
 */

import { strictEqual } from "node:assert/strict";
import { KerasFile } from "../../../lib/data/keras/keras_file.ts";
import { parseNpy } from "../../../lib/data/numpy/npy.ts";
import { readNpz } from "../../../lib/data/numpy/npz.ts";
import { Dice } from "../../../lib/data/stand_in/dice.ts";

const folder = new URL("../../golden/", import.meta.url);

/** Files that have up to three bytes changed. */
function* damaged(name: string, count: number) {
  const bytes = Deno.readFileSync(new URL(name, folder));
  const dice = new Dice(7, 0);
  for (let i = 0; i < count; i++) {
    const copy = bytes.slice();
    for (let left = 1 + dice.integer(3); left > 0; left--) {
      copy[dice.integer(copy.length)] = dice.integer(256);
    }
    yield copy;
  }
}

/** Fails on any error but a SyntaxError. */
async function mayRefuse(read: () => unknown): Promise<void> {
  try {
    await read();
  } catch (error) {
    strictEqual((error as Error).name, "SyntaxError", `${error}`);
  }
}

async function throughFile(
  name: string,
  count: number,
  read: (path: string) => Promise<void>,
): Promise<void> {
  const path = await Deno.makeTempFile();
  for (const bytes of damaged(name, count)) {
    await Deno.writeFile(path, bytes);
    await mayRefuse(() => read(path));
  }
  await Deno.remove(path);
}

for (const name of ["lists", "lists_protocol2", "text", "objects_fortran"]) {
  Deno.test(`parseNpy() reads or refuses a damaged ${name}`, async () => {
    for (const bytes of damaged(`npy/${name}.npy`, 300)) {
      await mayRefuse(() => parseNpy(bytes));
    }
  });
}

for (const name of ["compressed", "zip64"]) {
  Deno.test(`readNpz() reads or refuses a damaged ${name} archive`, async () => {
    await throughFile(`npy/${name}.npz`, 60, async (path) => {
      await readNpz(path);
    });
  });
}

for (const name of ["small.weights.h5", "keras2.h5", "whole.keras"]) {
  Deno.test(`KerasFile reads or refuses a damaged ${name}`, async () => {
    await throughFile(`keras/${name}`, 20, async (path) => {
      using file = await KerasFile.open(path);
      for (const { weights } of file.layers) {
        // A shape that no model has is refused before anything is read.
        const small = weights.filter(({ shape }) =>
          shape.every((length) => length < 100)
        );
        small.forEach((weight) => weight.read());
      }
    });
  });
}
