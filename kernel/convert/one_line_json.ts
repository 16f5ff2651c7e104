/**
 * JSON that stands on one line of a script.
 *
 * @module
 */

import { ExactNumber } from "../notebook/exact_json.ts";

/** In V8; TypeScript does not know it yet. */
const { rawJSON } = JSON as unknown as { rawJSON(text: string): object };

/**
 * JSON in which no character ends a line: U+2028 and its like do so in
 * JavaScript's comments, and JSON leaves them as they are. Numbers stay to the
 * digit.
 */
export function oneLineJson(value: unknown): string {
  return JSON.stringify(value, exact).replace(
    /[\u0085\u2028\u2029]/g,
    (end) => `\\u${end.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function exact(this: Record<string, unknown>, key: string, value: unknown) {
  const whole = this[key];
  return whole instanceof ExactNumber && Number.isFinite(value)
    ? rawJSON(whole.text)
    : value;
}
