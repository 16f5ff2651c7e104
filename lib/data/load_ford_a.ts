/**
 * FordA: engine noise, and whether the engine has a certain fault.
 *
 * @module
 */

import { join } from "node:path";
// @ts-types="./deno_std.d.ts"
import { CsvParseStream } from "deno-std/csv/parse_stream.js";
import {
  checkDataSetOptions,
  type DataSet,
  type DataSetOptions,
  locate,
} from "./data_set.ts";
import { engines } from "./stand_in/engines.ts";
import { SERIES_LENGTH, stacked } from "./stand_in/series.ts";
import type { NdArray } from "./numpy/nd_array.ts";

/** Keras's time series examples read it from here; nobody publishes checksums. */
const ROOT = "https://raw.githubusercontent.com/hfawaz/cd-diagram/master/FordA";
const FILES = ["FordA_TRAIN.tsv", "FordA_TEST.tsv"].map((name) => ({
  name,
  url: `${ROOT}/${name}`,
}));

/** Series `(n, 500, 1)` of mean 0 and deviation 1; labels `(n,)`, 0 or 1. */
export type FordA = DataSet<NdArray<Float32Array>, NdArray<Uint8Array>>;

/**
 * Loads FordA: 3,601 and 1,320 series; of the stand-in 1,000 and 400.
 *
 * The files' labels -1 and 1 come as 0 and 1, as Keras's examples have them.
 * `path` is a folder with `FordA_TRAIN.tsv` and `FordA_TEST.tsv`. There are
 * no checksums to compare with, so what is checked is the form: 501 numbers
 * in each line, the first of them -1 or 1.
 *
 * @throws {DataUnavailableError} If a file is needed and can't be had.
 * @throws {SyntaxError} If a file is no FordA.
 * @see Dau et al., "The UCR time series archive", IEEE/CAA J. Autom. Sinica 6
 *   (2019), pp. 1293-1305.
 */
export async function loadFordA(options: DataSetOptions = {}): Promise<FordA> {
  checkDataSetOptions("loadFordA", options);
  const located = await locate(
    FILES,
    options,
    (path, file) => join(path, file.name),
  );
  if (!located) return engineSeries("FordA", options.seed ?? 0);
  const [train, test] = await Promise.all(located.paths.map(readSeries));
  return {
    source: located.source,
    note: `FordA: ${train.y.data.length} training and ` +
      `${test.y.data.length} test series from its files`,
    xTrain: train.x,
    yTrain: train.y,
    xTest: test.x,
    yTest: test.y,
  };
}

async function readSeries(
  path: string,
): Promise<{ x: NdArray<Float32Array>; y: NdArray<Uint8Array> }> {
  const { readable } = await Deno.open(path);
  const rows = readable.pipeThrough(new TextDecoderStream())
    .pipeThrough(new CsvParseStream({ separator: "\t", lazyQuotes: true }));
  const series: Float32Array[] = [];
  const labels: number[] = [];
  for await (const row of rows) {
    const [label, ...values] = row.map(numberOf);
    checkSeries(path, labels.length + 1, label, values);
    series.push(Float32Array.from(values));
    labels.push(label === 1 ? 1 : 0);
  }
  if (labels.length === 0) checkSeries(path, 1, NaN, []);
  return {
    x: stacked(series),
    y: { shape: [series.length], data: Uint8Array.from(labels) },
  };
}

/** NaN of an empty cell, which `Number()` takes for 0. */
function numberOf(cell: string): number {
  return cell.trim() === "" ? NaN : Number(cell);
}

function checkSeries(
  path: string,
  line: number,
  label: number,
  values: number[],
): void {
  if (
    values.length === SERIES_LENGTH && values.every(Number.isFinite) &&
    Math.abs(label) === 1
  ) return;
  throw new SyntaxError(
    `${path}, line ${line}: not -1 or 1 and ${SERIES_LENGTH} numbers`,
  );
}

/**
 * The stand-in for real series: a simulated engine's.
 *
 * @param name What it stands in for.
 */
export function engineSeries(name: string, seed: number): FordA {
  const [train, test] = [engines(1000, seed, 0), engines(400, seed, 1)];
  return {
    source: "stand-in",
    note: `A stand-in for ${name}: 1000 training and 400 test series of a ` +
      `simulated engine, seed ${seed}`,
    xTrain: train.series,
    yTrain: train.labels,
    xTest: test.series,
    yTest: test.labels,
  };
}
