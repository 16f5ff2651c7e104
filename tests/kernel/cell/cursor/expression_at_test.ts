import { strictEqual } from "node:assert/strict";
import { expressionAt } from "../../../../kernel/cell/cursor/expression_at.ts";

/** The cursor is the bar; the result in one line. */
function at(marked: string): string {
  const offset = marked.indexOf("|");
  const source = marked.replace("|", "");
  const found = expressionAt(source, offset);
  if (!found) return "nothing";
  const { kind, object, prefix, text, start, end, local } = found;
  strictEqual(source.slice(start, end), text);
  strictEqual(source.slice(start, offset), prefix);
  const dot = object === undefined ? "" : `${object} . `;
  return `${kind} ${dot}${prefix}|${text.slice(prefix.length)}${
    local ? " local" : ""
  }`;
}

Deno.test("expressionAt() finds names", () => {
  strictEqual(at("fo|"), "name fo|");
  strictEqual(at("fo|o.bar"), "name fo|o");
  strictEqual(at("1 + |"), "name |");
  strictEqual(at("|"), "name |");
  strictEqual(at("let x = fo|;"), "name fo|");
  strictEqual(at("cons|t"), "name cons|");
  strictEqual(at("`${fo|}`"), "name fo|");
  strictEqual(at("{a: fo|}"), "name fo|");
  strictEqual(at("<Fo|/>"), "name Fo|");
});

Deno.test("expressionAt() finds what a property is of", () => {
  strictEqual(at("foo.ba|"), "property foo . ba|");
  strictEqual(at("foo.|"), "property foo . |");
  strictEqual(at("foo.|\nbar()"), "property foo . |");
  strictEqual(at("foo.b|a\nr()"), "property foo . b|a");
  strictEqual(at("foo?.bar.b|"), "property foo?.bar . b|");
  strictEqual(at("if (foo.ba|"), "property foo . ba|");
  strictEqual(at("a.b(c, d[0].e|)"), "property d[0] . e|");
  strictEqual(at("f(1).g().|"), "property f(1).g() . |");
  strictEqual(at("[1, 2].ma|"), "property [1, 2] . ma|");
  strictEqual(at("'x'.le|"), "property 'x' . le|");
  strictEqual(at("const a = foo.|\nconst b = 1"), "property foo . |");
  strictEqual(at("this.#a|"), "property this . #a|");
  strictEqual(at("let x: tf.Te|"), "property tf . Te|");
  strictEqual(at("{a: 1, b: foo.|}"), "property foo . |");
});

Deno.test("expressionAt() takes what follows a dot for a property, in broken code too", () => {
  strictEqual(at("const = model.|"), "property model . |");
  strictEqual(at("class { model.lay|"), "property model . lay|");
  strictEqual(at("function (a.b.|"), "property a.b . |");
  strictEqual(at("const [...mo|] = a"), "declaration mo|");
  strictEqual(at("f(...mo|)"), "name mo|");
});

Deno.test("expressionAt() finds keys and specifiers", () => {
  strictEqual(at("foo['ba|r']"), "key foo . ba|r");
  strictEqual(at("foo['ba|"), "key foo . ba|");
  strictEqual(at("import a from './b|'"), "specifier ./b|");
  strictEqual(at("import './b|c"), "specifier ./b|c");
  strictEqual(at("await import('./b|')"), "specifier ./b|");
});

Deno.test("expressionAt() tells names that are being made", () => {
  strictEqual(at("const fo|"), "declaration fo|");
  strictEqual(at("function fo|() {}"), "declaration fo|");
  strictEqual(at("class Fo| {}"), "declaration Fo|");
  strictEqual(at("const {fo|} = a"), "declaration fo|");
});

Deno.test("expressionAt() tells strings, and whose method they are given to", () => {
  strictEqual(at("'fo|o'"), "text fo|o");
  strictEqual(at("a.get('fo|o')"), "text a . fo|o");
  strictEqual(at("f('fo|"), "text fo|");
  strictEqual(at("`fo|`"), "text fo|");
});

Deno.test("expressionAt() takes this and super of a class for its own", () => {
  strictEqual(
    at("class A extends B { m() { super.fo| } }"),
    "property super . fo| local",
  );
  strictEqual(at("class A { m() { this.fo| } }"), "property this . fo| local");
  strictEqual(at("this.fo|"), "property this . fo|");
});

