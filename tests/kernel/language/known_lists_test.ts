import { strictEqual } from "node:assert/strict";
import {
  KnownLists,
  mayAddTypes,
  mayBeNarrowed,
  rootOf,
} from "../../../kernel/language/known_lists.ts";

Deno.test("rootOf() gives the variable that a path begins with", () => {
  strictEqual(rootOf("tf"), "tf");
  strictEqual(rootOf("tf.layers.größe$"), "tf");
  strictEqual(rootOf("tf.ones([1])"), undefined);
  strictEqual(rootOf("tf[0]"), undefined);
});

Deno.test("mayBeNarrowed() is true where code may test what a path is", () => {
  const narrowed = [
    "if (near.state) ",
    "if (near.state.kind) ",
    "near.state.kind === 'a' && ",
    "if (isReady(near.state)) ",
    "near.state = other; ",
    "switch (near.state.kind) { case 'a': ",
    "if (near.ok) ",
    "const { ok } = near; ok && ",
    "if (near.state.isReady()) ",
    "near.state.isReady() && ",
    "near.isReady() ? ",
    "while (!near.isReady()) {} ",
    "assert(near.state.isReady()); ",
    "assert(near.ok); ",
  ];
  for (const code of narrowed) {
    strictEqual(mayBeNarrowed("near.state", code), true, code);
  }
});

Deno.test("mayBeNarrowed() is false where a path's members are only used", () => {
  const used = [
    "",
    "near.state.start(); ",
    "near.state.inner.one; ",
    "far.near.state; near.states; ",
    "const all = [\n  near.state.one(),\n  ",
    "near.start(); near.far.one(); ",
    "if (near.state.inner.one) ",
  ];
  for (const code of used) {
    strictEqual(mayBeNarrowed("near.state", code), false, code);
  }
  strictEqual(mayBeNarrowed("$", "$.a(1); "), false);
  const before = "if (tf.isReady()) tf.Tensor; ";
  strictEqual(mayBeNarrowed("tf.layers", before, true), false);
  strictEqual(mayBeNarrowed("tf.layers", `${before}tf.layers && `, true), true);
});

Deno.test("mayAddTypes() is true of code that types of others may change by", () => {
  const adds = [
    'import "./global.ts";\nlist',
    "let one; import { augmented } from './global.ts'",
    "declare global { interface Array<T> { last(): T } }",
    "declare module 'thaw' {}",
    '/// <reference types="npm:@types/react" />',
  ];
  for (const code of adds) strictEqual(mayAddTypes(code), true, code);
  strictEqual(mayAddTypes("declare const important: 1; // global"), false);
});

Deno.test("KnownLists keeps the lists that were asked for last", () => {
  const lists = new KnownLists();
  const list = (label: string) => ({ items: [{ label }], path: "", text: "" });
  lists.add("first", list("a"));
  for (let at = 0; at < 29; at++) lists.add(`${at}`, list("b"));
  strictEqual(lists.get("first")?.items[0].label, "a");
  lists.add("one more", list("c"));
  strictEqual(lists.get("0"), undefined);
  strictEqual(lists.of(lists.get("first")!.items[0]), lists.get("first"));
});

Deno.test("KnownLists keeps no empty answer, as it may have come too early", () => {
  const lists = new KnownLists();
  lists.add("empty", { items: [], path: "", text: "" });
  strictEqual(lists.get("empty"), undefined);
});
