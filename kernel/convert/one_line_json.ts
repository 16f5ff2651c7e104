/**
 * JSON that stands on one line of a script.
 *
 * @module
 */

/**
 * JSON in which no character ends a line: U+2028 and its like do so in
 * JavaScript's comments, and JSON leaves them as they are.
 */
export function oneLineJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u0085\u2028\u2029]/g,
    (end) => `\\u${end.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
