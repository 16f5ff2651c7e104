/**
 * What a marker or a fence says of its cell, as jupytext writes it.
 *
 * @module
 */

import { isDict } from "../notebook/notebook.ts";

type Dict = Record<string, unknown>;

/** `name=JSON` again and again, or one JSON object. */
export function parseOptions(text: string): Dict {
  if (text.startsWith("{")) {
    const whole = parsedJson(text);
    return isDict(whole) ? whole : {};
  }
  const metadata: Dict = {};
  const starts = [...text.matchAll(/(?:^|\s)([a-z_][\w.-]*)=/gi)];
  for (let at = 0; at < starts.length; at++) {
    const from = starts[at].index + starts[at][0].length;
    // What looks like a name may stand in a text, so the longest that is not
    // JSON yet is tried further.
    for (let to = at + 1; to <= starts.length; to++) {
      const part = text.slice(from, starts[to]?.index ?? text.length).trim();
      const value = parsedJson(part);
      if (value === undefined) continue;
      metadata[starts[at][1]] = value;
      at = to - 1;
      break;
    }
  }
  return metadata;
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
