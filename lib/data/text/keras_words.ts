/**
 * Texts as lists of word numbers, 1 the most frequent, as the tokenizer of
 * Keras made them that `imdb.npz` was written with.
 *
 * @see keras/src/legacy/preprocessing/text.py
 * @module
 */

/** What separates words besides the space; the apostrophe does not. */
const SEPARATORS = /[!"#$%&()*+,\-./:;<=>?@[\\\]^_`{|}~\t\n ]+/;

/** Words of a text in lower case. */
function wordsOf(text: string): string[] {
  return text.toLowerCase().split(SEPARATORS).filter((word) => word !== "");
}

/** Texts as numbers, and the words by their number less 1. */
export interface NumberedTexts {
  readonly texts: Int32Array[];
  readonly vocabulary: string[];
}

/** If words are equally frequent, the one that occurs first comes first. */
export function numberWords(texts: readonly string[]): NumberedTexts {
  const counts = new Map<string, number>();
  const split = texts.map(wordsOf);
  for (const words of split) {
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const vocabulary = [...counts].sort(([, a], [, b]) => b - a)
    .map(([word]) => word);
  const numbers = new Map(vocabulary.map((word, i) => [word, i + 1]));
  return {
    texts: split.map((words) => {
      return Int32Array.from(words, (word) => numbers.get(word)!);
    }),
    vocabulary,
  };
}
