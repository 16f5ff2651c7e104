/**
 * What a marker or a fence says of its cell, as jupytext writes it.
 *
 * @module
 */

import { parseExactJson } from "../notebook/exact_json.ts";
import { isDict, MADE_BY_RUNS } from "../notebook/notebook.ts";
import { oneLineJson } from "./one_line_json.ts";

type Dict = Record<string, unknown>;

/** Metadata, and whether all of the text was some. */
export interface CellOptions {
  metadata: Dict;
  isWhole: boolean;
}

/** Metadata that a run makes, or that only a front end or jupytext cares about. */
const LEFT_BEHIND = [
  ...MADE_BY_RUNS,
  "collapsed",
  "scrolled",
  "trusted",
  "cell_marker",
];

/** Writes them, each with a space before it; nothing if there are none. */
export function optionsText(metadata: Dict): string {
  const kept = Object.entries(metadata)
    .filter(([name]) => !LEFT_BEHIND.includes(name));
  if (kept.length === 0) return "";
  return kept.every(([name]) => /^[a-z_][\w.@/-]*$/i.test(name))
    ? kept.map(([name, value]) => ` ${name}=${oneLineJson(value)}`).join("")
    : ` ${oneLineJson(Object.fromEntries(kept))}`;
}

/** `name=JSON` again and again, a bare `name` for null, or one JSON object. */
export function parseOptions(text: string): CellOptions {
  if (text.startsWith("{")) {
    const whole = literal(text);
    return isDict(whole)
      ? { metadata: whole, isWhole: true }
      : { metadata: {}, isWhole: false };
  }
  const metadata: Dict = {};
  let isWhole = true;
  const words = text.split(/(\s+)/);
  for (let at = 0; at < words.length; at += 2) {
    const word = words[at];
    if (word === "") continue;
    const [, name, start] = /^([\w.@/-]+)=(.*)$/s.exec(word) ?? [];
    if (name === undefined) {
      if (/^[a-z_.][\w.]*$/i.test(word)) metadata[word] = null;
      else isWhole = false;
      continue;
    }
    // Spaces may stand in a value, so the shortest that is one counts.
    let value = literal(start);
    let end = at;
    for (let more = start; value === undefined && end + 2 < words.length;) {
      more += words[end + 1] + words[end + 2];
      end += 2;
      value = literal(more);
    }
    if (value === undefined) isWhole = false;
    else {
      metadata[name] = value;
      at = end;
    }
  }
  return { metadata, isWhole };
}

/** What Python has for JSON's words. */
const PYTHON: Record<string, unknown> = {
  True: true,
  False: false,
  None: null,
};

function literal(text: string): unknown {
  try {
    return parseExactJson(text);
  } catch {
    if (Object.hasOwn(PYTHON, text)) return PYTHON[text];
    return /^'([^'\\]*)'$/.exec(text)?.[1];
  }
}
