/**
 * Fenced blocks of Markdown, and what jupytext, MyST, R Markdown and Quarto say
 * in them of a cell and, at the start of a file, of the kernel.
 *
 * @see https://jupytext.readthedocs.io/en/latest/formats-markdown.html
 *
 * @module
 */

// @ts-types="../config/deno_std.d.ts"
import { parse as parseYaml } from "deno-std/yaml/parse.js";
import { isDict } from "../notebook/notebook.ts";
import { parseOptions } from "./cell_options.ts";
import { chunkOptions, pipeOptions } from "./chunk_options.ts";

/** Words after a fence that make it a cell. */
const LANGUAGES: Record<string, string> = {
  ts: "typescript",
  tsx: "typescript",
  typescript: "typescript",
  js: "typescript",
  javascript: "typescript",
  jsx: "typescript",
  python: "python",
  py: "python",
  ipython: "python",
  ipython3: "python",
};

/** A fence, a word, and what jupytext writes after it. */
const FENCE = /^ {0,3}(`{3,}|~{3,})\s*([\w+-]*)([^`]*)$/;

/**
 * MyST's cells, `{code-cell} LANGUAGE`, Quarto's, `{LANGUAGE}`, and R
 * Markdown's, `{LANGUAGE OPTIONS}`.
 */
const BRACED =
  /^ {0,3}(`{3,}|~{3,})\s*\{([\w+-]+)(?:[\s,]([^}]*))?\}\s*([\w+-]*)/;

/** What begins a fenced block. */
export interface Fence {
  mark: string;
  word: string;
  language: string | undefined;
  metadata: Record<string, unknown>;
  /** Whether options may stand in the lines below. */
  isBraced: boolean;
  /** Whether it is a cell in whatever language the notebook has. */
  isCell: boolean;
  /** Whether it is a raw cell. */
  isRaw: boolean;
}

/** The fence that a line is, if it is one. */
export function fenceOf(line: string): Fence | undefined {
  const [, braced, directive, options = "", argument] = BRACED.exec(line) ?? [];
  if (braced !== undefined) {
    const isMyst = directive === "code-cell";
    const word = isMyst ? argument : directive;
    return {
      mark: braced,
      word,
      language: languageNamed(word),
      metadata: chunkOptions(options),
      isBraced: true,
      isCell: isMyst && word === "",
      // jupytext says so in R Markdown, which has no raw cells.
      isRaw: directive === "raw-cell" || /\bactive\s*=\s*""/.test(options),
    };
  }
  const [, mark, word, rest] = FENCE.exec(line) ?? [];
  if (mark === undefined) return undefined;
  return {
    mark,
    word,
    language: languageNamed(word),
    metadata: parseOptions(rest.trim()).metadata,
    isBraced: false,
    isCell: false,
    isRaw: false,
  };
}

/** The language of cells that a word means; nothing if it is another. */
export function languageNamed(word: unknown): string | undefined {
  const name = typeof word === "string" ? word.toLowerCase() : "";
  return Object.hasOwn(LANGUAGES, name) ? LANGUAGES[name] : undefined;
}

/** What stands at the start of a file. */
export interface FrontMatter {
  /** The kernel that is named there. */
  kernelspec?: Record<string, unknown>;
  /** Whose way of saying so it is: with it come other marks of cells. */
  writer?: "jupytext" | "MyST" | "Quarto";
  /** The line after it; 0 if there is none. */
  end: number;
}

/** The kernel that jupytext's, MyST's or Quarto's front matter names. */
export function frontMatter(lines: string[]): FrontMatter {
  const end = lines[0]?.trimEnd() === "---"
    ? lines.findIndex((line, at) => at > 0 && line.trimEnd() === "---") + 1
    : 0;
  const value = yamlOf(lines.slice(1, end - 1));
  const { jupyter } = value;
  if (typeof jupyter === "string") {
    return { kernelspec: { name: jupyter }, writer: "Quarto", end };
  }
  const { kernelspec } = isDict(jupyter) ? jupyter : value;
  if (!isDict(kernelspec) || typeof kernelspec.name !== "string") {
    return { end };
  }
  const isMyst = !isDict(jupyter) || !isDict(jupyter.kernelspec);
  return { kernelspec, writer: isMyst ? "MyST" : "jupytext", end };
}

/**
 * Takes MyST's options off a cell: lines of `:name: value`, or YAML. Quarto's
 * are comments, and stay.
 */
export function directive(
  lines: string[],
): { metadata: Record<string, unknown>; body: string[] } {
  if (lines[0]?.trimEnd() === "---") {
    const end = lines.findIndex((line, at) =>
      at > 0 && line.trimEnd() === "---"
    );
    if (end > 0) {
      return {
        metadata: yamlOf(lines.slice(1, end)),
        body: lines.slice(end + 1),
      };
    }
  }
  const OPTION = /^:([\w-]+):\s*(.*)$/;
  const count = lines.findIndex((line) => !OPTION.test(line));
  const end = count < 0 ? lines.length : count;
  const yaml = lines.slice(0, end)
    .map((line) => line.replace(OPTION, "$1: $2"));
  // An empty line stands between options and source.
  const from = end > 0 && lines[end]?.trim() === "" ? end + 1 : end;
  const metadata = end > 0 ? yamlOf(yaml) : pipeOptions(lines, yamlOf);
  return { metadata, body: lines.slice(from) };
}

function yamlOf(lines: string[]): Record<string, unknown> {
  try {
    const value = parseYaml(lines.join("\n"), { schema: "core" });
    return isDict(value) ? value : {};
  } catch {
    return {};
  }
}

/** The line that ends a fenced block, or one after the last. */
export function closing(lines: string[], start: number, fence: string): number {
  const mark = new RegExp(`^ {0,3}\\${fence[0]}{${fence.length},}\\s*$`);
  const end = lines.findIndex((line, at) => at > start && mark.test(line));
  return end < 0 ? lines.length : end;
}
