import {
  deepStrictEqual,
  match,
  notStrictEqual,
  strictEqual,
  throws,
} from "node:assert/strict";
import {
  type Cell,
  type CodeCell,
  hasTag,
  isCode,
  parseNotebook,
} from "../../../kernel/notebook/notebook.ts";
import { notebookText } from "../../../kernel/notebook/notebook_text.ts";
import { BadInputError } from "../../../kernel/notebook/bad_input_error.ts";

const code = {
  cell_type: "code",
  metadata: {},
  execution_count: null,
  outputs: [],
  source: "1",
};

function parse(changes: Record<string, unknown>) {
  const file = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [code] };
  return parseNotebook(JSON.stringify({ ...file, ...changes }));
}

Deno.test("parseNotebook() gives ids to cells that lack them", () => {
  const cells = [code, { ...code, id: "mine" }, { ...code, id: "mine" }];
  const notebook = parse({ nbformat_minor: 2, cells });
  const ids = notebook.cells.map((cell) => cell.id);
  strictEqual(notebook.nbformat_minor, 5);
  strictEqual(ids[1], "mine");
  strictEqual(new Set(ids).size, 3);
  for (const id of ids) match(id, /^[a-zA-Z0-9-_]{1,64}$/);
});

Deno.test("parseNotebook() replaces ids that nbformat forbids", () => {
  const ids = ["white space", "x".repeat(65), "", 7];
  const cells = ids.map((id) => ({ ...code, id }));
  for (const { id } of parse({ cells }).cells) match(id, /^[0-9a-f]{8}$/);
});

Deno.test("parseNotebook() joins lines, in sources and in outputs", () => {
  const outputs = [
    { output_type: "stream", name: "stdout", text: ["a\n", "b"] },
    {
      output_type: "display_data",
      data: { "text/html": ["<b>", "</b>"], "application/json": ["a", "b"] },
      metadata: {},
    },
  ];
  const { cells } = parse({
    cells: [{ ...code, source: ["1\n", "2"], outputs }],
  });
  const cell = cells[0] as CodeCell;
  strictEqual(cell.source, "1\n2");
  deepStrictEqual(cell.outputs[0], { ...outputs[0], text: "a\nb" });
  deepStrictEqual(cell.outputs[1], {
    ...outputs[1],
    data: { "text/html": "<b></b>", "application/json": ["a", "b"] },
  });
});

Deno.test("parseNotebook() says what a file that can't be run lacks", () => {
  for (
    const [changes, reason] of [
      [{ nbformat: 3 }, /format 3 is not supported/],
      [{ nbformat: undefined }, /no nbformat/],
      [{ cells: undefined }, /no list of cells/],
      [{ cells: {} }, /no list of cells/],
      [{ cells: [code, {}] }, /cell 2 has no cell_type/],
      [{ cells: [{ ...code, source: 1 }] }, /cell 1 has no source/],
      [
        { cells: [{ ...code, outputs: [null] }] },
        /cell 1 has an output that is none/,
      ],
      [
        { cells: [{ ...code, outputs: [{ output_type: "x", data: null }] }] },
        /cell 1 has an output that is none/,
      ],
    ] as const
  ) {
    throws(() => parse(changes), (error: Error) => {
      match(error.message, reason);
      return error instanceof BadInputError;
    });
  }
  for (const text of ["", "{", "[]", "null"]) {
    throws(() => parseNotebook(text), BadInputError);
  }
});

Deno.test("notebookText() is what Jupyter writes", () => {
  const notebook = parse({
    metadata: { b: 1, a: { d: 1, c: 2 } },
    cells: [{
      cell_type: "code",
      id: "one",
      metadata: {},
      execution_count: 1,
      source: "1\n2",
      outputs: [{
        output_type: "display_data",
        metadata: {},
        data: { "text/plain": "a\nb\n", "image/png": "xx\n", "a/b+json": "c" },
      }],
    }],
  });
  strictEqual(
    notebookText(notebook),
    `{
 "cells": [
  {
   "cell_type": "code",
   "execution_count": 1,
   "id": "one",
   "metadata": {},
   "outputs": [
    {
     "data": {
      "a/b+json": "c",
      "image/png": "xx\\n",
      "text/plain": [
       "a\\n",
       "b\\n"
      ]
     },
     "metadata": {},
     "output_type": "display_data"
    }
   ],
   "source": [
    "1\\n",
    "2"
   ]
  }
 ],
 "metadata": {
  "a": {
   "c": 2,
   "d": 1
  },
  "b": 1
 },
 "nbformat": 4,
 "nbformat_minor": 5
}
`,
  );
});

Deno.test("notebookText() keeps what it does not know", () => {
  const text = notebookText(parse({
    nbformat_minor: 7,
    later: true,
    cells: [{ cell_type: "map", id: "m", metadata: {}, source: "", place: 1 }],
  }));
  const again = JSON.parse(text);
  deepStrictEqual([again.later, again.nbformat_minor], [true, 7]);
  strictEqual(again.cells[0].place, 1);
  notStrictEqual(text, "");
});

Deno.test("hasTag() and isCode() take any metadata", () => {
  const cell = (metadata: Record<string, unknown>) =>
    ({ ...code, id: "a", metadata }) as Cell;
  strictEqual(hasTag(cell({ tags: ["a", "b"] }), "b"), true);
  for (const tags of [undefined, "b", null, {}]) {
    strictEqual(hasTag(cell({ tags }), "b"), false);
  }
  strictEqual(isCode(cell({})), true);
  strictEqual(isCode({ ...cell({}), cell_type: "raw" }), false);
});
