import { deepStrictEqual } from "node:assert/strict";
import { type Release, releaseFaults } from "./release_faults.ts";

const GOOD: Release = {
  version: "1.2.0",
  changelog: `# Changelog

## Unreleased

## 1.2.0 (2026-11-29)

- Something new.

## 1.1.0 (2026-10-01)

- Something old.
`,
  tagsHere: ["v1.2.0"],
  tags: ["v1.1.0", "v1.2.0"],
  changed: [],
};

const CASES: [what: string, change: Partial<Release>, faults: string[]][] = [
  ["nothing is wrong", {}, []],
  [
    "lines are unreleased",
    { changelog: GOOD.changelog.replace("Unreleased\n", "Unreleased\n\n- A") },
    ["CHANGELOG.md has lines under Unreleased: move them to 1.2.0"],
  ],
  [
    "the version was not raised",
    { version: "1.1.0" },
    [
      "CHANGELOG.md's latest version is 1.2.0, deno.json's 1.1.0",
      "The tag v1.1.0 is at another commit",
    ],
  ],
  [
    "the section has no date",
    { changelog: GOOD.changelog.replace(" (2026-11-29)", "") },
    ['After Unreleased CHANGELOG.md has "1.2.0", not "1.2.0 (YYYY-MM-DD)"'],
  ],
  [
    "there is no tag",
    { tags: [], tagsHere: [] },
    ["There is no tag v1.2.0: git tag -a v1.2.0 -m 1.2.0"],
  ],
  ["a file is changed", { changed: ["a.ts"] }, ["Not committed: a.ts"]],
];

for (const [what, change, faults] of CASES) {
  Deno.test(`releaseFaults() when ${what}`, () => {
    deepStrictEqual(releaseFaults({ ...GOOD, ...change }), faults);
  });
}
