/**
 * Whether a cell shows what was saved.
 *
 * @module
 */

import { exactJsonText, ExactNumber } from "../notebook/exact_json.ts";
import { isJsonType } from "../notebook/lines.ts";
import type { Output } from "../notebook/outputs.ts";
import { pictureDifference } from "./compare_pictures.ts";
import { isSameNumber, isSameText, plainText } from "./compare_text.ts";
import { htmlTables, htmlText, outsideTables } from "./html_text.ts";

/** One thing that differs. */
export interface Difference {
  /** What it is, such as `stdout` or `output 2, text/html`. */
  what: string;
  /** What was saved, as text. */
  saved: string;
  now: string;
  /** Of pictures: their bytes in Base64. */
  pictures?: { type: string; saved: string; now: string };
}

/** Whatever one output may be compared by. */
type Displayed = Extract<Output, { data: unknown }>;

/** All that differs between the outputs of a cell. */
export function outputDifferences(
  saved: Output[],
  now: Output[],
  tolerance: number | undefined,
): Difference[] {
  const found: Difference[] = [];
  for (const name of ["stdout", "stderr"]) {
    const [left, right] = [saved, now].map((outputs) => stream(outputs, name));
    if (!isSameText(left, right, tolerance)) {
      found.push(texts(name, left, right));
    }
  }
  const [left, right] = [saved, now].map((outputs) =>
    outputs.filter(({ output_type }) => output_type !== "stream")
  );
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const what = left.length > 1 || right.length > 1
      ? `output ${at + 1}`
      : "output";
    found.push(...compareOne(what, left[at], right[at], tolerance));
  }
  return found;
}

function compareOne(
  what: string,
  saved: Output | undefined,
  now: Output | undefined,
  tolerance: number | undefined,
): Difference[] {
  if (!saved || !now || saved.output_type !== now.output_type) {
    return [texts(what, summary(saved), summary(now))];
  }
  if (saved.output_type === "error" && now.output_type === "error") {
    const [left, right] = [saved, now].map(({ ename, evalue }) =>
      `${ename}: ${evalue}`
    );
    return isSameText(left, right, tolerance)
      ? []
      : [texts(`${what}, error`, left, right)];
  }
  return compareBundles(
    what,
    (saved as Displayed).data ?? {},
    (now as Displayed).data ?? {},
    tolerance,
  );
}

type Bundle = Record<string, unknown>;

function compareBundles(
  what: string,
  saved: Bundle,
  now: Bundle,
  tolerance: number | undefined,
): Difference[] {
  const [left, right] = [saved, now].map((bundle) =>
    Object.keys(bundle).sort()
  );
  if (left.join() !== right.join()) {
    return [texts(`${what}, types`, left.join("\n"), right.join("\n"))];
  }
  return left.flatMap((type) => {
    const [a, b] = [saved[type], now[type]];
    const name = `${what}, ${type}`;
    if (isJsonType(type)) {
      return isSameJson(a, b, tolerance)
        ? []
        : [texts(name, exactJsonText(a), exactJsonText(b))];
    }
    if (typeof a !== "string" || typeof b !== "string") return [];
    if (type === "image/svg+xml" && "image/png" in saved) return [];
    return compareType(name, type, a, b, tolerance);
  });
}

function compareType(
  what: string,
  type: string,
  saved: string,
  now: string,
  tolerance: number | undefined,
): Difference[] {
  if (type === "image/png") {
    const difference = pictureDifference(saved, now);
    if (difference === undefined) return [];
    const pictures = { type, saved, now };
    return [{ what: `${what}: ${difference}`, saved: "", now: "", pictures }];
  }
  if (type.startsWith("image/") && type !== "image/svg+xml") {
    if (saved.replace(/\s/g, "") === now.replace(/\s/g, "")) return [];
    const pictures = { type, saved, now };
    return [{ what: `${what}: its bytes`, saved: "", now: "", pictures }];
  }
  if (type === "text/html") return compareHtml(what, saved, now, tolerance);
  return isSameText(saved, now, tolerance) ? [] : [texts(what, saved, now)];
}

function compareHtml(
  what: string,
  saved: string,
  now: string,
  tolerance: number | undefined,
): Difference[] {
  const found: Difference[] = [];
  const [left, right] = [outsideTables(saved), outsideTables(now)];
  if (!isSameText(left, right, tolerance)) found.push(texts(what, left, right));
  const [a, b] = [htmlTables(saved), htmlTables(now)];
  const sizes = [a, b].map((table) => table.map((row) => row.length).join());
  if (sizes[0] !== sizes[1]) {
    return [texts(`${what}, table`, htmlText(saved), htmlText(now))];
  }
  for (const [row, cells] of a.entries()) {
    for (const [column, cell] of cells.entries()) {
      if (isSameText(cell, b[row][column], tolerance)) continue;
      const place = `row ${row + 1}, column ${column + 1}`;
      found.push(texts(`${what}, ${place}`, cell, b[row][column]));
    }
  }
  return found;
}

function isSameJson(
  saved: unknown,
  now: unknown,
  tolerance: number | undefined,
): boolean {
  const isNumber = (value: unknown) =>
    typeof value === "number" || value instanceof ExactNumber;
  if (isNumber(saved) && isNumber(now)) {
    return isSameNumber(exactJsonText(saved), exactJsonText(now), tolerance);
  }
  if (typeof saved === "string" && typeof now === "string") {
    return isSameText(saved, now, tolerance);
  }
  if (typeof saved !== "object" || typeof now !== "object") {
    return saved === now;
  }
  if (saved === null || now === null) return saved === now;
  if (Array.isArray(saved) !== Array.isArray(now)) return false;
  const [a, b] = [saved as Bundle, now as Bundle];
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length &&
    keys.every((key) =>
      Object.hasOwn(b, key) && isSameJson(a[key], b[key], tolerance)
    );
}

function stream(outputs: Output[], name: string): string {
  return outputs.map((output) =>
    output.output_type === "stream" && output.name === name ? output.text : ""
  ).join("");
}

function texts(what: string, saved: string, now: string): Difference {
  return { what, saved: plainText(saved), now: plainText(now) };
}

/** An output in words, where there is no other to compare it with. */
function summary(output: Output | undefined): string {
  if (output === undefined) return "";
  if (output.output_type === "error") {
    return `${output.ename}: ${output.evalue}`;
  }
  if (!("data" in output)) return output.output_type;
  const text = output.data["text/plain"];
  return typeof text === "string" && text !== ""
    ? text
    : Object.keys(output.data).join("\n");
}
