/**
 * Choices among a few.
 *
 * @module
 */

import { control, DESCRIBED, orientation, type SEEN } from "./control.ts";
import type { Given } from "./define_properties.ts";
import { style } from "./style.ts";
import {
  int,
  list,
  nullable,
  own,
  type StateOf,
  text,
  type Traits,
} from "./traits.ts";

/**
 * Values, or values by label: pairs of both, a `Map` or an object. Names of an
 * object that look like numbers come first, whatever their order was.
 */
export type Options<Value> =
  | readonly Value[]
  | readonly (readonly [label: string, value: Value])[]
  | ReadonlyMap<string, Value>
  | Readonly<Record<string, Value>>;

function isPair(item: unknown): item is [string, unknown] {
  return Array.isArray(item) && item.length === 2 &&
    typeof item[0] === "string";
}

/** What a value without a label is called. */
function labelOf(value: unknown): string {
  const text = String(value);
  return text === "[object Object]"
    ? Deno.inspect(value, { compact: true, breakLength: Infinity })
    : text;
}

function entries(options: Options<unknown>): [string, unknown][] {
  if (Array.isArray(options)) {
    return options.every(isPair)
      ? options
      : options.map((value) => [labelOf(value), value]);
  }
  if (options instanceof Map) return [...options];
  return Object.entries(options);
}

function indexOf(pairs: [string, unknown][], value: unknown): number {
  const index = pairs.findIndex(([, own]) => Object.is(own, value));
  if (index >= 0) return index;
  const labels = pairs.map(([label]) => label).join(", ") || "(there are none)";
  throw new RangeError(`${labelOf(value)} is none of the options ${labels}`);
}

function areOptions(value: unknown): boolean {
  return Array.isArray(value) || value instanceof Map ||
    Object.prototype.toString.call(value) === "[object Object]";
}

const CHOICE = {
  ...DESCRIBED,
  _options_labels: list(text("")),
  options: own<Options<unknown>>(
    [],
    areOptions,
    "an array of values or of [label, value], or values by label",
  ),
  style: style("Description"),
} satisfies Traits;

const ONE = {
  ...CHOICE,
  index: nullable(int(0)),
  value: own<unknown>(null),
} satisfies Traits;

interface One {
  options: Options<unknown>;
  index: number | null;
  value: unknown;
}

/** @throws {RangeError} If a value is given that is not the one at the index. */
function requireAgreed(
  pairs: [string, unknown][],
  index: number | null,
  value: unknown,
): void {
  if (value === undefined || index === null) return;
  if (Object.is(pairs[index]?.[1], value)) return;
  throw new RangeError(
    `value ${labelOf(value)} is not the option at index ${index}`,
  );
}

/** Options, index and value made to agree; the first option if none is chosen. */
function chosen(now: One, changes: Partial<One>): Record<string, unknown> {
  const pairs = entries(changes.options ?? now.options);
  let { index } = now;
  if (changes.index !== undefined) {
    ({ index } = changes);
    requireAgreed(pairs, index, changes.value);
  } else if (changes.value !== undefined) {
    index = changes.value === null ? null : indexOf(pairs, changes.value);
  } else if (changes.options !== undefined) {
    const kept = pairs.findIndex(([, own]) => Object.is(own, now.value));
    index = kept >= 0 ? kept : pairs.length > 0 ? 0 : null;
  }
  if (index !== null && !(index >= 0 && index < pairs.length)) {
    throw new RangeError(`There is no option ${index} of ${pairs.length}`);
  }
  return {
    ...changes,
    _options_labels: pairs.map(([label]) => label),
    index,
    value: index === null ? null : pairs[index][1],
  };
}

/** What a choice is made of. */
type GivenChoice<Base, Value, Chosen> =
  & Given<Omit<Base, "options" | "value">>
  & { options?: Options<Value>; value?: Chosen };

const DropdownBase = control("Dropdown", ONE);

/** A choice of one from a list that opens. */
export class Dropdown<Value = string> extends DropdownBase {
  declare options: Options<Value>;
  /** The chosen value; `null` if there are no options. */
  declare value: Value | null;

  constructor(
    given: GivenChoice<StateOf<typeof ONE & typeof SEEN>, Value, Value> = {},
  ) {
    super(given);
  }

  protected override complete(changes: Partial<One>) {
    return chosen(this, changes);
  }
}

const RADIO = { ...ONE, orientation: orientation("vertical") };
const RadioButtonsBase = control("RadioButtons", RADIO);

/** A choice of one among all that are seen. */
export class RadioButtons<Value = string> extends RadioButtonsBase {
  declare options: Options<Value>;
  /** The chosen value; `null` if there are no options. */
  declare value: Value | null;

  constructor(
    given: GivenChoice<StateOf<typeof RADIO & typeof SEEN>, Value, Value> = {},
  ) {
    super(given);
  }

  protected override complete(changes: Partial<One>) {
    return chosen(this, changes);
  }
}

const SEVERAL = {
  ...CHOICE,
  index: list(int(0)),
  rows: int(5),
  value: own<readonly unknown[]>([], Array.isArray, "an array"),
} satisfies Traits;
const SelectMultipleBase = control("SelectMultiple", SEVERAL);

/** A choice of any number. */
export class SelectMultiple<Value = string> extends SelectMultipleBase {
  declare options: Options<Value>;
  /** The chosen values. */
  declare value: readonly Value[];

  constructor(
    given: GivenChoice<
      StateOf<typeof SEVERAL & typeof SEEN>,
      Value,
      readonly Value[]
    > = {},
  ) {
    super(given);
  }

  protected override complete(
    changes: Partial<StateOf<typeof SEVERAL>>,
  ): Record<string, unknown> {
    const pairs = entries(changes.options ?? this.options);
    const index = changes.index ??
      changes.value?.map((value) => indexOf(pairs, value)) ??
      (changes.options ? [] : this.index);
    const wrong = index.find((at) => !(at >= 0 && at < pairs.length));
    if (wrong !== undefined) {
      throw new RangeError(`There is no option ${wrong} of ${pairs.length}`);
    }
    return {
      ...changes,
      _options_labels: pairs.map(([label]) => label),
      index,
      value: index.map((at) => pairs[at][1]),
    };
  }
}
