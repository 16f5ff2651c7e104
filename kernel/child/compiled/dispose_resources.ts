/**
 * `using` where TypeScript has compiled it away, as it does together with
 * decorators.
 *
 * @module
 */

const { Symbol, TypeError, Promise, SuppressedError } = globalThis;

// deno-lint-ignore ban-types
type Callable = Function;

interface Resources {
  stack: { value?: unknown; dispose?: Callable; async: boolean }[];
  error: unknown;
  hasError: boolean;
}

/** Notes what a `using` is to dispose of. */
export function addDisposableResource<T>(
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
export function disposeResources(
  resources: Resources,
): Promise<void> | undefined {
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
