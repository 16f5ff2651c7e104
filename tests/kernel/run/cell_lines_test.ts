import { deepStrictEqual } from "node:assert/strict";
import { cellLines } from "../../../kernel/run/cell_lines.ts";

async function linesOf(name: string, text: string): Promise<number[][]> {
  const file = { name, input: `/${name}`, output: undefined, text };
  return [...(await cellLines(file)).values()];
}

Deno.test("cellLines() counts in a notebook's own text", async () => {
  const text = `{
 "metadata": {"x": "cells"},
 "cells": [
  {"cell_type": "markdown", "metadata": {}, "source": "# a\\nb"},
  {
   "cell_type": "code", "metadata": {"source": [
     1]}, "outputs": [], "execution_count": NaN,
   "source": [
    "const a = 1;\\n",
    "\\n",
    "a.b"
   ]
  },
  {"cell_type": "code", "metadata": {}, "outputs": [], "source": []}
 ],
 "nbformat": 4, "nbformat_minor": 4
}`;
  deepStrictEqual(await linesOf("a.ipynb", text), [[4, 4], [9, 10, 11], []]);
  deepStrictEqual(
    await linesOf("a.ipynb", text.replaceAll("\n", "\r\n")),
    [[4, 4], [9, 10, 11], []],
  );
});

Deno.test("cellLines() finds cells of scripts and Markdown in their order", async () => {
  deepStrictEqual(
    await linesOf(
      "a.ts",
      '// ---\n// title: x\n// ---\n\n// %%\n1\n\n// %% [markdown]\n// 1\n\n// %% tags=["a"]\n1\n2\n',
    ),
    [[6], [9], [12, 13]],
  );
  deepStrictEqual(
    await linesOf(
      "a.md",
      "1\r\n\r\n```ts\r\n1\r\n```\r\n\r\n```{code-cell} ts\r\n:tags: [a]\r\n\r\n1\r\n2\r\n```\r\n",
    ),
    [[1], [4], [10, 11]],
  );
});
