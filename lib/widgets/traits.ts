/**
 * What the values of a widget may be, named and typed as in ipywidgets.
 *
 * @module
 */

/** One kind of value. */
export interface Trait<Value> {
  /** Its name in the published schema. */
  readonly type: string;
  readonly default: Value;
  /** Makes the default where each widget has one of its own. */
  readonly create?: () => Value;
  /** Known here only; front ends are told other values that follow from it. */
  readonly isLocal?: boolean;
  readonly allowNone: boolean;
  /** All values, if they are few. */
  readonly values?: readonly unknown[];
  /**
   * The value as it is kept.
   *
   * @throws {TypeError} If it is of another kind, with `name` in the message.
   */
  check(name: string, value: unknown): Value;
}

/** Kinds of values by name. */
// deno-lint-ignore no-explicit-any -- values of any kind
export type Traits = Record<string, Trait<any>>;

/** The values that traits describe. */
export type StateOf<T extends Traits> = {
  [Name in keyof T]: T[Name] extends Trait<infer Value> ? Value : never;
};

function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  try {
    return String(value);
  } catch {
    return "an object";
  }
}

function trait<Value>(
  type: string,
  initial: Value,
  isValid: (value: unknown) => boolean,
  kind: string,
  values?: readonly unknown[],
): Trait<Value> {
  return {
    type,
    default: initial,
    allowNone: initial === null,
    values,
    check(name, value) {
      if (isValid(value)) return value as Value;
      throw new TypeError(`${name} must be ${kind}, got ${shown(value)}`);
    },
  };
}

/** A whole number. */
export function int(initial: number): Trait<number> {
  return trait("int", initial, Number.isInteger, "a whole number");
}

/** A finite number: JSON has no other. */
export function float(initial: number): Trait<number> {
  return trait("float", initial, Number.isFinite, "a finite number");
}

/** The same above 0, such as the step of a slider. */
export function positive(inner: Trait<number>): Trait<number> {
  return {
    ...inner,
    check(name, value) {
      const number = inner.check(name, value);
      if (number > 0) return number;
      throw new RangeError(`${name} must be above 0, got ${number}`);
    },
  };
}

export function bool(initial: boolean): Trait<boolean> {
  const isBoolean = (value: unknown) => typeof value === "boolean";
  return trait("bool", initial, isBoolean, "true or false");
}

export function text(initial: string): Trait<string> {
  const isText = (value: unknown) => typeof value === "string";
  return trait("string", initial, isText, "a string");
}

/** One of a few strings. */
export function oneOf<const Value extends string>(
  values: readonly Value[],
  initial: NoInfer<Value>,
): Trait<Value> {
  return trait<Value>(
    "string",
    initial,
    (value) => (values as readonly unknown[]).includes(value),
    `one of ${values.map(shown).join(", ")}`,
    values,
  );
}

/** The same or `null`, which it is at first unless told otherwise. */
export function nullable<Value>(
  inner: Trait<Value>,
  initial: Value | null = null,
): Trait<Value | null> {
  return {
    ...inner,
    default: initial,
    allowNone: true,
    check: (name, value) => value === null ? null : inner.check(name, value),
  };
}

/** A list of values of one kind. */
export function list<Value>(item: Trait<Value>): Trait<readonly Value[]> {
  return {
    type: "array",
    default: [],
    allowNone: false,
    check(name, value) {
      if (!Array.isArray(value)) {
        throw new TypeError(`${name} must be an array, got ${shown(value)}`);
      }
      return value.map((each, at) => item.check(`${name}[${at}]`, each));
    },
  };
}

/** Bytes; they travel beside the JSON. */
export function bytes(): Trait<Uint8Array> {
  return trait(
    "bytes",
    new Uint8Array(0),
    (value) => value instanceof Uint8Array,
    "a Uint8Array",
  );
}

/**
 * Whether a value can travel: JSON, with bytes anywhere in it. Of a `Map`, a
 * `Date` and the like JSON would keep nothing, or something else.
 *
 * @param outer What it lies in: a value in itself has no end.
 */
function isSendable(value: unknown, outer: unknown[] = []): boolean {
  if (value === null || value instanceof ArrayBuffer) return true;
  if (ArrayBuffer.isView(value)) return true;
  if (typeof value !== "object") {
    return ["string", "number", "boolean"].includes(typeof value);
  }
  const isJson = Array.isArray(value) ||
    Object.prototype.toString.call(value) === "[object Object]";
  if (!isJson || outer.includes(value)) return false;
  const inner = [...outer, value];
  return Object.values(value).every((item) => isSendable(item, inner));
}

/** Anything that can travel. */
export function anything<Value>(initial: Value): Trait<Value> {
  return trait("any", initial, (value) => isSendable(value), "JSON or bytes");
}

/** A value that is not sent to front ends. */
function local<Value>(inner: Trait<Value>): Trait<Value> {
  return { ...inner, isLocal: true };
}

/**
 * A value that is not sent to front ends.
 *
 * @param isValid What it may be; anything, by default.
 * @param kind How a message calls that.
 */
export function own<Value>(
  initial: Value,
  isValid: (value: unknown) => boolean = () => true,
  kind = "anything",
): Trait<Value> {
  return local(trait("any", initial, isValid, kind));
}
