import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { loadMnist, MNIST_PACKAGE } from "../../../lib/data/load_mnist.ts";

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
    /stored\.npz has no array x_train; it has u1, lists, fortran/,
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

Deno.test("loadMnist() reads a folder of the four published files", async () => {
  const folder = await Deno.makeTempDir();
  const idx = (shape: number[], size: number) =>
    Uint8Array.from([
      ...[0, 0, 8, shape.length],
      ...shape.flatMap((length) => [0, 0, 0, length]),
      ...new Uint8Array(size).fill(7),
    ]);
  const images = idx([2, 28, 28], 2 * 784);
  await Deno.writeFile(`${folder}/train-images-idx3-ubyte`, images);
  await Deno.writeFile(`${folder}/t10k-images-idx3-ubyte.gz`, gzipSync(images));
  await Deno.writeFile(`${folder}/train-labels-idx1-ubyte`, idx([2], 2));
  await rejects(
    loadMnist({ path: folder }),
    /has no t10k-labels-idx1-ubyte or/,
  );
  await Deno.writeFile(`${folder}/t10k-labels-idx1-ubyte`, idx([2], 2));
  const { xTest, yTest, note } = await loadMnist({ path: folder });
  deepStrictEqual([xTest.shape, [...yTest.data]], [[2, 28, 28], [7, 7]]);
  strictEqual(note, "MNIST: 2 training and 2 test images from IDX files");
  await Deno.writeFile(`${folder}/t10k-labels-idx1-ubyte`, idx([3], 3));
  await rejects(loadMnist({ path: folder }), /images of shape \(2,28,28\)/);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("loadMnist() refuses options it does not know", async () => {
  const wrong: [object, RegExp][] = [
    [{ source: "foo" }, /source "foo" is not known, there is "published"/],
    [{ sourc: "any" }, /loadMnist has no option sourc; did you mean source/],
    [{ numWords: 3 }, /no option numWords/],
    [{ seed: 1.5, source: "stand-in" }, /seed must be an integer/],
  ];
  for (const [options, reason] of wrong) {
    await rejects(loadMnist(options as never), reason);
  }
});

Deno.test("loadMnist() names the version of its package that deno.json has", () => {
  const { name, version } = MNIST_PACKAGE;
  const config = new URL("../../../deno.json", import.meta.url);
  const { imports } = JSON.parse(Deno.readTextFileSync(config));
  strictEqual(imports[`${name}/`], `npm:/${name}@${version}/`);
});
