/**
 * Imports go one way: a file imports from its own folder or from one further
 * left in its chain, `kernel` and `lib` never import each other, and the two
 * answers to the most read page, which weights train (`weights`) and which
 * phase dropout is in (`dropout`), do not know of each other.
 */

import { deepEqual } from "node:assert/strict";
import { dirname, join, relative, sep } from "node:path";
import ts from "typescript";

const CHAINS = [
  // deno-fmt-ignore
  ["kernel/time", "kernel/log", "kernel/protocol", "kernel/config", "kernel/wire", "kernel/transport", "kernel/cdp", "kernel/bridge", "kernel/cell", "kernel/language", "kernel/runtime", "kernel/debug", "kernel/comm", "kernel/history", "kernel/handlers", "kernel/dispatch", "kernel/main.ts"],
  // deno-fmt-ignore
  ["kernel/time", "kernel/log", "kernel/protocol", "kernel/config", "kernel/wire", "kernel/transport", "kernel/bridge", "kernel/cell", "kernel/language", "kernel/lab", "kernel/install", "kernel/notebook", "kernel/report", "kernel/convert", "kernel/client", "kernel/run", "kernel/check", "kernel/commands"],
  ["kernel/bridge", "kernel/child"],
  // deno-fmt-ignore
  ["lib/options", "lib/display", "lib/widgets", "lib/backend", "lib/random", "lib/layers", "lib/mends", "lib/weights", "lib/dropout", "lib/train", "lib/data", "lib/models", "lib/experiment", "lib/plot", "lib/mod.ts"],
];

/** Rooms of a folder, in the same sense; the folder's own files come last. */
const ROOMS = [
  ["parse", "rewrite", "emit", "cursor"].map((room) => `kernel/cell/${room}`),
  // deno-fmt-ignore
  ["language", "cells", "output", "stop", "compiled", "show", "jupyter", "platform"].map((room) => `kernel/child/${room}`),
];

/** Pairs that stand in one chain but must not meet. */
const APART = [["lib/weights", "lib/dropout"]];

/** Files that start the parts and so may see all of `kernel`. */
const ENTRIES = ["kernel/thaw.ts"];

const root = join(import.meta.dirname!, "..");

function* sources(folder: string): Generator<string> {
  for (const entry of Deno.readDirSync(join(root, folder))) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory) yield* sources(path);
    else if (/\.tsx?$/.test(entry.name)) yield path;
  }
}

function importsOf(path: string): string[] {
  const text = Deno.readTextFileSync(join(root, path));
  return ts.preProcessFile(text, true, true).importedFiles
    .map((file) => file.fileName)
    .filter((name) => name.startsWith(".") && !name.endsWith(".json"))
    .map((name) =>
      relative(root, join(root, dirname(path), name)).split(sep).join("/")
    );
}

function place(chain: string[], path: string): number {
  return chain.findIndex((part) =>
    path === part || path.startsWith(`${part}/`)
  );
}

function objection(from: string, to: string): string | undefined {
  if (ENTRIES.includes(from)) {
    return to.startsWith("kernel/") ? undefined : "leaves kernel";
  }
  if (from.split("/")[0] !== to.split("/")[0]) return "crosses top folders";
  for (const [left, right] of APART) {
    if (place([left], from) === 0 && place([right], to) === 0) return "apart";
    if (place([right], from) === 0 && place([left], to) === 0) return "apart";
  }
  const shared = CHAINS.filter((chain) => place(chain, from) >= 0);
  if (shared.length === 0) return "is in no chain";
  const allowed = shared.some((chain) =>
    place(chain, to) >= 0 && place(chain, to) <= place(chain, from)
  );
  return allowed ? undefined : "goes right";
}

Deno.test("a file imports only from its own folder or one further left", () => {
  const wrong: string[] = [];
  for (const path of [...sources("kernel"), ...sources("lib")]) {
    for (const target of importsOf(path)) {
      const reason = objection(path, target);
      if (reason) wrong.push(`${path} -> ${target}: ${reason}`);
    }
  }
  deepEqual(wrong, []);
});

Deno.test("a room imports only from itself or from one further left", () => {
  const wrong: string[] = [];
  for (const rooms of ROOMS) {
    const folder = dirname(rooms[0]);
    const floors = [...rooms, folder];
    for (const path of sources(folder)) {
      const inside = importsOf(path).filter((to) => place([folder], to) === 0);
      for (const target of inside) {
        if (place(floors, target) > place(floors, path)) {
          wrong.push(`${path} -> ${target}`);
        }
      }
    }
  }
  deepEqual(wrong, []);
});

/** The files that import each other in a circle, types included. */
function circles(files: string[]): string[][] {
  const imports = new Map(files.map((file) => [file, importsOf(file)]));
  const numbers = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const found: string[][] = [];
  // Tarjan's algorithm.
  const visit = (file: string) => {
    numbers.set(file, numbers.size);
    lowest.set(file, numbers.get(file)!);
    open.push(file);
    for (const target of imports.get(file) ?? []) {
      if (!numbers.has(target)) visit(target);
      const isOpen = open.includes(target);
      if (isOpen && lowest.get(target)! < lowest.get(file)!) {
        lowest.set(file, lowest.get(target)!);
      }
    }
    if (lowest.get(file) !== numbers.get(file)) return;
    const circle = open.splice(open.indexOf(file));
    if (circle.length > 1) found.push(circle.sort());
  };
  for (const file of files) if (!numbers.has(file)) visit(file);
  return found;
}

Deno.test("no files import each other in a circle, types included", () => {
  const files = ["kernel", "lib", "tests"].flatMap((top) => [...sources(top)]);
  deepEqual(circles(files), []);
});

Deno.test("only transport imports zeromq", () => {
  const wrong = [...sources("kernel"), ...sources("lib")].filter((path) =>
    !path.startsWith("kernel/transport/") &&
    /from "zeromq"|import\("zeromq"\)/.test(
      Deno.readTextFileSync(join(root, path)),
    )
  );
  deepEqual(wrong, []);
});
