import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import type { ReviewOptions } from "../../../lib/data/encode_reviews.ts";
import { type Imdb, loadImdb } from "../../../lib/data/load_imdb.ts";

const folder = new URL("../../golden/data/", import.meta.url);
const path = fileURLToPath(new URL("imdb.npz", folder));

interface Expected {
  options: Record<string, number | null>;
  xTrain: number[][];
  yTrain: number[];
  xTest: number[][];
  yTest: number[];
}

const expected: Expected[] =
  JSON.parse(Deno.readTextFileSync(new URL("expected.json", folder))).imdb;

/** `num_words` as `numWords`; Keras's `maxlen` has no underscore. */
function camelCase(options: Expected["options"]): ReviewOptions {
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => [
      name.replace("maxlen", "max_len").replace(
        /_(.)/g,
        (_, letter) => letter.toUpperCase(),
      ),
      value,
    ]),
  );
}

function plain({ xTrain, yTrain, xTest, yTest }: Imdb) {
  return {
    xTrain: xTrain.map((review) => [...review]),
    yTrain: [...yTrain.data],
    xTest: xTest.map((review) => [...review]),
    yTest: [...yTest.data],
  };
}

for (const { options, ...wanted } of expected) {
  const shown = JSON.stringify(options);
  Deno.test(`loadImdb() gives what Keras gives with ${shown}`, async () => {
    const imdb = await loadImdb({ path, ...camelCase(options) });
    deepStrictEqual(plain(imdb), wanted);
    strictEqual(imdb.source, "file");
  });
}

Deno.test("loadImdb() throws when no review is short enough", async () => {
  await rejects(
    loadImdb({ path, maxLen: 2 }),
    /No review is shorter than maxLen 2/,
  );
  for (const wrong of [{ numWords: -1 }, { maxLen: 1.5 }, { skipTop: null }]) {
    const options = wrong as ReviewOptions;
    await rejects(
      loadImdb({ path, ...options }),
      /must be a whole number of at least 0/,
    );
  }
});

Deno.test("loadImdb() throws on a file that is no IMDB", async () => {
  const mnist = fileURLToPath(new URL("mnist.npz", folder));
  await rejects(
    loadImdb({ path: mnist }),
    /mnist\.npz: review 0 is no list of word numbers/,
  );
});

Deno.test("loadImdb() says where to put the file when offline", async () => {
  const cache = await Deno.makeTempDir();
  await rejects(
    loadImdb({ offline: true, cache }),
    /Can't get imdb\.npz: downloads are off \(offline\).*put it at .*imdb\.npz/,
  );
  const any = await loadImdb({ offline: true, cache, source: "any" });
  strictEqual(any.source, "stand-in");
  await Deno.remove(cache, { recursive: true });
});

Deno.test("loadImdb() has a stand-in that keeps IMDB's conventions", async () => {
  const { xTrain, yTrain, note, source } = await loadImdb({
    source: "stand-in",
    numWords: 10_000,
    seed: 3,
  });
  strictEqual(source, "stand-in");
  strictEqual(
    note,
    "A stand-in for IMDB: 2000 training and 500 test reviews " +
      "from a model of words, seed 3",
  );
  const words = xTrain.flatMap((review) => [...review.subarray(1)]);
  ok(xTrain.every((review) => review[0] === 1));
  ok(words.every((word) => word === 2 || word >= 4 && word < 10_000));
  ok(words.includes(2));
  const praise = yTrain.data.reduce((sum, label) => sum + label, 0);
  // Four standard errors of a Bernoulli(0.5) sum over 2,000 draws.
  ok(Math.abs(praise - 1000) < 4 * Math.sqrt(2000 / 4), `${praise}`);
});
