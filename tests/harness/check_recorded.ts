/**
 * Messages that Python clients received, as `python/recording.py` keeps them.
 *
 * @module
 */

import { ok } from "node:assert/strict";
import { join } from "node:path";
import { checkMessage } from "../kernel/protocol/schema.ts";

/** The environment in which a Python program can `import recording`. */
export function recordingTo(path: string): Record<string, string> {
  return {
    THAW_MESSAGES: path,
    PYTHONDONTWRITEBYTECODE: "1",
    PYTHONPATH: join(import.meta.dirname!, "python"),
  };
}

/** Checks all messages in a file; there must be some. */
export async function checkRecorded(path: string): Promise<void> {
  const lines = (await Deno.readTextFile(path)).trim().split("\n");
  ok(lines.length > 1, "Nothing was recorded");
  for (const line of lines) checkMessage(JSON.parse(line));
}
