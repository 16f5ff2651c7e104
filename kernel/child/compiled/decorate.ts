/**
 * Applies decorators, as TypeScript's output calls it.
 *
 * @module
 * @see https://github.com/tc39/proposal-decorators
 */

import { define, described } from "./define.ts";

const { TypeError } = globalThis;

// deno-lint-ignore ban-types
type Callable = Function;

interface Context {
  kind: "class" | "method" | "getter" | "setter" | "field" | "accessor";
  name: PropertyKey;
  static?: boolean;
  access?: Record<string, unknown>;
}

/** Applies decorators, last first, and defines what comes of it. */
export function esDecorate(
  constructor: { prototype: object } | null,
  descriptorIn: PropertyDescriptor | null,
  decorators: Callable[],
  contextIn: Context,
  initializers: Callable[] | null,
  extraInitializers: Callable[],
): void {
  const { kind, name } = contextIn;
  const key = kind === "getter" ? "get" : kind === "setter" ? "set" : "value";
  const target = !descriptorIn && constructor
    ? contextIn.static ? constructor : constructor.prototype
    : null;
  const descriptor = descriptorIn ?? described(target, name);
  let done = false;
  for (let i = decorators.length - 1; i >= 0; i--) {
    const context = {
      ...contextIn,
      ...(contextIn.access && { access: { ...contextIn.access } }),
      addInitializer(initializer: unknown) {
        if (done) {
          throw new TypeError(
            "Cannot add initializers after decoration has completed",
          );
        }
        extraInitializers.push(callable(initializer ?? null)!);
      },
    };
    const decorate = decorators[i];
    const result = decorate(
      kind === "accessor"
        ? { get: descriptor.get, set: descriptor.set }
        : descriptor[key],
      context,
    );
    if (kind === "accessor") {
      if (result === undefined) continue;
      if (result === null || typeof result !== "object") {
        throw new TypeError("Object expected");
      }
      descriptor.get = callable(result.get) as () => unknown ?? descriptor.get;
      descriptor.set = callable(result.set) as () => void ?? descriptor.set;
      const init = callable(result.init);
      if (init) initializers!.unshift(init);
    } else {
      const replacement = callable(result);
      if (!replacement) continue;
      if (kind === "field") initializers!.unshift(replacement);
      else descriptor[key] = replacement as () => void;
    }
  }
  if (target) define(target, name, descriptor);
  done = true;
}

function callable(value: unknown): Callable | undefined {
  if (value !== undefined && typeof value !== "function") {
    throw new TypeError("Function expected");
  }
  return value;
}

/** Runs initializers, each on the value of the one before if there is one. */
export function runInitializers(
  receiver: unknown,
  initializers: Callable[],
  ...values: unknown[]
): unknown {
  let [value] = values;
  for (const initializer of initializers) {
    if (values.length > 0) value = initializer.call(receiver, value);
    else initializer.call(receiver);
  }
  return value;
}

export function propKey(key: unknown): PropertyKey {
  return typeof key === "symbol" ? key : `${key}`;
}

export function setFunctionName(
  target: Callable,
  name: string | symbol,
  prefix?: string,
): Callable {
  const text = typeof name === "symbol"
    ? name.description ? `[${name.description}]` : ""
    : name;
  return define(target, "name", {
    configurable: true,
    value: prefix ? `${prefix} ${text}` : text,
  });
}
