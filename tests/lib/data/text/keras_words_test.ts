import { deepStrictEqual } from "node:assert/strict";
import { numberWords } from "../../../../lib/data/text/keras_words.ts";

const GOLDEN = new URL(
  "../../../golden/data/movie_reviews.json",
  import.meta.url,
);

Deno.test("numberWords() numbers words as Keras's tokenizer does", () => {
  const { texts, numbers } = JSON.parse(Deno.readTextFileSync(GOLDEN));
  const found = numberWords(texts).texts.map((text) => [...text]);
  deepStrictEqual(found, numbers);
});
