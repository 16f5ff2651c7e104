import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadFordA } from "../../../lib/data/load_ford_a.ts";

const folder = fileURLToPath(new URL("../../golden/data", import.meta.url));

Deno.test("loadFordA() reads series and makes labels 0 and 1", async () => {
  const ford = await loadFordA({ path: folder });
  deepStrictEqual(ford.xTrain.shape, [3, 500, 1]);
  deepStrictEqual(ford.xTest.shape, [2, 500, 1]);
  deepStrictEqual([...ford.yTrain.data], [0, 1, 0]);
  const text = await Deno.readTextFile(join(folder, "FordA_TRAIN.tsv"));
  const second = text.split("\n")[1].split("\t").slice(1).map(Number);
  deepStrictEqual(
    ford.xTrain.data.slice(500, 1000),
    Float32Array.from(second),
  );
  strictEqual(ford.source, "file");
});

Deno.test("loadFordA() names the line that is no series", async () => {
  const path = await Deno.makeTempDir();
  const good = await Deno.readTextFile(join(folder, "FordA_TRAIN.tsv"));
  for (
    const bad of [
      good.slice(0, -20),
      good.replace(/\n(\S+)\t\S+/, "\n$1\tx"),
      good.replace(/\n(\S+)\t\S+/, "\n$1\t"),
      good.replace(/\n(\S+)\t\S+/, "\n$1\t "),
      good.replace(/^-1/, "3"),
      "404: Not Found",
      '<a href="https://example.com">Not "here</a>',
      "",
    ]
  ) {
    await Deno.writeTextFile(join(path, "FordA_TRAIN.tsv"), bad);
    await Deno.writeTextFile(join(path, "FordA_TEST.tsv"), good);
    await rejects(
      loadFordA({ path }),
      /FordA_TRAIN\.tsv, line \d: not -1 or 1 and 500 numbers/,
    );
  }
  await Deno.remove(path, { recursive: true });
});

Deno.test("loadFordA() has a stand-in of mean 0 and deviation 1", async () => {
  const { xTrain, yTrain, source } = await loadFordA({ source: "stand-in" });
  strictEqual(source, "stand-in");
  deepStrictEqual(xTrain.shape, [1000, 500, 1]);
  const first = xTrain.data.subarray(0, 500);
  const mean = first.reduce((sum, it) => sum + it, 0) / 500;
  const variance = first.reduce((sum, it) => sum + (it - mean) ** 2, 0) / 500;
  // 500 values of order 1, each rounded to float32.
  ok(Math.abs(mean) < 500 * 2 ** -24, `mean ${mean}`);
  ok(Math.abs(variance - 1) < 500 * 2 ** -23, `variance ${variance}`);
  const faults = yTrain.data.reduce((sum, label) => sum + label, 0);
  // Four standard errors of a Bernoulli(0.5) sum over 1,000 draws.
  ok(Math.abs(faults - 500) < 4 * Math.sqrt(1000 / 4), `${faults}`);
});
