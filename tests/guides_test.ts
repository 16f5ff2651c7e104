/** The guides name files that exist, and are short. */

import { deepStrictEqual, ok } from "node:assert/strict";
import { dirname, join } from "node:path";
import { root } from "./layering.ts";

/** The guides that lie in folders of `kernel` and `lib`. */
function folderGuides(folder: string): string[] {
  return [...Deno.readDirSync(join(root, folder))].flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory) return folderGuides(path);
    return entry.name === "README.md" ? [path] : [];
  });
}

const GUIDES = [...folderGuides("kernel"), ...folderGuides("lib")];

function exists(path: string): boolean {
  try {
    Deno.statSync(join(root, path));
    return true;
  } catch {
    return false;
  }
}

/** Paths that a guide names and that do not exist in any of the folders. */
function missingPaths(guide: string, folders: string[]): string[] {
  const text = Deno.readTextFileSync(join(root, guide));
  const spans = [...text.matchAll(/`([^`]+)`/g)].map(([, span]) => span);
  return spans.flatMap((span) => span.split(/\s/))
    .filter((word) => /^[\w.-]+\/[\w./-]*$/.test(word))
    .filter((path) => {
      const places = folders.map((folder) => join(folder, path));
      return !places.some((place) => exists(place) || exists(`${place}.ts`));
    });
}

/** Packages, data and placeholders that guides name, which look like paths. */
const OTHERS = [
  /^thaw\//,
  /\.npz$/,
  /^\.venv\//,
  /^out\//,
  /\bNAME\b/,
  /^node_modules\//,
];

for (const guide of ["CONTRIBUTING.md", "tests/README.md", ...GUIDES]) {
  Deno.test(`${guide} names files that exist`, () => {
    const folder = dirname(guide);
    const folders = [folder, join(folder, ".."), "."];
    const missing = missingPaths(guide, folders)
      .filter((path) => !OTHERS.some((other) => other.test(path)));
    deepStrictEqual(missing, []);
  });
}

for (const guide of GUIDES) {
  Deno.test(`${guide} leads to files that are there`, () => {
    const text = Deno.readTextFileSync(join(root, guide));
    const named = text.split("\n").filter((line) => line.startsWith("|"))
      .flatMap((line) => [...line.matchAll(/`(\w+\.(?:ts|py|txt))`/g)])
      .map(([, name]) => name);
    // In an index of folders, somewhere below.
    const below = [...Deno.readDirSync(join(root, dirname(guide)))]
      .filter((entry) => entry.isDirectory).map(({ name }) => name);
    const missing = named.filter((name) =>
      !["", ...below].some((room) => exists(join(dirname(guide), room, name)))
    );
    deepStrictEqual(missing, []);
  });
}

for (const guide of ["ARCHITECTURE.md", ...GUIDES]) {
  Deno.test(`${guide} has no bullet of more than 60 words`, () => {
    const text = Deno.readTextFileSync(join(root, guide));
    const bullets = text.split("\n\n").flatMap((part) =>
      part.split(/^- /m).slice(1)
    );
    const long = bullets.filter((bullet) => bullet.split(/\s+/).length > 61);
    deepStrictEqual(long, []);
  });
}

Deno.test("the guide of a folder is a page at most", () => {
  const indexes = ["kernel/README.md", "lib/README.md"];
  for (const guide of GUIDES.filter((path) => !indexes.includes(path))) {
    const lines = Deno.readTextFileSync(join(root, guide)).split("\n").length;
    ok(lines <= 60, `${guide} has ${lines} lines`);
  }
});
