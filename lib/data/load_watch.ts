/**
 * Recordings of a smartwatch: which of two movements an arm makes.
 *
 * @module
 */

import { join } from "node:path";
import {
  checkDataSetOptions,
  type DataSetOptions,
  type Located,
} from "./data_set.ts";
import { cacheFolder } from "./download/cache_folder.ts";
import { DataUnavailableError } from "./download/data_unavailable_error.ts";
import { fetchFile, isCached } from "./download/fetch_file.ts";
import { engineSeries, type FordA } from "./load_ford_a.ts";
import { SERIES_LENGTH, stacked, standardized } from "./stand_in/series.ts";
import { readWatchTable, type Recording } from "./watch_table.ts";

/** The wheel as `pip download` names it. */
export const WATCH_WHEEL = {
  name: "seglearn-1.2.5-py3-none-any.whl",
  url: "https://pypi.org/project/seglearn/1.2.5/#files",
  checksum: {
    algorithm: "sha256",
    digest: "ec6b952c85c9627050102854b372d85951563d3b990df677d7c55547e87413dd",
  } as const,
};

/** Rotation of the shoulder inwards and outwards, labels 0 and 1. */
const EXERCISES = [3, 4];

/** The rate of turn about the arm's length, the watch's x axis. */
const CHANNEL = 3;

/** People held out; the others, 1 to 7, are trained on. */
const HELD_OUT = [8, 9, 10];

/**
 * Loads windows of a smartwatch's recordings in FordA's form: real series
 * `(n, 500, 1)`, each of mean 0 and deviation 1, and two labels.
 *
 * Ten people turned their upper arm inwards (0) or outwards (1), twenty times
 * and more, recorded 50 times a second. Each recording is cut into windows that
 * do not overlap; those of three people are held out as `xTest`. The values come
 * in the Python package seglearn 1.2.5 (BSD licence), which `deno task data`
 * brings: `path`, or the cache, has its wheel. Nothing in it is run.
 *
 * @throws {DataUnavailableError} If the wheel is needed and not there; it is
 *   not downloaded by this function.
 * @throws {SyntaxError} If the file is no such wheel.
 */
export async function loadWatch(options: DataSetOptions = {}): Promise<FordA> {
  checkDataSetOptions("loadWatch", options);
  const located = await locateWheel(options);
  if (!located) {
    return engineSeries("the watch's recordings", options.seed ?? 0);
  }
  const recordings = await readWatchTable(located.paths[0], CHANNEL);
  const chosen = recordings.filter((it) => EXERCISES.includes(it.exercise));
  const [train, test] = [false, true].map((isHeldOut) =>
    windowsOf(chosen.filter((it) => HELD_OUT.includes(it.person) === isHeldOut))
  );
  if (train.y.data.length === 0 || test.y.data.length === 0) {
    throw new SyntaxError(`${located.paths[0]} has too few recordings`);
  }
  return {
    source: located.source,
    note: `A watch's recordings: ${train.y.data.length} training windows of ` +
      `seven people and ${test.y.data.length} of three others, from seglearn 1.2.5`,
    xTrain: train.x,
    yTrain: train.y,
    xTest: test.x,
    yTest: test.y,
  };
}

async function locateWheel(
  options: DataSetOptions,
): Promise<Located | undefined> {
  const { source = "published", path, cache = cacheFolder() } = options;
  if (source === "stand-in") return undefined;
  if (path !== undefined) return { source: "file", paths: [path] };
  if (await isCached(WATCH_WHEEL, options)) {
    return {
      source: "download",
      paths: [await fetchFile(WATCH_WHEEL, { cache })],
    };
  }
  if (source === "any") return undefined;
  throw new DataUnavailableError(
    WATCH_WHEEL,
    join(cache ?? "FOLDER", WATCH_WHEEL.name),
    "`deno task data` brings it, where there is Python",
  );
}

function windowsOf(recordings: Recording[]) {
  const windows: Float64Array[] = [];
  const labels: number[] = [];
  for (const { exercise, values } of recordings) {
    for (let at = 0; at + SERIES_LENGTH <= values.length; at += SERIES_LENGTH) {
      windows.push(standardized(values.subarray(at, at + SERIES_LENGTH)));
      labels.push(EXERCISES.indexOf(exercise));
    }
  }
  return {
    x: stacked(windows),
    y: { shape: [windows.length], data: Uint8Array.from(labels) },
  };
}
