/** Changes to tfjs are made once, however many copies of the library there are. */

import * as tf from "@tensorflow/tfjs";
import {
  deepStrictEqual,
  notDeepStrictEqual,
  notStrictEqual,
  ok,
  strictEqual,
} from "node:assert/strict";
import { cp, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import * as phase from "../../../lib/dropout/phase.ts";
import * as mends from "../../../lib/mends/install_mends.ts";
import * as seed from "../../../lib/random/set_random_seed.ts";

await tf.setBackend("cpu");

/** Imports the library's folders a second time, from another place. */
async function withSecondCopy(
  act: (copy: {
    mends: typeof mends;
    phase: typeof phase;
    seed: typeof seed;
  }) => unknown,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "thaw-copy-"));
  try {
    await cp(join(import.meta.dirname!, "../../../lib"), folder, {
      recursive: true,
    });
    const load = (path: string) =>
      import(pathToFileURL(join(folder, path)).href);
    await act({
      mends: await load("mends/install_mends.ts"),
      phase: await load("dropout/phase.ts"),
      seed: await load("random/set_random_seed.ts"),
    });
  } finally {
    seed.setRandomSeed(null);
    phase.setLearningPhase(null);
    await rm(folder, { recursive: true });
  }
}

/** What a mend replaces; the same functions if nothing was replaced again. */
function patched(): unknown[] {
  return [
    tf.layers.Layer.prototype.apply,
    tf.LayersModel.prototype.compile,
    (tf.LayersModel.prototype as unknown as { makeTrainFunction: unknown })
      .makeTrainFunction,
    tf.AdamOptimizer.prototype.applyGradients,
    tf.util.shuffle,
    tf.fused.conv2d,
    tf.getGradient("Tile"),
  ];
}

Deno.test("installMends() installs nothing twice, for a second copy of the library neither", async () => {
  deepStrictEqual(mends.installMends(), []);
  const before = patched();
  await withSecondCopy((copy) => {
    notStrictEqual(copy.mends.installMends, mends.installMends);
    deepStrictEqual(copy.mends.installMends(), []);
  });
  patched().forEach((one, i) => ok(one === before[i], `${i} was replaced`));
});

Deno.test("the mends of the first copy heed the seed and the phase of the second", async () => {
  const kernel = () => {
    const layer = tf.layers.dense({ units: 3 });
    layer.build([null, 4]);
    return [...layer.getWeights()[0].dataSync()];
  };
  await withSecondCopy((copy) => {
    notDeepStrictEqual(kernel(), kernel());
    copy.seed.setRandomSeed(5);
    const first = kernel();
    seed.setRandomSeed(5);
    deepStrictEqual(kernel(), first);
    copy.phase.setLearningPhase(1);
    strictEqual(phase.getLearningPhase(), 1);
    const zeros = tf.layers.dropout({ rate: 1 - 1e-7 })
      .apply(tf.ones([8])) as tf.Tensor;
    deepStrictEqual([...zeros.dataSync()], Array(8).fill(0));
  });
});

Deno.test("each file of lib/mends that is headed by a trap is in the table, under its own name", async () => {
  const folder = join(import.meta.dirname!, "../../../lib/mends");
  const table = await readFile(join(folder, "install_mends.ts"), "utf8");
  for (const file of await readdir(folder)) {
    const text = await readFile(join(folder, file), "utf8");
    if (!text.startsWith("/**\n * Trap of tfjs 4.22:")) continue;
    const name = file.replace(".ts", "")
      .replaceAll(/_(\w)/g, (_, letter) => letter.toUpperCase());
    ok(table.includes(`\n  ${name},\n`), `${name} is not installed`);
    ok(
      text.includes(`export function ${name}(): void {`),
      `${file} does not export ${name}()`,
    );
  }
});
