/**
 * Which versions a config gives the packages that code imports.
 *
 * @module
 */

import ts from "../system/typescript.js";

/**
 * Versions by the name that the code imports, as far as the config pins them.
 *
 * @param config Text of a `deno.json` or `deno.jsonc`.
 * @param sources Code in TypeScript.
 */
export function pinnedPackages(
  config: string,
  sources: string[],
): Record<string, string> {
  const { imports = {} } =
    ts.parseConfigFileTextToJson("deno.json", config).config ?? {};
  const names = sources.flatMap((source) =>
    ts.preProcessFile(source, true, true).importedFiles
      .map(({ fileName }) => fileName)
  );
  const pins: Record<string, string> = {};
  for (const name of names.sort()) {
    const version = /^npm:\/?@?[^@]+@([^/]+)/.exec(imports[name])?.[1];
    if (version !== undefined) pins[name] = version;
  }
  return pins;
}
