/**
 * A frame of the stack that is shown to the user.
 *
 * @module
 */

import type { PausedFrame } from "../cdp/domains.ts";
import type { SourcePlace } from "./locations.ts";

export interface Frame {
  id: number;
  /** The function's name; the cell's for its own code. */
  name: string;
  place: SourcePlace;
  paused: PausedFrame;
}
