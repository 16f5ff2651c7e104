/**
 * Changing something for the time of a function, on every way out of it.
 *
 * @module
 */

/**
 * Calls `act`, and `restore` once when it returns, throws or its promise
 * settles, and when the cell that runs it is stopped: a stopped cell runs no
 * `finally`, the kernel dispatches `interrupted` on `globalThis` instead.
 *
 * @returns What `act` returns.
 */
export function during<T>(restore: () => void, act: () => T): T {
  const end = () => {
    globalThis.removeEventListener("interrupted", end);
    restore();
  };
  globalThis.addEventListener("interrupted", end);
  let result: T;
  try {
    result = act();
  } catch (error) {
    end();
    throw error;
  }
  if (result instanceof Promise) return result.finally(end) as T;
  end();
  return result;
}
