/**
 * What a script with percent cells says of its notebook: YAML in comments at
 * the start, after the lines that Unix and Python want first.
 *
 * @module
 */

// @ts-types="../config/deno_std.d.ts"
import { parse as parseYaml } from "deno-std/yaml/parse.js";
import { isDict, type Notebook } from "../notebook/notebook.ts";
import { oneLineJson } from "./one_line_json.ts";

type Metadata = Notebook["metadata"];

/** Metadata of a notebook that its cells don't say. */
const LEFT_BEHIND = ["thaw", "widgets", "language_info"];

/** Tells jupytext that its rules for magics were kept. */
const WRITTEN_BY_RULES = {
  text_representation: { extension: ".py", format_name: "percent" },
};

/** Writes it; nothing if there is nothing to say. */
export function headerText(
  { metadata }: Notebook,
  comment: string,
): string | undefined {
  const { jupytext, ...others } = metadata;
  const { executable, encoding, ...said } = isDict(jupytext) ? jupytext : {};
  const own = comment === "#" ? { ...WRITTEN_BY_RULES, ...said } : said;
  const kept = Object.entries(
    Object.keys(own).length > 0 ? { jupytext: own, ...others } : others,
  ).filter(([name]) => !LEFT_BEHIND.includes(name));
  const first = [
    ...typeof executable === "string" ? [`#!${executable}`] : [],
    ...typeof encoding === "string" ? [encoding] : [],
  ];
  if (kept.length === 0) return first.length > 0 ? first.join("\n") : undefined;
  // JSON is YAML; one line per key is easy on the eye.
  const yaml = kept.map(([name, value]) =>
    `  ${oneLineJson(name)}: ${oneLineJson(value)}`
  );
  const lines = ["---", "jupyter:", ...yaml, "---"];
  return [...first, ...lines.map((line) => `${comment} ${line}`)].join("\n");
}

/** What was read, and the lines below. */
export interface Header {
  metadata: Metadata;
  lines: string[];
  /** Whether magics are hidden by jupytext's rules. */
  isJupytexts: boolean;
}

/** Reads it, and takes it off the lines. */
export function takeHeader(lines: string[], comment: string): Header {
  const first: { executable?: string; encoding?: string } = {};
  let start = 0;
  if (lines[start]?.startsWith("#!")) {
    first.executable = lines[start++].slice(2);
  }
  const CODING = /^(?:#|\/\/).*?coding[:=][ \t]*[-\w.]+/;
  if (CODING.test(lines[start] ?? "")) first.encoding = lines[start++];
  const fence = `${comment} ---`;
  const isFence = (line: string) => line.trimEnd() === fence;
  const end = isFence(lines[start] ?? "")
    ? lines.findIndex((line, at) => at > start && isFence(line))
    : -1;
  const yaml = lines.slice(start + 1, Math.max(end, 0))
    .map((line) => uncommented(line, comment));
  const value = parsed(yaml.join("\n"));
  const { jupytext, ...metadata } = isDict(value?.jupyter) ? value.jupyter : {};
  const { text_representation, ...said } = isDict(jupytext) ? jupytext : {};
  const kept = { ...said, ...first };
  if (Object.keys(kept).length > 0) metadata.jupytext = kept;
  return {
    metadata: metadata as Metadata,
    lines: lines.slice(value === undefined ? start : end + 1),
    isJupytexts: text_representation !== undefined,
  };
}

/** A line without its comment's mark, and one space. */
export function uncommented(line: string, comment: string): string {
  if (line.startsWith(`${comment} `)) return line.slice(comment.length + 1);
  return line.startsWith(comment) ? line.slice(comment.length) : line;
}

function parsed(yaml: string): Record<string, unknown> | undefined {
  if (yaml === "") return undefined;
  try {
    const value = parseYaml(yaml, { schema: "core" });
    return isDict(value) ? value : {};
  } catch {
    return undefined;
  }
}
