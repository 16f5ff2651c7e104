/**
 * The recordings in seglearn's wheel: a smartwatch at the wrist of ten people
 * who did exercises of the shoulder, 50 times a second, six values each time.
 *
 * @see Burns et al., "Shoulder physiotherapy exercise recognition: machine
 *   learning the inertial signals from a smartwatch", Physiol. Meas. 39 (2018).
 * @module
 */

import { MAX_UNPACKED_BYTES, ZipFile } from "./files/zip_file.ts";
import { parseNpyHeader } from "./numpy/npy_header.ts";
import { readPickledDict } from "./numpy/pickle.ts";
import { RebuiltArray } from "./numpy/pickle_numpy.ts";

const ENTRY = "seglearn/data/watch_dataset.npy";

/** Values of each moment: acceleration and rate of turn, three axes each. */
const CHANNELS = 6;

/** One exercise of one person, one of the channels. */
export interface Recording {
  /** From 1. */
  person: number;
  /** Number of the exercise. */
  exercise: number;
  values: Float64Array;
}

/**
 * Reads one channel of all recordings.
 *
 * @param path The wheel.
 * @param channel From 0.
 * @throws {SyntaxError} If it is no such wheel.
 */
export async function readWatchTable(
  path: string,
  channel: number,
): Promise<Recording[]> {
  await using zip = await ZipFile.open(path, MAX_UNPACKED_BYTES);
  if (!zip.names.includes(ENTRY)) {
    throw new SyntaxError(
      `${path} has no ${ENTRY}; it is no wheel of seglearn`,
    );
  }
  const bytes = await zip.read(ENTRY) as Uint8Array<ArrayBuffer>;
  const table = readPickledDict(bytes.subarray(parseNpyHeader(bytes).start));
  const recordings = table.get("X");
  const [people, exercises] = ["subject", "y"].map((name) => {
    const column = table.get(name);
    return column instanceof RebuiltArray ? column.numbers : undefined;
  });
  if (
    !Array.isArray(recordings) || recordings.length === 0 ||
    people?.length !== recordings.length ||
    exercises?.length !== recordings.length
  ) {
    throw new SyntaxError(`${path} is not seglearn's table of recordings`);
  }
  return recordings.map((recording, i) => {
    const values = channelOf(recording, channel);
    if (values) {
      return { person: people[i], exercise: exercises[i], values };
    }
    throw new SyntaxError(
      `${path}: recording ${i} has no ${CHANNELS} channels`,
    );
  });
}

function channelOf(
  recording: unknown,
  channel: number,
): Float64Array | undefined {
  if (!(recording instanceof RebuiltArray)) return undefined;
  const { shape: [length, width], numbers } = recording;
  if (!numbers || width !== CHANNELS) return undefined;
  return Float64Array.from(
    { length },
    (_, i) => numbers[i * CHANNELS + channel],
  );
}
