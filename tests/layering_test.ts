/**
 * Imports go one way: a file imports from its own folder or from one further
 * left in its chain, `kernel` and `lib` never import each other, and the two
 * answers to the most read page, which weights train (`weights`) and which
 * phase dropout is in (`dropout`), do not know of each other.
 */

import { deepStrictEqual } from "node:assert/strict";
import { dirname, join } from "node:path";
import {
  CHAINS,
  importsOf,
  loadedBefore,
  place,
  ROOMS,
  root,
  sources,
} from "./layering.ts";

/** Pairs that stand in one chain but must not meet. */
const APART = [["lib/weights", "lib/dropout"]];

/** Files that start the parts and so may see all of `kernel`. */
const ENTRIES = ["kernel/thaw.ts"];

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
  deepStrictEqual(wrong, []);
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
  deepStrictEqual(wrong, []);
});

Deno.test("lib/mod.ts lists folders in the order of imports, and files by path", () => {
  const folders = CHAINS.at(-1)!;
  const listed = importsOf("lib/mod.ts");
  const sorted = listed.toSorted((a, b) =>
    place(folders, a) - place(folders, b) || (a < b ? -1 : 1)
  );
  deepStrictEqual(listed, sorted);
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
  deepStrictEqual(circles(files), []);
});

Deno.test("only transport imports zeromq", () => {
  const wrong = [...sources("kernel"), ...sources("lib")].filter((path) =>
    !path.startsWith("kernel/transport/") &&
    /from "zeromq"|import\("zeromq"\)/.test(
      Deno.readTextFileSync(join(root, path)),
    )
  );
  deepStrictEqual(wrong, []);
});

Deno.test("TypeScript is loaded in one place, which has Deno read it once", () => {
  const wrong = [...sources("kernel")].filter((path) =>
    path !== "kernel/system/typescript.d.ts" &&
    /(?:from|import\()\s*"typescript"/.test(
      Deno.readTextFileSync(join(root, path)),
    )
  );
  deepStrictEqual(wrong, []);
});

/** What the first cell needs later than the kernel's first answer, or never. */
const LATE =
  /^kernel\/(cell\/mod|language\/(engine|server)|handlers\/(complete|inspect)_request)\.ts$/;

Deno.test("a kernel answers before it loads packages and what only Tab needs", () => {
  const loaded = [...loadedBefore("kernel/main.ts")];
  const foreign = loaded.filter((name) => !/^(kernel\/|node:)/.test(name));
  deepStrictEqual(foreign, ["deno.json"]);
  deepStrictEqual(loaded.filter((name) => LATE.test(name)), []);
});

Deno.test("no cell without types waits for the package that takes types out", () => {
  const packages = [...loadedBefore("kernel/cell/mod.ts")]
    .filter((name) => !/^(kernel\/|node:)/.test(name));
  deepStrictEqual(packages, []);
});

Deno.test("a kernel of thaw run starts no language server, which nobody would ask", () => {
  const loaded = [...loadedBefore("kernel/client/hosted_kernel.ts")];
  deepStrictEqual(
    loaded.filter((name) => /^kernel\/language\/.*(service|engine)/.test(name)),
    [],
  );
});
