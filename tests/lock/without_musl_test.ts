import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { withoutMusl } from "./without_musl.ts";

function lock(packages: string[]): string {
  const binary = { integrity: "sha512-", os: ["linux"], cpu: ["x64"] };
  const npm = {
    ...Object.fromEntries(packages.map((name) => [`${name}@1.0.0`, binary])),
    "canvas@1.0.0": { integrity: "sha512-", optionalDependencies: packages },
  };
  return JSON.stringify({ version: "5", npm }, null, 2);
}

Deno.test("withoutMusl() takes packages and their mentions out, and leaves JSON", () => {
  for (
    const [given, expected] of [
      [["a-gnu", "a-musl", "b-musl", "c"], ["a-gnu", "c"]],
      [["a-musl", "a-gnu"], ["a-gnu"]],
      [["a-gnu", "a-musl"], ["a-gnu"]],
    ]
  ) {
    deepStrictEqual(
      JSON.parse(withoutMusl(lock(given))),
      JSON.parse(lock(expected)),
    );
  }
});

Deno.test("the lock file names no binaries for musl; tests/lock/main.ts takes them out", async () => {
  const text = await Deno.readTextFile(
    new URL("../../deno.lock", import.meta.url),
  );
  strictEqual(withoutMusl(text), text);
  deepStrictEqual(
    Object.keys(JSON.parse(text).npm).filter((name) => name.includes("musl")),
    [],
  );
});
