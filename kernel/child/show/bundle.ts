/**
 * A value as a MIME bundle, for a debugger that shows it beside the cells.
 *
 * @module
 */

import { idle } from "../language/idle.ts";
import { giveBack } from "../language/intrinsics.ts";
import { JSON, String } from "../language/natives.ts";
import { jsonOf } from "../output/output.ts";
import { format, formatNow, isThenable } from "./format.ts";
import type { MimeBundle } from "./whole_bundle.ts";

const { stringify } = JSON;

/** What is shown where a value's own look is not to be had. */
function plain(text: string): string {
  return stringify({ "text/plain": text });
}

function shown(given: MimeBundle | undefined): string {
  return jsonOf(given ?? {}) ?? plain("It is too large to be shown");
}

function failed(error: unknown): string {
  return plain(`Its own look failed: ${String(error)}`);
}

/** JSON of the bundle, in a turn of its own, so that it can be debugged. */
export async function bundle(value: unknown): Promise<string> {
  try {
    await idle();
    return shown(await format(value));
  } catch (error) {
    return failed(error);
  } finally {
    giveBack();
  }
}

/** The same while the code is paused, when no promise can settle. */
export function bundleNow(value: unknown): string {
  try {
    const given = formatNow(value);
    if (isThenable(given)) {
      return plain("Its look takes a while; continue, and show it then");
    }
    return shown(given);
  } catch (error) {
    return failed(error);
  }
}