Deno.test("expressionAt() finds nothing where there is no code", () => {
  strictEqual(at("// fo|"), "nothing");
  strictEqual(at("1 // fo|o\n2"), "nothing");
  strictEqual(at("/* fo| */ 1"), "nothing");
  strictEqual(at("/* fo|"), "nothing");
  strictEqual(at("/fo|o/"), "nothing");
  strictEqual(at("12|"), "nothing");
  strictEqual(at("1.|"), "nothing");
});

Deno.test("expressionAt() is not misled by slashes in text", () => {
  strictEqual(at("'//'; fo|"), "name fo|");
  strictEqual(at("`//${1}/*`; fo|"), "name fo|");
  strictEqual(at("/[/]*/; fo|"), "name fo|");
  strictEqual(at("/* a */fo|"), "name fo|");
  strictEqual(at("<a><b/></a>; fo|"), "name fo|");
  strictEqual(at("<a>{/* c */}</a>; fo|"), "name fo|");
});

Deno.test("expressionAt() tells what only the code around it knows", () => {
  strictEqual(at("a.map((tf) => tf.|)"), "property tf . | local");
  strictEqual(at("(b) => b|"), "name b| local");
  strictEqual(at("a.map((tf) => foo.|)"), "property foo . |");
  strictEqual(at("a.map((tf) => foo.tf.|)"), "property foo.tf . |");
  strictEqual(at("a.map((tf) => foo(tf).|)"), "property foo(tf) . | local");
});

Deno.test("expressionAt() takes long chains, in one pass over them", () => {
  const chains = [
    ["a", ".b"],
    ["(c) => a", ".b(c)"],
    ["(c) => a", ".c"],
    ["a", "!.b"],
    ["let x: a", ".b"],
  ];
  for (const [head, member] of chains) {
    // With a walk up the chain for each member this takes most of a minute.
    const source = head + member.repeat(20_000) + ".d";
    const found = expressionAt(source, source.length);
    strictEqual(found?.text, "d");
    strictEqual(
      found.object?.length,
      source.length - ".d".length - source.indexOf("a"),
    );
  }
});

Deno.test("expressionAt() tells where only a name can be made", () => {
  for (
    const code of [
      "const { | } = a",
      "const { b, | } = a",
      "const { b: | } = a",
      "const [|] = a",
      "function f({ | }) {}",
      "({ | }) => 1",
      "<Tag |",
      "<Tag |/>",
      "<Tag a={1} | b />",
    ]
  ) strictEqual(at(code), "declaration |", code);
  for (
    const code of [
      "const { b = | } = a",
      "const { b = f(c, |) } = a",
      "const { [|]: b } = a",
      "<Tag a={|} />",
      "<Tag a={|",
      "<Tag>{|}</Tag>",
      "<Tag a={() => { | }} />",
      "const { b } = |",
      "const f = ({ b }) => { | }",
    ]
  ) strictEqual(at(code), "name |", code);
  strictEqual(at("enum E { fo| }"), "declaration fo|");
  strictEqual(at("import { a as fo| } from 'b'"), "declaration fo|");
  strictEqual(at("import * as fo| from 'b'"), "declaration fo|");
});

Deno.test("expressionAt() tells where only a type can stand", () => {
  const prefers = (marked: string) => {
    const offset = marked.indexOf("|");
    return expressionAt(marked.replace("|", ""), offset)?.prefersTypes;
  };
  for (
    const code of [
      "let a: Fo|",
      "let a: |",
      "let a: { b: | }",
      "new Map<string, |>()",
      "a as Fo|",
      "f<Fo|>(1)",
      "interface A extends Fo| {}",
      "class A implements Fo| {}",
    ]
  ) strictEqual(prefers(code), true, code);
  for (
    const code of [
      "let a = fo|",
      "let a: typeof fo|",
      "class A extends Fo| {}",
      "a < fo|",
      "let a: A = |",
      "{ a: | }",
    ]
  ) strictEqual(prefers(code), false, code);
});

Deno.test("expressionAt() finds nothing in the text of an element", () => {
  strictEqual(at("<b>fo|</b>"), "nothing");
  strictEqual(at("<b>so fo|o</b>"), "nothing");
  strictEqual(at("<b>|fo</b>"), "nothing");
  strictEqual(at("<>{foo} ba|</>"), "nothing");
  strictEqual(at("<b>{fo|}</b>"), "name fo|");
  strictEqual(at("<b>one {foo.ba|} two</b>"), "property foo . ba|");
});
