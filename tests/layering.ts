/**
 * Which folders there are, in the order in which they may import, and what
 * files import: for the tests of both.
 *
 * @module
 */

import { dirname, join, relative, sep } from "node:path";
import ts from "typescript";

/** What a kernel is made of, up to what answers its messages. */
// deno-fmt-ignore
const KERNEL = ["kernel/time", "kernel/log", "kernel/system", "kernel/protocol", "kernel/config", "kernel/bridge", "kernel/wire", "kernel/transport", "kernel/cdp", "kernel/cell", "kernel/language", "kernel/runtime", "kernel/debug", "kernel/comm", "kernel/history", "kernel/handlers", "kernel/dispatch"];

/** A file imports from its own folder or from one further left. */
export const CHAINS = [
  [...KERNEL, "kernel/main.ts"],
  // deno-fmt-ignore
  [...KERNEL, "kernel/lab", "kernel/install", "kernel/notebook", "kernel/report", "kernel/convert", "kernel/client", "kernel/run", "kernel/check", "kernel/commands"],
  ["kernel/bridge", "kernel/child"],
  // deno-fmt-ignore
  ["lib/options", "lib/display", "lib/widgets", "lib/backend", "lib/random", "lib/layers", "lib/mends", "lib/weights", "lib/dropout", "lib/train", "lib/data", "lib/models", "lib/experiment", "lib/plot", "lib/mod.ts"],
];

/** Rooms of a folder, in the same sense; the folder's own files come last. */
export const ROOMS = [
  ["parse", "rewrite", "emit", "cursor"].map((room) => `kernel/cell/${room}`),
  // deno-fmt-ignore
  ["language", "cells", "output", "stop", "compiled", "show", "jupyter", "platform"].map((room) => `kernel/child/${room}`),
];

export const root = join(import.meta.dirname!, "..");

/** The TypeScript files of a folder and of all below it. */
export function* sources(folder: string): Generator<string> {
  for (const entry of Deno.readDirSync(join(root, folder))) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory) yield* sources(path);
    else if (/\.tsx?$/.test(entry.name)) yield path;
  }
}

/** The files of this project that a file imports, types included. */
export function importsOf(path: string): string[] {
  const text = Deno.readTextFileSync(join(root, path));
  return ts.preProcessFile(text, true, true).importedFiles
    .map((file) => file.fileName)
    .filter((name) => name.startsWith(".") && !name.endsWith(".json"))
    .map((name) => resolved(name, path));
}

/** What is loaded before a file runs: its files, and packages by name. */
export function loadedBefore(entry: string): Set<string> {
  const loaded = new Set([entry]);
  for (const path of loaded) {
    if (!/\.tsx?$/.test(path)) continue;
    for (const name of importedValues(path)) {
      loaded.add(name.startsWith(".") ? resolved(name, path) : name);
    }
  }
  return loaded;
}

function resolved(specifier: string, from: string): string {
  const path = join(root, dirname(from), specifier);
  return relative(root, path).split(sep).join("/");
}

/** The specifiers of a file's imports that more than types come from. */
function importedValues(path: string): string[] {
  const text = Deno.readTextFileSync(join(root, path));
  const options = {
    module: ts.ModuleKind.ESNext,
    target: ts.ScriptTarget.ESNext,
  };
  const { outputText } = ts.transpileModule(text, { compilerOptions: options });
  return ts.preProcessFile(outputText, true, true).importedFiles
    .filter(({ pos }) => !/\bimport\s*\($/.test(outputText.slice(0, pos)))
    .map((file) => file.fileName);
}

/** Where in a chain a path belongs; -1 where it does not. */
export function place(chain: string[], path: string): number {
  return chain.findIndex((part) =>
    path === part || path.startsWith(`${part}/`)
  );
}
