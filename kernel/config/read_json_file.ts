/** A deno.json, package.json or tsconfig.json as it stands. */

import ts from "typescript";

/** Nothing where it is no JSON, or not there: that is Deno's to complain of. */
export function readJsonFile(path: string): Record<string, unknown> {
  const { config } = ts.readConfigFile(path, (path) => {
    try {
      return Deno.readTextFileSync(path);
    } catch {
      return undefined;
    }
  });
  return config ?? {};
}
