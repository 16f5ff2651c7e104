import { deepStrictEqual } from "node:assert/strict";
import type { Package } from "../../../../kernel/language/project/module_graph.ts";
import { placePackages } from "../../../../kernel/language/project/place_packages.ts";

function packages(
  table: Record<string, string[]>,
): Record<string, Package> {
  return Object.fromEntries(
    Object.entries(table).map(([id, dependencies]) => {
      const at = id.lastIndexOf("@");
      const [name, version] = [id.slice(0, at), id.slice(at + 1)];
      return [id, { name, version, dependencies, localPath: `/cache/${id}` }];
    }),
  );
}

function placed(table: Record<string, string[]>, roots: string[]) {
  return Object.fromEntries(placePackages(packages(table), roots));
}

Deno.test("placePackages() lays packages out flat", () => {
  const table = { "a@1": ["b@1"], "b@1": ["c@1"], "c@1": ["a@1"] };
  deepStrictEqual(placed(table, ["a@1"]), {
    a: "a@1",
    b: "b@1",
    c: "c@1",
  });
});

Deno.test("placePackages() puts another version below who needs it", () => {
  const table = {
    "a@1": ["c@1"],
    "b@1": ["c@2", "d@1"],
    "c@1": [],
    "c@2": ["d@1"],
    "d@1": [],
  };
  deepStrictEqual(placed(table, ["a@1", "b@1"]), {
    a: "a@1",
    c: "c@1",
    b: "b@1",
    "b/node_modules/c": "c@2",
    d: "d@1",
  });
});

Deno.test("placePackages() takes two versions that are both imported", () => {
  const table = { "a@1": [], "a@2": ["b@1"], "b@1": [] };
  deepStrictEqual(placed(table, ["a@1", "a@2"]), {
    a: "a@1",
    ".a@2/node_modules/a": "a@2",
    b: "b@1",
  });
});

Deno.test("placePackages() has Node's types once", () => {
  const table = {
    "@types/node@1": [],
    "a@1": ["@types/node@2"],
    "@types/node@2": [],
  };
  deepStrictEqual(placed(table, ["@types/node@1", "a@1"]), {
    "@types/node": "@types/node@1",
    a: "a@1",
  });
});

Deno.test("placePackages() leaves placed what it placed before", () => {
  const table = { "a@1": ["c@1"], "b@1": ["c@2"], "c@1": [], "c@2": [] };
  const before = placed(table, ["a@1"]);
  const after = placed(table, ["a@1", "b@1"]);
  for (const [path, id] of Object.entries(before)) {
    deepStrictEqual(after[path], id);
  }
});
