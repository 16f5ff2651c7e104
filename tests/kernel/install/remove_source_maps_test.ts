import { deepStrictEqual } from "node:assert/strict";
import { dirname, join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { removeSourceMaps } from "../../../kernel/install/remove_source_maps.ts";

/** A cache of packages, and what is left in it, sorted. */
async function left(host: string, files: string[]): Promise<string[]> {
  const top = await Deno.makeTempDir();
  const packages = join(top, ...host.split("/"));
  const paths = files.map((file) => join(packages, "@tensorflow", file));
  try {
    for (const path of paths) {
      await Deno.mkdir(dirname(path), { recursive: true });
      await Deno.writeTextFile(path, "");
    }
    await removeSourceMaps(`${pathToFileURL(paths[0])}`);
    return paths.filter(isThere).map((path) =>
      relative(join(packages, "@tensorflow"), path).replaceAll("\\", "/")
    ).sort();
  } finally {
    await Deno.remove(top, { recursive: true });
  }
}

function isThere(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

const FILES = [
  "tfjs/4.22.0/dist/tf.node.js",
  "tfjs/4.22.0/dist/tf.js.map",
  "tfjs/4.22.0/dist/tools/cli.js.map",
  "tfjs-core/4.22.0/dist/tf-core.node.js",
  "tfjs-core/4.22.0/dist/ops/add.js.map",
  "tfjs-core/4.22.0/src/map.ts",
  "tfjs-core/4.21.0/dist/index.js.map",
  "tfjs-data/4.21.0/dist/index.js.map",
];

Deno.test("removeSourceMaps() removes them in one version, and nothing else", async () => {
  deepStrictEqual(await left("npm/registry.example", FILES), [
    "tfjs-core/4.21.0/dist/index.js.map",
    "tfjs-core/4.22.0/dist/tf-core.node.js",
    "tfjs-core/4.22.0/src/map.ts",
    "tfjs-data/4.21.0/dist/index.js.map",
    "tfjs/4.22.0/dist/tf.node.js",
  ]);
});

Deno.test("removeSourceMaps() leaves a folder node_modules alone", async () => {
  deepStrictEqual(
    await left("project/node_modules", FILES),
    FILES.toSorted(),
  );
});
