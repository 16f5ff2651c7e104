/**
 * Cells that take from the language what all code leans on. Whatever they do,
 * the cells after them must run, fail, show, print and complete as ever.
 */

import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { TestRuntime } from "../harness/test_runtime.ts";

/** Sets all properties that can be set to null. */
const EMPTY = `const empty = (owner) => {
  for (const key of Reflect.ownKeys(owner)) {
    const { configurable, enumerable } = Reflect.getOwnPropertyDescriptor(owner, key);
    const writable = configurable ? { configurable, enumerable, writable: true } : {};
    Reflect.defineProperty(owner, key, { value: null, ...writable });
  }
}`;

/** Gives all objects a getter and setter that throw. */
const inherited = (key: string) =>
  `Object.defineProperty(Object.prototype, "${key}", {
    configurable: true,
    get() { throw new Error("read ${key}") },
    set() { throw new Error("set ${key}") },
  })`;

const CASES: [what: string, code: string][] = [
  ...["Array", "String", "RegExp", "Map", "Set", "Function", "Object", "Error"]
    .map((name): [string, string] => [
      `methods of ${name}.prototype`,
      `${EMPTY}; empty(${name}.prototype)`,
    ]),
  [
    "methods of typed arrays",
    `${EMPTY}; empty(Uint8Array.prototype)
    empty(Object.getPrototypeOf(Uint8Array.prototype))`,
  ],
  [
    "what iterators are made of",
    `${EMPTY}
    for (const one of [[].values(), new Map().keys(), new Set().keys(), ""[Symbol.iterator](), "".matchAll(/a/g)]) {
      empty(Object.getPrototypeOf(one));
    }`,
  ],
  [
    "static functions",
    `${EMPTY}; const { ownKeys } = Reflect
    for (const owner of [Array, String, Number, Promise, JSON, Math, Atomics, Symbol, Error, Object, Reflect]) empty(owner)`,
  ],
  [
    "coders of text",
    `${EMPTY}; empty(TextEncoder.prototype)
    empty(TextDecoder.prototype); empty(URL.prototype); empty(URL)`,
  ],
  ["then of promises", "Promise.prototype.then = () => { throw 1 }"],
  ["iterating arrays", "delete Array.prototype[Symbol.iterator]"],
  ["what arrays are made of", "Array.prototype.constructor = null"],
  [
    "call, apply and bind",
    `Function.prototype.call = Function.prototype.apply =
    Function.prototype.bind = null`,
  ],
  ...["then", "get", "value", "toJSON", "set", "writable", "enumerable"]
    .map((key): [string, string] => [`inherited ${key}`, inherited(key)]),
  ["an inherited method", "Object.prototype.then = () => {}"],
  ["no Deno", "globalThis.Deno = undefined"],
  ["no console", "delete globalThis.console"],
  ["a frozen global object", "Object.freeze(globalThis)"],
  [
    "frozen prototypes",
    `for (const name of Object.getOwnPropertyNames(globalThis)) {
    try { Object.freeze(globalThis[name].prototype) } catch {}
  }`,
  ],
  ["no limit of stacks", "Error.stackTraceLimit = 0"],
  ["no stack", "Error.prepareStackTrace = () => undefined"],
  ["a stack that throws", "Error.prepareStackTrace = () => { throw 1 }"],
  ["V8's own stack", "Error.prepareStackTrace = undefined"],
  [
    "timers",
    `globalThis.queueMicrotask = globalThis.setImmediate =
    globalThis.setTimeout = globalThis.clearTimeout = null`,
  ],
];

async function check(code: string) {
  await using runtime = new TestRuntime();
  const { interpreter } = runtime;
  await runtime.run(`const print = console.log, show = Deno.jupyter.display
    const DISPLAY = Symbol.for("Jupyter.display"), log = (value, context) => {}`);
  await runtime.run(code);
  strictEqual(await runtime.run("1 + 1"), "2");
  strictEqual(await runtime.run("await 2; function f() { return 3 } f()"), "3");
  strictEqual(await runtime.run("[1, { a: 'b' }]"), `[ 1, { a: "b" } ]`);
  strictEqual(await runtime.run("class A { @log m() {} } 4"), "4");
  match(await runtime.run("let let"), /^SyntaxError: Unexpected strict mode/);
  const failed = await runtime.start("1\n  null.x").outcome;
  strictEqual(failed.status, "error");
  const { ename, traceback } = failed.error;
  strictEqual(ename, "TypeError");
  match(traceback.join("\n"), /2 \|.*null\.x/);
  const shown = runtime.start(
    "print('printed'); await show({ [DISPLAY]: () => ({ 'text/html': 'b' }) })",
  );
  const { status } = await shown.outcome;
  strictEqual(status, "ok");
  strictEqual(shown.stdout, "printed\n");
  deepStrictEqual(
    shown.broadcasts.map(({ content }) => content),
    [{
      data: { "text/html": "b", "text/plain": "b" },
      metadata: {},
      transient: {},
    }],
  );
  const names = (await interpreter.names()).map(({ name }) => name);
  strictEqual(names.includes("print"), true);
  const path = { root: "print", isLiteral: false, keys: [] };
  const members = (await interpreter.members(path))?.map(({ name }) => name);
  strictEqual(members?.includes("length"), true);
  strictEqual(await runtime.run("import { sep } from 'node:path'; sep"), '"/"');
}

for (const [what, code] of CASES) {
  Deno.test(`cells go on whatever one does to the language: ${what}`, () =>
    check(code));
}

Deno.test("what a cell has made of the language is there in the next", async () => {
  await using runtime = new TestRuntime();
  await runtime.run("Array.prototype.map = () => 'mine'");
  await runtime.run(
    "Object.defineProperty(Object.prototype, 'value', { get: () => 5, configurable: true })",
  );
  strictEqual(await runtime.run("[1].map(String) + ({}).value"), '"mine5"');
  await runtime.run("null.x");
  strictEqual(await runtime.run("[1].map(String) + ({}).value"), '"mine5"');
});
