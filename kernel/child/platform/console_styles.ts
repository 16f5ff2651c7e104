/**
 * `%c` where nothing else is coloured: a cell that says `%c` asks for colours,
 * and Deno's console leaves them out with all others.
 *
 * @module
 */

import { withIntrinsics } from "../language/intrinsics.ts";
import { Object, Reflect, String } from "../language/natives.ts";

const { apply } = Reflect;
const { includes } = String.prototype;

interface Css {
  color: unknown;
}

// deno-lint-ignore no-explicit-any -- internal to Deno, without types
const deno = Deno as any;
const { parseCss, cssToAnsi }: {
  parseCss(css: string): Css;
  cssToAnsi(css: Css, previous?: Css | null): string;
} = deno[deno.internal];

type Print = (...args: unknown[]) => void;
const METHODS = ["debug", "error", "group", "groupCollapsed", "info", "log"];

/** Lets the methods of a console that print a format know `%c`. */
export function addStyles(console: Console) {
  const methods = console as unknown as Record<string, Print>;
  for (const name of [...METHODS, "warn"]) {
    const print = methods[name];
    const styled: Print = (...args) =>
      apply(print, undefined, hasStyle(args[0]) ? withStyles(args) : args);
    methods[name] = Object.defineProperty(styled, "name", { value: name });
  }
}

/**
 * All prints come by here. So it must be quick, and use nothing that cells may
 * have changed.
 */
function hasStyle(format: unknown): boolean {
  return typeof format === "string" && apply(includes, format, ["%c"]);
}

/** `%c` and its CSS as `%s` and the escape codes for it. */
function withStyles(given: unknown[]): unknown[] {
  return withIntrinsics(() => styledArgs(given));
}

function styledArgs([format, ...args]: unknown[]): unknown[] {
  let used = 0;
  let previous: Css | undefined;
  const text = String(format).replace(/%([%csdifoOj])/g, (written, kind) => {
    if (kind === "%" || used >= args.length) return written;
    const at = used++;
    if (kind !== "c") return written;
    const css = parseCss(String(args[at]));
    args[at] = cssToAnsi(css, previous);
    previous = css;
    return "%s";
  });
  if (!previous) return [text, ...args];
  args.splice(used, 0, cssToAnsi(parseCss(""), previous));
  return [`${text}%s`, ...args];
}
