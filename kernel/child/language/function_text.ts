/**
 * The text of functions, as their cell has it: what is sent to a page, a Worker
 * or another process as text must not name what cells compile to.
 *
 * @module
 */

import { asWritten } from "../../bridge/as_written.ts";
import { withIntrinsics } from "./intrinsics.ts";
import { Function, Object, Reflect, String } from "./natives.ts";

// deno-lint-ignore no-explicit-any -- of any object: a TypeError is the native's
const apply: any = Reflect.apply;
const { includes } = String.prototype;

/** @param runtime What compiled cells call the runtime. */
export function installFunctionText(runtime: string) {
  const native = Function.prototype.toString;
  // A method, as the native one is: it can't be called with `new`.
  const { toString } = {
    toString(this: unknown): string {
      const text: string = apply(native, this === toString ? native : this, []);
      return apply(includes, text, [runtime])
        ? withIntrinsics(() => asWritten(text, runtime))
        : text;
    },
  };
  Object.defineProperty(Function.prototype, "toString", {
    value: toString,
    writable: true,
    enumerable: false,
    configurable: true,
  });
}
