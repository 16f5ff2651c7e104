import { strictEqual as equal } from "node:assert/strict";
import { expressionAt } from "../../../../kernel/cell/cursor/expression_at.ts";

/** The cursor is the bar; the result in one line. */
function at(marked: string): string {
  const offset = marked.indexOf("|");
  const source = marked.replace("|", "");
  const found = expressionAt(source, offset);
  if (!found) return "nothing";
  const { kind, object, prefix, text, start, end, local } = found;
  equal(source.slice(start, end), text);
  equal(source.slice(start, offset), prefix);
  const dot = object === undefined ? "" : `${object} . `;
  return `${kind} ${dot}${prefix}|${text.slice(prefix.length)}${
    local ? " local" : ""
  }`;
}

Deno.test("expressionAt() finds names", () => {
  equal(at("fo|"), "name fo|");
  equal(at("fo|o.bar"), "name fo|o");
  equal(at("1 + |"), "name |");
  equal(at("|"), "name |");
  equal(at("let x = fo|;"), "name fo|");
  equal(at("cons|t"), "name cons|");
  equal(at("`${fo|}`"), "name fo|");
  equal(at("{a: fo|}"), "name fo|");
  equal(at("<Fo|/>"), "name Fo|");
});

Deno.test("expressionAt() finds what a property is of", () => {
  equal(at("foo.ba|"), "property foo . ba|");
  equal(at("foo.|"), "property foo . |");
  equal(at("foo.|\nbar()"), "property foo . |");
  equal(at("foo.b|a\nr()"), "property foo . b|a");
  equal(at("foo?.bar.b|"), "property foo?.bar . b|");
  equal(at("if (foo.ba|"), "property foo . ba|");
  equal(at("a.b(c, d[0].e|)"), "property d[0] . e|");
  equal(at("f(1).g().|"), "property f(1).g() . |");
  equal(at("[1, 2].ma|"), "property [1, 2] . ma|");
  equal(at("'x'.le|"), "property 'x' . le|");
  equal(at("const a = foo.|\nconst b = 1"), "property foo . |");
  equal(at("this.#a|"), "property this . #a|");
  equal(at("let x: tf.Te|"), "property tf . Te|");
  equal(at("{a: 1, b: foo.|}"), "property foo . |");
});

Deno.test("expressionAt() finds keys and specifiers", () => {
  equal(at("foo['ba|r']"), "key foo . ba|r");
  equal(at("foo['ba|"), "key foo . ba|");
  equal(at("import a from './b|'"), "specifier ./b|");
  equal(at("import './b|c"), "specifier ./b|c");
  equal(at("await import('./b|')"), "specifier ./b|");
});

Deno.test("expressionAt() tells names that are being made", () => {
  equal(at("const fo|"), "declaration fo|");
  equal(at("function fo|() {}"), "declaration fo|");
  equal(at("class Fo| {}"), "declaration Fo|");
  equal(at("const {fo|} = a"), "declaration fo|");
});

Deno.test("expressionAt() tells strings, and whose method they are given to", () => {
  equal(at("'fo|o'"), "text fo|o");
  equal(at("a.get('fo|o')"), "text a . fo|o");
  equal(at("f('fo|"), "text fo|");
  equal(at("`fo|`"), "text fo|");
});

Deno.test("expressionAt() takes this and super of a class for its own", () => {
  equal(
    at("class A extends B { m() { super.fo| } }"),
    "property super . fo| local",
  );
  equal(at("class A { m() { this.fo| } }"), "property this . fo| local");
  equal(at("this.fo|"), "property this . fo|");
});

Deno.test("expressionAt() finds nothing where there is no code", () => {
  equal(at("// fo|"), "nothing");
  equal(at("1 // fo|o\n2"), "nothing");
  equal(at("/* fo| */ 1"), "nothing");
  equal(at("/* fo|"), "nothing");
  equal(at("/fo|o/"), "nothing");
  equal(at("12|"), "nothing");
  equal(at("1.|"), "nothing");
});

Deno.test("expressionAt() is not misled by slashes in text", () => {
  equal(at("'//'; fo|"), "name fo|");
  equal(at("`//${1}/*`; fo|"), "name fo|");
  equal(at("/[/]*/; fo|"), "name fo|");
  equal(at("/* a */fo|"), "name fo|");
  equal(at("<a><b/></a>; fo|"), "name fo|");
  equal(at("<a>{/* c */}</a>; fo|"), "name fo|");
});

Deno.test("expressionAt() tells what only the code around it knows", () => {
  equal(at("a.map((tf) => tf.|)"), "property tf . | local");
  equal(at("(b) => b|"), "name b| local");
  equal(at("a.map((tf) => foo.|)"), "property foo . |");
  equal(at("a.map((tf) => foo.tf.|)"), "property foo.tf . |");
  equal(at("a.map((tf) => foo(tf).|)"), "property foo(tf) . | local");
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
    equal(found?.text, "d");
    equal(
      found.object?.length,
      source.length - ".d".length - source.indexOf("a"),
    );
  }
});
