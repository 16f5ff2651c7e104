/**
 * What TypeScript's output for decorators calls, as `CellRuntime.helpers`.
 *
 * V8 has no decorators yet, so TypeScript compiles them to calls of these.
 * The process that runs the cells loads this file, and nothing else of this
 * folder, before user code; the globals are those of that moment.
 *
 * @module
 * @see https://github.com/tc39/proposal-decorators
 */

const { Object, Symbol, TypeError, Promise, SuppressedError } = globalThis;

// deno-lint-ignore ban-types
type Callable = Function;

interface Context {
  kind: "class" | "method" | "getter" | "setter" | "field" | "accessor";
  name: PropertyKey;
  static?: boolean;
  access?: Record<string, unknown>;
}

/** Applies decorators, last first, and defines what comes of it. */
function esDecorate(
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
  const descriptor: PropertyDescriptor = descriptorIn ??
    (target && Object.getOwnPropertyDescriptor(target, name)) ?? {};
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
  if (target) Object.defineProperty(target, name, descriptor);
  done = true;
}

function callable(value: unknown): Callable | undefined {
  if (value !== undefined && typeof value !== "function") {
    throw new TypeError("Function expected");
  }
  return value;
}

/** Runs initializers, each on the value of the one before if there is one. */
function runInitializers(
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

function propKey(key: unknown): PropertyKey {
  return typeof key === "symbol" ? key : `${key}`;
}

function setFunctionName(
  target: Callable,
  name: string | symbol,
  prefix?: string,
): Callable {
  const text = typeof name === "symbol"
    ? name.description ? `[${name.description}]` : ""
    : name;
  return Object.defineProperty(target, "name", {
    configurable: true,
    value: prefix ? `${prefix} ${text}` : text,
  });
}

type PrivateState = Callable | WeakMap<object, unknown> | WeakSet<object>;

function hasPrivate(state: PrivateState, receiver: unknown): boolean {
  return typeof state === "function"
    ? receiver === state
    : state.has(receiver as object);
}

function classPrivateFieldIn(state: PrivateState, receiver: unknown): boolean {
  if (
    receiver === null ||
    (typeof receiver !== "object" && typeof receiver !== "function")
  ) throw new TypeError("Cannot use 'in' operator on non-object");
  return hasPrivate(state, receiver);
}

function classPrivateFieldGet(
  receiver: object,
  state: PrivateState,
  kind: "a" | "m" | "f",
  accessor?: Callable & { value?: unknown },
): unknown {
  if (kind === "a" && !accessor) {
    throw new TypeError("Private accessor was defined without a getter");
  }
  if (!hasPrivate(state, receiver)) {
    throw new TypeError(
      "Cannot read private member from an object whose class did not declare it",
    );
  }
  if (kind === "m") return accessor;
  if (kind === "a") return accessor!.call(receiver);
  return accessor ? accessor.value : (state as WeakMap<object, unknown>)
    .get(receiver);
}

function classPrivateFieldSet(
  receiver: object,
  state: PrivateState,
  value: unknown,
  kind: "a" | "m" | "f",
  accessor?: Callable & { value?: unknown },
): unknown {
  if (kind === "m") throw new TypeError("Private method is not writable");
  if (kind === "a" && !accessor) {
    throw new TypeError("Private accessor was defined without a setter");
  }
  if (!hasPrivate(state, receiver)) {
    throw new TypeError(
      "Cannot write private member to an object whose class did not declare it",
    );
  }
  if (kind === "a") accessor!.call(receiver, value);
  else if (accessor) accessor.value = value;
  else (state as WeakMap<object, unknown>).set(receiver, value);
  return value;
}

interface Resources {
  stack: { value?: unknown; dispose?: Callable; async: boolean }[];
  error: unknown;
  hasError: boolean;
}

/** Notes what a `using` is to dispose of. */
function addDisposableResource<T>(
  resources: Resources,
  value: T,
  async: boolean,
): T {
  if (value === null || value === undefined) {
    if (async) resources.stack.push({ async });
    return value;
  }
  if (typeof value !== "object" && typeof value !== "function") {
    throw new TypeError("Object expected");
  }
  const disposable = value as Partial<AsyncDisposable & Disposable>;
  const asyncDispose = async ? disposable[Symbol.asyncDispose] : undefined;
  const dispose = asyncDispose ?? disposable[Symbol.dispose];
  if (typeof dispose !== "function") {
    throw new TypeError("Object not disposable");
  }
  resources.stack.push({ value, dispose, async });
  return value;
}

/** Disposes in reverse; a promise if something is to be awaited. */
function disposeResources(resources: Resources): Promise<void> | undefined {
  const next = (): Promise<void> | undefined => {
    for (;;) {
      const resource = resources.stack.pop();
      if (!resource) break;
      try {
        const result = resource.dispose?.call(resource.value);
        if (resource.async) {
          return Promise.resolve(result).then(next, (error) => {
            fail(error);
            return next();
          });
        }
      } catch (error) {
        fail(error);
      }
    }
    if (resources.hasError) throw resources.error;
  };
  const fail = (error: unknown) => {
    resources.error = resources.hasError
      ? new SuppressedError(
        error,
        resources.error,
        "An error was suppressed during disposal",
      )
      : error;
    resources.hasError = true;
  };
  return next();
}

/** By the names TypeScript gives them, without the underscores. */
export const helpers: Readonly<Record<string, unknown>> = {
  esDecorate,
  runInitializers,
  propKey,
  setFunctionName,
  classPrivateFieldIn,
  classPrivateFieldGet,
  classPrivateFieldSet,
  addDisposableResource,
  disposeResources,
  Object,
  Symbol,
};
