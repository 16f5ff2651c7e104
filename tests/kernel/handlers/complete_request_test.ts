import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { completeRequest } from "../../../kernel/handlers/complete_request.ts";
import type { Context } from "../../../kernel/handlers/context.ts";
import type { AccessPath } from "../../../kernel/cell/mod.ts";
import type { Member } from "../../../kernel/runtime/members.ts";

function member(name: string, depth = 0): Member {
  return { name, kind: "property", depth };
}

/** A notebook with the variable `foo`, which has some properties. */
const interpreter = {
  names: () => Promise.resolve([member("foo"), member("fetch", 1)]),
  members: ({ root, keys }: AccessPath) =>
    Promise.resolve(
      root === "foo" && keys.length === 0
        ? [member("bar"), member("a key's"), member("bartender", 1)]
        : undefined,
    ),
  membersOf: () => Promise.resolve(undefined),
  keysOf: () => Promise.resolve(undefined),
  specifiers: () => Promise.resolve(["./near.ts", "./nearer/", "node:fs"]),
  paths: () => ["./people.csv", "./it's.txt", "./pets/"],
};

/** Matches at the bar; positions as the text they replace. */
async function complete(marked: string): Promise<[string[], string]> {
  const characters = [...marked];
  const cursor_pos = characters.indexOf("|");
  characters.splice(cursor_pos, 1);
  const reply = await completeRequest(
    { code: characters.join(""), cursor_pos },
    { interpreter } as unknown as Context,
  );
  if (reply.status === "error") throw new Error(reply.evalue);
  const { matches, cursor_start, cursor_end } = reply;
  return [matches, characters.slice(cursor_start, cursor_end).join("")];
}

Deno.test("completeRequest() offers names and keywords", async () => {
  deepStrictEqual(await complete("fo|"), [["foo", "for"], "fo"]);
  deepStrictEqual(await complete("1 + fe|t"), [["fetch"], "fet"]);
});

Deno.test("completeRequest() offers what the code around declares", async () => {
  const [matches] = await complete("function f(fob) { return fo| }");
  deepStrictEqual(matches, ["fob", "foo", "for"]);
});

Deno.test("completeRequest() offers properties that can follow a dot", async () => {
  deepStrictEqual(await complete("foo.|"), [["bar", "bartender"], ""]);
  deepStrictEqual(await complete("foo.BAR|"), [["bar", "bartender"], "BAR"]);
});

Deno.test("completeRequest() escapes keys for their quotes", async () => {
  deepStrictEqual(await complete("foo['a|']"), [["a key\\'s"], "a"]);
  deepStrictEqual(await complete('foo["a|'), [["a key's"], "a"]);
});

Deno.test("completeRequest() offers specifiers", async () => {
  const found = await complete("import a from './ne|'");
  deepStrictEqual(found, [["./near.ts", "./nearer/"], "./ne"]);
});

Deno.test("completeRequest() offers nothing for names that are being made", async () => {
  deepStrictEqual(await complete("const fo|"), [[], "fo"]);
  deepStrictEqual(await complete("// fo|"), [[], ""]);
});

Deno.test("completeRequest() knows nothing of what would have to run", async () => {
  deepStrictEqual(await complete("f().|"), [[], ""]);
  deepStrictEqual(await complete("(foo) => foo.|"), [[], ""]);
});

Deno.test("completeRequest() counts in code points", async () => {
  deepStrictEqual(await complete("'😀😀'; foo.ba|"), [
    ["bar", "bartender"],
    "ba",
  ]);
});

Deno.test("completeRequest() offers names in code of any depth, without delay", async () => {
  // deno-fmt-ignore
  for (const [part, count] of [
    ["a?b:", 5000], ["(", 5000], ["[", 5000], ["()=>{", 3000], ["f(", 5000],
    ["-", 20_000], ["a<", 5000], ["async(", 2000], ["a+", 5000],
  ] as const) {
    const start = performance.now();
    const [matches] = await complete(`${part.repeat(count)}fo|`);
    strictEqual(matches.includes("foo"), true, part);
    // It took nine seconds; the parser itself takes a tenth of one.
    const took = performance.now() - start;
    ok(took < 2000, `${part} took ${took} ms`);
  }
});

Deno.test("completeRequest() offers files in texts that are paths", async () => {
  const pe = ["./people.csv", "./pets/"];
  deepStrictEqual(await complete("read('./pe|o')"), [pe, "./peo"]);
  deepStrictEqual(await complete("read('./i|')"), [["./it\\'s.txt"], "./i"]);
  deepStrictEqual(await complete("read('pe|')"), [[], "pe"]);
});
