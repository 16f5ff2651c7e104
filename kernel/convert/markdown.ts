/**
 * Notebooks as Markdown: fenced code is cells, all else is text.
 *
 * @module
 */

import { stripVTControlCharacters } from "node:util";
import {
  type Cell,
  cellId,
  type CodeCell,
  isCode,
  type Notebook,
  tagsOf,
} from "../notebook/notebook.ts";
import type { Output } from "../notebook/outputs.ts";
import {
  closing,
  directive,
  fenceOf,
  frontMatter,
  languageNamed,
} from "./fences.ts";

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
  const parts = notebook.cells.map((cell) => {
    if (!isCode(cell)) return cell.source;
    return [
      fenced(cell.source, language, tagsOf(cell)),
      ...cell.outputs.map((output) => outputText(output, folder, pictures)),
    ].filter(Boolean).join("\n\n");
  });
  return { text: `${parts.join("\n\n")}\n`, pictures };
}

/** Reads Markdown; outputs that were written to it are left out. */
export function parseMarkdown(text: string): Notebook {
  const cells: Cell[] = [];
  let prose: string[] = [];
  const add = (cell_type: string, source: string, metadata = {}) => {
    const id = cellId(cells.length, source);
    const cell: Cell = { id, cell_type, source, metadata };
    cells.push(
      cell_type === "code"
        ? { ...cell, execution_count: null, outputs: [] } as CodeCell
        : cell,
    );
  };
  const endProse = () => {
    const source = prose.join("\n").replace(/^\s*\n|\s+$/g, "");
    if (source.trim() !== "") add("markdown", source);
    prose = [];
  };
  const lines = text.replaceAll("\r\n", "\n").split("\n");
  const { kernelspec, end: start } = frontMatter(lines);
  if (kernelspec) add("raw", lines.slice(0, start).join("\n"));
  // All cells are in one language: the kernel's, or else that of the first.
  let language = languageNamed(kernelspec?.language);
  for (let at = kernelspec ? start : 0; at < lines.length; at++) {
    const fence = fenceOf(lines[at]);
    if (fence === undefined) {
      prose.push(lines[at]);
      continue;
    }
    const end = closing(lines, at, fence.mark);
    const own = fence.isCell ? language ?? "typescript" : fence.language;
    if (own !== undefined && own === (language ?? own)) {
      language = own;
      endProse();
      const { metadata, body } = fence.isBraced
        ? directive(lines.slice(at + 1, end))
        : { metadata: fence.metadata, body: lines.slice(at + 1, end) };
      add("code", body.join("\n"), metadata);
    } else if (fence.word !== "output") {
      prose.push(...lines.slice(at, end + 1));
    }
    at = end;
  }
  endProse();
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: kernelspec
      ? { kernelspec: kernelspec as Notebook["metadata"]["kernelspec"] }
      : language === "python"
      ? { language_info: { name: language } }
      : {},
    cells,
  };
}

/** A block whose fence is longer than any in it. */
function fenced(text: string, word: string, tags: string[] = []): string {
  const longest = Math.max(
    2,
    ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length),
  );
  const fence = "`".repeat(longest + 1);
  // A fence of backticks may have none after it.
  const said = tags.length === 0 || tags.join("").includes("`")
    ? ""
    : ` tags=${JSON.stringify(tags)}`;
  return `${fence}${word}${said}\n${text}\n${fence}`;
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
