/** Whether a value is no primitive; a function is an object, too. */
export function isObject(value: unknown): value is object {
  return value !== null &&
    (typeof value === "object" || typeof value === "function");
}
