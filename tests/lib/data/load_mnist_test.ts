import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { loadMnist } from "../../../lib/data/load_mnist.ts";

function fixture(name: string): string {
  return fileURLToPath(new URL(`../../golden/${name}`, import.meta.url));
}

Deno.test("loadMnist() reads a file of Keras's form", async () => {
  const path = fixture("data/mnist.npz");
  const mnist = await loadMnist({ path });
  deepStrictEqual(mnist.xTrain.shape, [3, 28, 28]);
  deepStrictEqual(mnist.xTest.shape, [2, 28, 28]);
  deepStrictEqual([...mnist.yTrain.data], [5, 0, 4]);
  strictEqual(mnist.source, "file");
  strictEqual(mnist.note, "MNIST: 3 training and 2 test images from mnist.npz");
});

Deno.test("loadMnist() throws on a file that is no MNIST", async () => {
  await rejects(
    loadMnist({ path: fixture("npy/stored.npz") }),
    /stored\.npz has no entry 'x_train\.npy'/,
  );
  await rejects(
    loadMnist({ path: fixture("data/imdb.npz") }),
    /x_train is of type object, not uint8/,
  );
});

Deno.test("loadMnist() looks for the published file in the cache", async () => {
  const cache = await Deno.makeTempDir();
  await Deno.copyFile(fixture("data/mnist.npz"), `${cache}/mnist.npz`);
  await rejects(
    loadMnist({ cache, offline: true }),
    /mnist\.npz has sha256 .*, mnist\.npz has 731c5ac6/,
  );
  await Deno.remove(cache, { recursive: true });
});

Deno.test("loadMnist() has a stand-in of MNIST's form", async () => {
  const mnist = await loadMnist({ source: "stand-in", seed: 1 });
  deepStrictEqual(mnist.xTrain.shape, [2000, 28, 28]);
  deepStrictEqual(mnist.yTest.shape, [500]);
  deepStrictEqual(new Set(mnist.yTest.data).size, 10);
  strictEqual(mnist.source, "stand-in");
});
