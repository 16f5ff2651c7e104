/**
 * Notebooks as Markdown, which `parse_markdown.ts` reads.
 *
 * @module
 */

import { stripVTControlCharacters } from "node:util";
import { type Cell, isCode, type Notebook } from "../notebook/notebook.ts";
import type { Output } from "../notebook/outputs.ts";
import { optionsText } from "./cell_options.ts";
import { closing, fenceOf, frontMatter } from "./fences.ts";
import { kernelFrontMatter } from "./kernel_front_matter.ts";
import { regionAt, regionText } from "./regions.ts";

/** A picture that the text refers to. */
export interface Picture {
  /** Relative to the text. */
  path: string;
  bytes: Uint8Array;
}

/**
 * Writes Markdown, with what cells show.
 *
 * @param folder Where pictures are to lie, relative to the text.
 */
export function markdownText(
  notebook: Notebook,
  folder: string,
): { text: string; pictures: Picture[] } {
  const pictures: Picture[] = [];
  const language = languageOf(notebook);
  const front = kernelFrontMatter(notebook);
  const parts = notebook.cells.map((cell, at) => {
    if (!isCode(cell)) {
      const isPlain = isProse(cell, language, at === 0 && !front) &&
        notebook.cells[at - 1]?.cell_type !== "markdown";
      return isPlain ? cell.source : regionText(cell);
    }
    return [
      // A fence of backticks may have none after it.
      fenced(
        cell.source,
        `${language}${optionsText(cell.metadata).replaceAll("`", "\\u0060")}`,
      ),
      ...cell.outputs.map((output) => outputText(output, folder, pictures)),
    ].filter(Boolean).join("\n\n");
  });
  if (front !== undefined) parts.unshift(front);
  return { text: `${parts.join("\n\n")}\n`, pictures };
}

/**
 * Whether a text comes back as this cell, where it follows another kind.
 *
 * @param isFirst Whether it begins the file, as front matter does.
 */
function isProse(cell: Cell, language: string, isFirst: boolean): boolean {
  const { cell_type, source, metadata } = cell;
  const lines = source.split("\n");
  if (cell_type === "raw") {
    return isFirst && frontMatter(lines).end === lines.length;
  }
  const isOwn = (line: string) => {
    const fence = fenceOf(line);
    return fence !== undefined &&
      (fence.isCell || fence.isRaw || fence.language === language ||
        fence.word === "output");
  };
  return source.trim() === source && source !== "" &&
    Object.keys(metadata).length === 0 && areClosed(lines) &&
    !lines.some((line, at) => isOwn(line) || regionAt(lines, at, false));
}

/** Whether no fenced block reaches beyond the text, to take in what follows. */
function areClosed(lines: string[]): boolean {
  for (let at = 0; at < lines.length; at++) {
    const fence = fenceOf(lines[at]);
    if (fence) at = closing(lines, at, fence.mark);
    if (at === lines.length) return false;
  }
  return true;
}

/** A block whose fence is longer than any in it. */
function fenced(text: string, words: string): string {
  const longest = Math.max(
    2,
    ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length),
  );
  const fence = "`".repeat(longest + 1);
  return `${fence}${words}\n${text}\n${fence}`;
}

function outputText(
  output: Output,
  folder: string,
  pictures: Picture[],
): string {
  if (output.output_type === "stream") return shown(output.text);
  if (output.output_type === "error") {
    return shown(output.traceback.join("\n") || output.ename);
  }
  if (!("data" in output)) return "";
  const { data } = output;
  for (const [type, ending] of [["image/png", "png"], ["image/jpeg", "jpg"]]) {
    const bytes = data[type];
    if (typeof bytes !== "string") continue;
    try {
      return picture(Uint8Array.fromBase64(bytes), ending, folder, pictures);
    } catch {
      // The output is no picture; there may be a text.
    }
  }
  const svg = data["image/svg+xml"];
  if (typeof svg === "string") {
    return picture(new TextEncoder().encode(svg), "svg", folder, pictures);
  }
  const markdown = data["text/markdown"];
  if (typeof markdown === "string") return markdown;
  const text = data["text/plain"];
  return typeof text === "string" ? shown(text) : "";
}

function picture(
  bytes: Uint8Array,
  ending: string,
  folder: string,
  pictures: Picture[],
): string {
  const path = `${folder}/picture_${pictures.length + 1}.${ending}`;
  pictures.push({ path, bytes });
  return `![](<${path}>)`;
}

function shown(text: string): string {
  const plain = stripVTControlCharacters(text).replace(/\n$/, "");
  return plain === "" ? "" : fenced(plain, "output");
}

function languageOf({ metadata }: Notebook): string {
  const info = metadata.language_info as { name?: unknown } | undefined | null;
  const name = metadata.kernelspec?.language ?? info?.name;
  return typeof name === "string" && /^[\w+-]+$/.test(name)
    ? name
    : "typescript";
}
