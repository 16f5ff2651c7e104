import { strictEqual } from "node:assert/strict";
import { join } from "node:path";
import {
  cacheFolder,
  isOffline,
} from "../../../../lib/data/download/cache_folder.ts";

/** Runs `use` with these variables, and puts back what was there. */
function withVariables(
  variables: Record<string, string | undefined>,
  use: () => void,
): void {
  const set = (name: string, value: string | undefined) =>
    value === undefined ? Deno.env.delete(name) : Deno.env.set(name, value);
  const before = Object.keys(variables).map((name) =>
    [name, Deno.env.get(name)] as const
  );
  try {
    for (const [name, value] of Object.entries(variables)) set(name, value);
    use();
  } finally {
    for (const [name, value] of before) set(name, value);
  }
}

Deno.test("cacheFolder() is what THAW_CACHE says", () => {
  withVariables({ THAW_CACHE: "/some/where" }, () => {
    strictEqual(cacheFolder(), "/some/where");
  });
});

Deno.test({
  name: "cacheFolder() is where Linux keeps caches",
  ignore: Deno.build.os !== "linux",
  fn() {
    const unset = { THAW_CACHE: undefined };
    withVariables({ ...unset, XDG_CACHE_HOME: "/x", HOME: "/h" }, () => {
      strictEqual(cacheFolder(), join("/x", "thaw"));
    });
    withVariables({ ...unset, XDG_CACHE_HOME: undefined, HOME: "/h" }, () => {
      strictEqual(cacheFolder(), join("/h", ".cache", "thaw"));
    });
    withVariables(
      { ...unset, XDG_CACHE_HOME: undefined, HOME: undefined },
      () => strictEqual(cacheFolder(), undefined),
    );
  },
});

Deno.test("isOffline() is true if THAW_OFFLINE is set and not 0", () => {
  for (const value of [undefined, "", "0", "1", "true"]) {
    withVariables({ THAW_OFFLINE: value }, () => {
      strictEqual(isOffline(), value === "1" || value === "true");
    });
  }
});
