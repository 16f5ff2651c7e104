/**
 * Notebooks as scripts with percent cells, as VS Code and jupytext know them:
 * `// %%` begins a cell of code, `// %% [markdown]` one of text in comments.
 *
 * Sources, tags and other metadata come back exactly; outputs are left behind.
 *
 * @see https://jupytext.readthedocs.io/en/latest/formats-scripts.html
 *
 * @module
 */

// @ts-types="../config/deno_std.d.ts"
import { parse as parseYaml } from "deno-std/yaml/parse.js";
import {
  type Cell,
  cellId,
  type CodeCell,
  isDict,
  type Notebook,
} from "../notebook/notebook.ts";
import { parseOptions } from "./cell_options.ts";

type Dict = Record<string, unknown>;

/** Metadata that a run makes, or that only a front end cares about. */
const LEFT_BEHIND = ["execution", "collapsed", "scrolled", "trusted"];

/** Metadata of a notebook that its cells don't say. */
const HEADER_LEFT_BEHIND = ["thaw", "widgets", "language_info"];

/** Writes a script. `comment` begins a comment in its language: `//` or `#`. */
export function percentText(notebook: Notebook, comment: string): string {
  const cells = notebook.cells.map((cell) => cellText(cell, comment));
  return `${[...header(notebook, comment), ...cells].join("\n\n")}\n`;
}

/** Reads a script; what comes before its first marker is a cell, too. */
export function parsePercent(text: string, comment: string): Notebook {
  const crlf = /^[^\n]*\r\n/.test(text);
  const all = (crlf ? text.replaceAll("\r\n", "\n") : text).split("\n");
  // The newline that ends the last line begins no other.
  if (all.at(-1) === "") all.pop();
  const { metadata, lines } = takeHeader(all, comment);
  const marker = markerOf(comment);
  const cells: Cell[] = [];
  let start: RegExpExecArray | null = null;
  let body: string[] = [];
  const end = (isLast: boolean) => {
    // One empty line stands between cells.
    if (!isLast && body.at(-1) === "") body.pop();
    if (start || body.some((line) => line.trim() !== "")) {
      cells.push(parseCell(start?.[1] ?? "", body, comment, cells.length));
    }
    body = [];
  };
  for (const line of lines) {
    const found = marker.exec(line);
    if (found) {
      end(false);
      start = found;
    } else body.push(line);
  }
  end(true);
  return { nbformat: 4, nbformat_minor: 5, metadata, cells };
}

/** Whether a text has a percent cell. */
export function isPercent(text: string, comment: string): boolean {
  return new RegExp(markerOf(comment), "m").test(text);
}

function markerOf(comment: string): RegExp {
  return new RegExp(`^${escaped(comment)} ?%%(?!%)(?:\\s+(.*))?$`);
}

/** A line of a cell that would be taken for a marker, or for one so hidden. */
function hiddenMarker(comment: string): RegExp {
  const mark = escaped(comment);
  return new RegExp(`^(?:${mark} )*${mark} ?%%(?!%)(\\s.*)?$`);
}

function escaped(text: string): string {
  return text.replace(/[/#]/g, "\\$&");
}

function cellText(cell: Cell, comment: string): string {
  const kind = cell.cell_type === "code" ? "" : ` [${cell.cell_type}]`;
  const { title, ...others } = cell.metadata;
  const start = isTitle(title)
    ? `${comment} %% ${title}${kind}${options(others)}`
    : `${comment} %%${kind}${options(cell.metadata)}`;
  const lines = cell.source.split("\n");
  const hidden = hiddenMarker(comment);
  const body = cell.cell_type === "code"
    ? lines
    : lines.map((line) => line === "" ? comment : `${comment} ${line}`);
  const shown = body.map((line) =>
    hidden.test(line) ? `${comment} ${line}` : line
  );
  return [start, ...shown].join("\n");
}

function options(metadata: Dict): string {
  const kept = Object.entries(metadata)
    .filter(([name]) => !LEFT_BEHIND.includes(name));
  if (kept.length === 0) return "";
  return kept.every(([name]) => /^[a-z_][\w.-]*$/i.test(name))
    ? kept.map(([name, value]) => ` ${name}=${JSON.stringify(value)}`).join("")
    : ` ${JSON.stringify(Object.fromEntries(kept))}`;
}

/** Whether a text can stand before what else a marker says. */
function isTitle(value: unknown): value is string {
  return typeof value === "string" && /^[^[{="\s%](?:[^[{="\n]*[^[{="\s])?$/
    .test(value);
}

function parseCell(
  options: string,
  lines: string[],
  comment: string,
  index: number,
): Cell {
  const [, title, kind, rest] =
    /^([^[{="]*?)\s*(?:\[(markdown|md|raw)\])?\s*((?:\{|[\w.-]+=).*)?$/
      .exec(options.trim()) ?? [];
  const cell_type = kind === "md" ? "markdown" : kind ?? "code";
  const metadata = {
    ...title ? { title } : {},
    ...rest === undefined ? {} : parseOptions(rest),
  };
  const hidden = hiddenMarker(comment);
  const body = lines.map((line) =>
    hidden.test(line) && line.startsWith(`${comment} `)
      ? line.slice(comment.length + 1)
      : line
  );
  const source =
    (cell_type === "code"
      ? body
      : body.map((line) => uncommented(line, comment))).join("\n");
  const id = cellId(index, source);
  if (cell_type !== "code") return { id, cell_type, source, metadata };
  return {
    id,
    cell_type,
    source,
    metadata,
    execution_count: null,
    outputs: [],
  } as CodeCell;
}

function uncommented(line: string, comment: string): string {
  if (line.startsWith(`${comment} `)) return line.slice(comment.length + 1);
  return line.startsWith(comment) ? line.slice(comment.length) : line;
}

function header({ metadata }: Notebook, comment: string): string[] {
  const kept = Object.entries(metadata)
    .filter(([name]) => !HEADER_LEFT_BEHIND.includes(name));
  if (kept.length === 0) return [];
  // JSON is YAML; one line per key is easy on the eye.
  return [
    [
      "---",
      "jupyter:",
      ...kept.map(([name, value]) =>
        `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`
      ),
      "---",
    ].map((line) => `${comment} ${line}`).join("\n"),
  ];
}

function takeHeader(
  lines: string[],
  comment: string,
): { metadata: Notebook["metadata"]; lines: string[] } {
  const fence = `${comment} ---`;
  const end = lines[0]?.trimEnd() === fence
    ? lines.findIndex((line, at) => at > 0 && line.trimEnd() === fence)
    : -1;
  if (end < 0) return { metadata: {}, lines };
  const yaml = lines.slice(1, end).map((line) => uncommented(line, comment));
  const rest = lines.slice(end + 1);
  try {
    const value = parseYaml(yaml.join("\n"), { schema: "core" });
    const metadata = isDict(value) && isDict(value.jupyter)
      ? value.jupyter
      : {};
    delete metadata.jupytext;
    return { metadata, lines: rest };
  } catch {
    return { metadata: {}, lines };
  }
}
