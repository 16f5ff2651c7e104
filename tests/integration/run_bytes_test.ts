/**
 * What `thaw run` does not touch is to the byte what `nbformat.write` writes.
 */

import { strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { python } from "../harness/python.ts";
import { Workplace } from "../harness/workplace.ts";
import { mendMetadata } from "../../kernel/notebook/mend_metadata.ts";
import {
  parseNotebook,
  parseNotebookAsIs,
} from "../../kernel/notebook/notebook.ts";
import { notebookText } from "../../kernel/notebook/notebook_text.ts";

/**
 * Reads and writes notebooks as Python does, without making ids, and validates
 * what is to be valid.
 */
const REWRITE = `
import json, sys, nbformat
from nbformat.v4 import nbjson
for path in sys.argv[1:]:
    if path.endswith(".valid"):
        with open(path, encoding="utf-8") as file:
            nbformat.validate(json.load(file))
        continue
    text = open(path, encoding="utf-8-sig").read()
    notebook = nbjson.reads(text)
    with open(path + ".python", "w", encoding="utf-8", newline="") as file:
        file.write(nbjson.writes(notebook) + "\\n")
`;

const cell = (more: string, type = "code") =>
  `{"cell_type": "${type}", "metadata": {"n": 1.0, "big": 12345678901234567890},
    ${type === "code" ? '"outputs": [], "execution_count": null,' : ""}
    "source": ["a\\n", "b\\u2028c\\r\\nd\\u000be"] ${more}}`;

const notebook = (cells: string, more = "") =>
  `{"nbformat": 4, "nbformat_minor": 4, "metadata": {"z": 1e-7, "a": [1e400, -0.0,
    1E5, 0.1, 100.0], "signature": "x", "orig_nbformat": 3${more}}, "cells": [${cells}]}`;

const FILES: Record<string, string> = {
  "plain.ipynb": notebook(cell("")),
  "empty.ipynb": notebook(""),
  "crlf.ipynb": notebook(cell("")).replaceAll("\n", "\r\n"),
  "bom.ipynb": "\ufeff" + notebook(cell("")),
  "keys.ipynb": notebook(
    "",
    ', "9": 1, "10": 2, "\ufffd": 3, "\u{10000}": 4, "ä": "ä\\u0001\\ud83d\\ude00"',
  ),
  "kinds.ipynb": notebook(
    cell("", "markdown") + "," + cell("", "raw") + "," + cell("", "heading"),
  ),
  "attachments.ipynb": notebook(cell(
    ', "attachments": {"a.svg": {"image/svg+xml": "<svg>\\n</svg>", "image/png": ["a\\n", "b"],' +
      ' "application/json": ["a"]}}',
    "markdown",
  )),
  "unknown.ipynb": notebook(cell(', "unknown": {"b": NaN, "a": null}')),
  "trusted.ipynb": notebook(
    `{"cell_type": "code", "metadata": {"trusted": true}, "source": "", "outputs": [], "execution_count": 3}`,
  ),
  "outputs.ipynb": notebook(
    `{"cell_type": "code", "metadata": {}, "source": "1",
    "execution_count": 1, "outputs": [
    {"output_type": "stream", "name": "stdout", "text": ["a\\n", "b\\r", "c\\f"]},
    {"output_type": "stream", "name": "stderr", "text": "x\\r\\ny"},
    {"output_type": "display_data", "metadata": {"isolated": true}, "data": {
      "text/plain": "a\\nb", "text/html": ["<b>\\n", "</b>"], "image/png": "aa\\nbb",
      "application/json": {"n": 1.0, "list": ["a", "b"]}, "application/x+json": "a\\nb",
      "application/javascript": "a\\nb", "image/svg+xml": ["<svg>\\n"]}},
    {"output_type": "execute_result", "execution_count": 1, "metadata": {},
      "data": {"text/plain": "NaN", "application/vnd.plotly.v1+json": {"y": [NaN, -Infinity]}}},
    {"output_type": "error", "ename": "E", "evalue": "", "traceback": ["a\\nb", "c"]}]}`,
  ),
};

/** An old notebook with what each of these minor versions has. */
function ofMinor(minor: number, metadata: string): string {
  const output = `{"output_type": "display_data", "metadata": {}, "data": {
    "text/plain": ["a\\n", "b"], "application/json": {"n": 1.0}}}`;
  const cells = [
    `"code", "source": "1", "execution_count": 3, "outputs": [${output}]`,
    '"markdown", "source": ["# a\\n", "b"]',
    '"raw", "source": ""',
    ...minor < 1 ? [] : [
      '"markdown", "source": "", "attachments": {"a": {"image/png": "aa"}}',
    ],
  ];
  const texts = cells.map((more, index) =>
    `{"cell_type": ${more}, "metadata": ${metadata}` +
    (minor < 5 ? "}" : `, "id": "c${index}"}`)
  );
  return `{"nbformat": 4, "nbformat_minor": ${minor}, "cells": [${texts}],
    "metadata": {"kernelspec": {"display_name": "T", "name": "t"},
    "widgets": {"application/vnd.jupyter.widget-state+json": {"state": {}}},
    "title": 5, "authors": {"name": "A"}, "unknown": [1.0]}}`;
}

/** What a run writes of these is valid, whatever version they were of. */
const VALID: Record<string, string> = {
  ...Object.fromEntries(
    [0, 1, 2, 3, 4, 5].map((minor) => [`${minor}`, ofMinor(minor, "{}")]),
  ),
  metadata: ofMinor(
    5,
    '{"tags": ["a,b", "a", 1.0], "name": 1, "scrolled": 2, "format": 3, "jupyter": 4}',
  ),
  "no metadata": ofMinor(4, "null"),
};

Deno.test("notebooks come back as nbformat writes them, to the byte", async () => {
  await using place = new Workplace();
  const names = Object.keys(FILES);
  for (const name of names) place.file(name, FILES[name]);
  const paths = names.map((name) => join(place.folder, name));
  for (const [name, text] of Object.entries(VALID)) {
    const notebook = parseNotebook(text);
    mendMetadata(notebook);
    place.file(`${name}.valid`, notebookText(notebook));
  }
  const valid = Object.keys(VALID)
    .map((name) => join(place.folder, `${name}.valid`));
  const { success, stderr } = await new Deno.Command(await python(), {
    args: ["-c", REWRITE, ...paths, ...valid],
  }).output();
  strictEqual(success, true, new TextDecoder().decode(stderr));
  for (const path of paths) {
    const text = Deno.readTextFileSync(path).replace(/^\ufeff/, "");
    const ours = notebookText(parseNotebookAsIs(text));
    strictEqual(ours, Deno.readTextFileSync(`${path}.python`), path);
    strictEqual(notebookText(parseNotebookAsIs(ours)), ours, path);
  }
});
