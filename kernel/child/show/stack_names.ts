/**
 * Stacks that name cells and their own lines: V8 gives evaluated scripts no
 * file name, only what their `sourceURL` comment says, and knows nothing of
 * what was compiled.
 *
 * @module
 */

import { cellOfScript } from "../../bridge/cell_scripts.ts";
import { cut, MESSAGE_LENGTH } from "../../bridge/failure.ts";
import { cellPlace } from "../cells/cell_places.ts";
import { withIntrinsics } from "../language/intrinsics.ts";
import { Error, Object, Reflect, WeakMap } from "../language/natives.ts";
import { attempt } from "../language/attempt.ts";

type Prepare = (error: Error, sites: NodeJS.CallSite[]) => unknown;

/** Characters of a message that is left as it is. */
const LONGEST_MESSAGE = 8 * 1024 * 1024;

const toString = Error.prototype.toString;
/** The address that Deno gives to the kernel's own program. */
const OWN = /\/\$deno\$stdin\.js$/;

/** What libraries such as source-map-support set, by what is called for them. */
const given = new WeakMap<Prepare, Prepare>();

/**
 * Names cells in all stacks, also in those that a library formats: it gets
 * call sites that say where in the cell they are.
 */
export function installStackNames() {
  const own: Prepare = (error, sites) => {
    attempt(() => cutMessage(error), undefined);
    // Where a cell has changed what this needs, it is tried again with the
    // originals.
    return attempt(() => stackOf(error, sites), undefined) ??
      withIntrinsics(() => stackOf(error, sites));
  };
  let current: unknown = own;
  Object.defineProperty(Error, "prepareStackTrace", {
    get: () => current,
    set: (prepare: unknown) => {
      // Many libraries set their own, and later set back what they had found.
      const isKnown = typeof prepare !== "function" || prepare === own ||
        given.has(prepare as Prepare);
      current = isKnown ? prepare ?? own : withPlaces(prepare as Prepare);
    },
    configurable: true,
    enumerable: true,
  });
}

/**
 * Cuts a message that no front end could show. DevTools asks for the stack of
 * what a cell throws and then copies the message several times, which took over
 * a minute for one of 300 MB, if it came through at all.
 */
function cutMessage(error: Error) {
  const own = Object.getOwnPropertyDescriptor(error, "message");
  const message = own?.value;
  if (typeof message !== "string" || message.length <= LONGEST_MESSAGE) return;
  // A little less than is shown, so that it is not cut once more.
  const value = cut(message, MESSAGE_LENGTH - 100);
  Object.defineProperty(error, "message", { ...own, value });
}

/** A function of a library, told the cells' places. */
function withPlaces(prepare: Prepare): Prepare {
  const called: Prepare = function (this: unknown, error, sites) {
    const shown = withIntrinsics(() =>
      sites.filter((site) => placeText(site) !== undefined).map(placed)
    );
    return Reflect.apply(prepare, this, [error, shown]);
  };
  given.set(called, prepare);
  return called;
}

/** A call site that gives its place in the cell as its own. */
function placed(site: NodeJS.CallSite): NodeJS.CallSite {
  const file = fileOf(site);
  const place = file && cellPlace(
    file,
    site.getLineNumber() ?? 1,
    site.getColumnNumber() ?? 1,
  );
  if (!place || place === "hidden") return site;
  const named = Object.create(null);
  const prototype = Object.getPrototypeOf(site);
  for (const name of Object.getOwnPropertyNames(prototype)) {
    const method = (site as unknown as Record<string, unknown>)[name];
    if (typeof method !== "function") continue;
    named[name] = (...args: unknown[]) => Reflect.apply(method, site, args);
  }
  const name = cellOfScript(file);
  named.getLineNumber = named.getEnclosingLineNumber = () => place.line;
  named.getColumnNumber = named.getEnclosingColumnNumber = () => place.column;
  named.getFileName = named.getScriptNameOrSourceURL = () => name;
  named.isEval = () => false;
  named.toString = () => describeSite(site);
  // Methods are looked for on the prototype by those who copy a site.
  return Object.create(named);
}

function fileOf(site: NodeJS.CallSite): string | undefined {
  return site.getScriptNameOrSourceURL() ?? site.getFileName() ?? undefined;
}

/** Undefined for what is not shown. */
function placeText(site: NodeJS.CallSite): string | undefined {
  const file = fileOf(site);
  if (file && OWN.test(file)) return undefined;
  let line = site.getLineNumber();
  let column = site.getColumnNumber();
  const inCell = file && cellPlace(file, line ?? 1, column ?? 1);
  if (inCell === "hidden") return undefined;
  if (inCell) ({ line, column } = inCell);
  const where = line === null ? "" : `:${line}:${column}`;
  return `${inCell ? cellOfScript(file) : file ?? "<anonymous>"}${where}`;
}

function stackOf(error: Error, sites: NodeJS.CallSite[]): string {
  const lines = sites.map(describeSite).filter((text) => text !== undefined)
    .map((text) => `\n    at ${text}`);
  // Not the error's own `toString`: `console.trace` has a plain object here.
  return attempt(() => Reflect.apply(toString, error, []), "Error") +
    lines.join("");
}

/** Undefined for what the compiler put into a cell, and for the kernel's own. */
function describeSite(site: NodeJS.CallSite): string | undefined {
  const place = placeText(site);
  if (place === undefined) return undefined;
  const name = functionName(site);
  const prefix = site.isAsync() ? "async " : "";
  return name ? `${prefix}${name} (${place})` : `${prefix}${place}`;
}

/**
 * What compiled cells call, where V8 names a function after the calls that it
 * is an argument of.
 */
const COMPILED = /^\$[\da-f]{32}\.\w+\.?/;

function functionName(site: NodeJS.CallSite): string {
  const name = site.getFunctionName()?.replace(COMPILED, "");
  if (site.isConstructor()) return `new ${name || "<anonymous>"}`;
  const type = attempt(() => site.getTypeName(), null);
  if (site.isToplevel() || !type || type === "Object") return name ?? "";
  return `${type}.${name || site.getMethodName() || "<anonymous>"}`;
}
