/**
 * Private members of classes whose decorators may replace the class itself:
 * TypeScript keeps them beside it.
 *
 * @module
 */

const { TypeError } = globalThis;

// deno-lint-ignore ban-types
type Callable = Function;

type PrivateState = Callable | WeakMap<object, unknown> | WeakSet<object>;

function hasPrivate(state: PrivateState, receiver: unknown): boolean {
  return typeof state === "function"
    ? receiver === state
    : state.has(receiver as object);
}

export function classPrivateFieldIn(
  state: PrivateState,
  receiver: unknown,
): boolean {
  if (
    receiver === null ||
    (typeof receiver !== "object" && typeof receiver !== "function")
  ) throw new TypeError("Cannot use 'in' operator on non-object");
  return hasPrivate(state, receiver);
}

export function classPrivateFieldGet(
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

export function classPrivateFieldSet(
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
