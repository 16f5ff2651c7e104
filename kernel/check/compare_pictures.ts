/**
 * Whether two pictures look the same.
 *
 * @module
 */

import { Buffer } from "node:buffer";
import pixelmatch from "pixelmatch";
import { PNG } from "pngjs";

/** How much a pixel's colour may differ, of 1, as eyes weigh it. */
const COLOUR_SHARE = 0.1;

/**
 * How many pixels may look different. Two drawings of one figure differ a
 * little at their edges.
 */
const PIXEL_SHARE = 0.001;

/** Pictures are not unpacked beyond this, and then compared by their bytes. */
const MAX_PIXELS = 50_000_000;

/**
 * How they differ, or nothing if they look the same.
 *
 * @param saved PNG in Base64.
 * @param now The same.
 */
export function pictureDifference(
  saved: string,
  now: string,
): string | undefined {
  const [left, right] = [saved, now].map((text) => text.replace(/\s/g, ""));
  if (left === right) return undefined;
  const [a, b] = [decoded(left), decoded(right)];
  if (!a || !b) return "the picture's bytes";
  if (a.width !== b.width || a.height !== b.height) {
    return `the picture's size: ${a.width} x ${a.height}, ` +
      `now ${b.width} x ${b.height}`;
  }
  const { width, height } = a;
  const differing = pixelmatch(a.data, b.data, undefined, width, height, {
    threshold: COLOUR_SHARE,
  });
  const share = differing / (width * height);
  return share <= PIXEL_SHARE
    ? undefined
    : `the picture: ${(100 * share).toFixed(1)} % of its pixels`;
}

function decoded(base64: string): PNG | undefined {
  try {
    const bytes = Buffer.from(base64, "base64");
    // Width and height stand at fixed places.
    if (bytes.readUInt32BE(16) * bytes.readUInt32BE(20) > MAX_PIXELS) return;
    return PNG.sync.read(bytes);
  } catch {
    return undefined;
  }
}
