/** As it was before any cell, which may overwrite it. */
const { isArray } = Array;

/** Whether a value is an object with fields, and no list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !isArray(value);
}
