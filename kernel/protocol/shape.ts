/**
 * Untrusted JSON to types: a shape checks a value and returns it typed.
 *
 * @module
 */

/** A value that is not what a message must hold there. */
export class ContentError extends Error {
  override name = "ContentError";
}

/**
 * Checks a value.
 *
 * @param where What the value is, for the message of the error.
 * @throws {ContentError} If the value is none of this shape.
 */
export type Shape<T> = (value: unknown, where: string) => T;

/** JSON's object. */
export type Dict = Record<string, unknown>;

function fail(where: string, wanted: string, value: unknown): never {
  throw new ContentError(`${where} must be ${wanted}, got ${kindOf(value)}`);
}

function kindOf(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  if (typeof value === "string") return "text";
  return String(value);
}

export const text: Shape<string> = (value, where) =>
  typeof value === "string" ? value : fail(where, "text", value);

/** Text of at most so many characters. */
export function textUpTo(length: number): Shape<string> {
  return (value, where) => {
    const whole = text(value, where);
    if (whole.length <= length) return whole;
    throw new ContentError(
      `${where} must have at most ${length} characters, got ${whole.length}`,
    );
  };
}

export const flag: Shape<boolean> = (value, where) =>
  typeof value === "boolean" ? value : fail(where, "true or false", value);

export const number: Shape<number> = (value, where) =>
  typeof value === "number" && !Number.isNaN(value)
    ? value
    : fail(where, "a number", value);

export const whole: Shape<number> = (value, where) =>
  Number.isSafeInteger(value)
    ? value as number
    : fail(where, "a whole number", value);

export const count: Shape<number> = (value, where) =>
  Number.isSafeInteger(value) && value as number >= 0
    ? value as number
    : fail(where, "a whole number from 0", value);

export const dict: Shape<Dict> = (value, where) =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? value as Dict
    : fail(where, "an object", value);

/** One of these values. */
export function oneOf<const T extends string>(...values: T[]): Shape<T> {
  return (value, where) =>
    values.includes(value as T)
      ? value as T
      : fail(where, values.join(" or "), value);
}

/** May be left out; clients send null for that as well. */
export function optional<T>(shape: Shape<T>): Shape<T | undefined> {
  return (value, where) =>
    value === undefined || value === null ? undefined : shape(value, where);
}

/** May be left out, and is `value` then. */
export function otherwise<T>(value: T, shape: Shape<T>): Shape<T> {
  return (given, where) =>
    given === undefined || given === null ? value : shape(given, where);
}

export function list<T>(shape: Shape<T>): Shape<T[]> {
  return (value, where) =>
    Array.isArray(value)
      ? value.map((item, index) => shape(item, `${where}[${index}]`))
      : fail(where, "a list", value);
}

/** An object with any keys and values of one shape. */
export function dictOf<T>(shape: Shape<T>): Shape<Record<string, T>> {
  return (value, where) =>
    Object.fromEntries(
      Object.entries(dict(value, where)).map(([key, item]) => [
        key,
        shape(item, `${where}[${JSON.stringify(key.slice(0, 80))}]`),
      ]),
    );
}

/** An object with these fields. Others are kept as they are. */
export function record<T extends object>(
  fields: { [Key in keyof T]-?: Shape<T[Key]> },
): Shape<T> {
  const shapes = Object.entries<Shape<unknown>>(fields);
  return (value, where) => {
    const result: Dict = { ...dict(value, where) };
    for (const [key, shape] of shapes) {
      const own = Object.hasOwn(result, key) ? result[key] : undefined;
      const field = shape(own, where === "" ? key : `${where}.${key}`);
      if (field === undefined) delete result[key];
      else result[key] = field;
    }
    return result as T;
  };
}
