/** Top-level await and using. */

import { check } from "../../harness/check.ts";

Deno.test("await works wherever a module has it", () =>
  check([
    ["nested", ["[await 1, { a: await 2 }.a].join()"], "1,2"],
    ["for await", [
      "let w1 = 0; for await (const x of [1, Promise.resolve(2)]) w1 += x; w1",
    ], 3],
    ["arrow", ["await (async () => (await 3) + 1)()"], 4],
    [
      "class",
      ["class W { async m() { return await 5 } } await new W().m()"],
      5,
    ],
    ["template", ["`${await 6}`"], "6"],
    ["using in blocks and loops", [
      "let w7 = 0; const w8 = () => ({ async [Symbol.asyncDispose]() { w7++ } })",
      "{ await using a = w8() } for (await using b of [w8(), w8()]) w7; for (await using c of [w8()]) { w7 } w7",
    ], 4],
    ["text that looks so", ["'await x'.length + /await x/.source.length"], 14],
  ]));

Deno.test("top-level using is disposed at the end of its cell", () =>
  check([
    ["value", [
      "const log = []; const open = (name) => ({ name, [Symbol.dispose]() { log.push(name) } })",
      "using u1 = open('a'); using u2 = open('b'); log.length",
    ], 0],
    ["order", ["log.join()"], "b,a"],
    ["variable remains", ["u1.name"], "a"],
    ["declarations after it", [
      "using u3 = open('c'); const u4 = u3.name; class U5 {} var [u6] = [6]; u4 + U5.name + u6",
      "u4 + U5.name + u6",
    ], "cU56"],
    [
      "on error",
      ["using u7 = open('d'); throw new Error('x')", "log.at(-1)"],
      "d",
    ],
    ["await using", [
      "await using u8 = { async [Symbol.asyncDispose]() { await 1; log.push('e') } }",
      "log.at(-1)",
    ], "e"],
    [
      "is constant",
      ["using u9 = open('f')", "u9 = 1"],
      "TypeError: Assignment to constant variable. @ 1:4",
    ],
    ["suppressed", [
      "using u10 = { [Symbol.dispose]() { throw new Error('second') } }; throw new Error('first')",
    ], "SuppressedError: An error was suppressed during disposal @ 1:67"],
  ]));
