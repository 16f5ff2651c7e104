/**
 * What the configuration near a notebook says of how to compile its cells.
 *
 * @module
 */

import { basename, dirname, join } from "node:path";
import type { CompilerOptions } from "./compiler_options.ts";
import { coveredPaths, isCovered } from "./covered_paths.ts";
import { readJsonFile } from "./read_json_file.ts";
import { workspaceAbove } from "./workspace.ts";

type Config = Record<string, unknown>;

/** Ways to compile JSX in which elements are made by a module. */
const AUTOMATIC = ["react-jsx", "react-jsxdev", "precompile", "preserve"];

/** How many configurations are followed that extend each other. */
const EXTENSIONS = 8;

/**
 * The `compilerOptions` of a project as Deno merges them: those of the
 * workspace that it is a member of, then its own configuration's, or those of
 * its `tsconfig.json` if that has none.
 *
 * @param path Its `deno.json`, `deno.jsonc` or `package.json`.
 * @param notebooks The notebook's folder, if another one: a `tsconfig.json` may
 *   be about other folders only.
 */
export function allCompilerOptions(
  path: string,
  notebooks = dirname(path),
): Config {
  const folder = dirname(path);
  const workspace = workspaceAbove(folder);
  const own = readJsonFile(path);
  return {
    ...(workspace ? optionsOf(readJsonFile(workspace)) : {}),
    ...own.compilerOptions === undefined
      ? tsconfigOptions(join(folder, "tsconfig.json"), notebooks)
      : optionsOf(own),
  };
}

/**
 * Those of them that change what cells compile to.
 *
 * @param path As above.
 * @param notebooks As above.
 */
export function readCompilerOptions(
  path: string,
  notebooks?: string,
): CompilerOptions {
  const options = allCompilerOptions(path, notebooks);
  const { jsx, jsxImportSource, jsxFactory, jsxFragmentFactory } =
    options as Record<string, string | undefined>;
  const experimentalDecorators = options.experimentalDecorators === true;
  return {
    jsx: {
      importSource: AUTOMATIC.includes(jsx!)
        ? jsxImportSource ?? "react"
        : undefined,
      factory: jsxFactory,
      fragmentFactory: jsxFragmentFactory,
    },
    experimentalDecorators,
    emitDecoratorMetadata: experimentalDecorators &&
      options.emitDecoratorMetadata === true,
    verbatimModuleSyntax: options.verbatimModuleSyntax === true,
  };
}

/** Options of a `tsconfig.json`, if it is about notebooks of a folder. */
function tsconfigOptions(path: string, notebooks: string): Config {
  const config = extendedConfig(path);
  return isCovered(notebooks, config) ? optionsOf(config) : {};
}

/** A `tsconfig.json` with what it takes from those that it extends. */
function extendedConfig(path: string, depth = 0): Config {
  const config = readJsonFile(path);
  if (depth > EXTENSIONS) return {};
  const bases = [config.extends ?? []].flat().filter((base) =>
    typeof base === "string" && base.startsWith(".")
  ) as string[];
  const folder = dirname(path);
  const whole: Config = {};
  const options: Config = {};
  for (const base of bases) {
    const file = join(folder, base);
    const named = basename(file).endsWith(".json") ? file : `${file}.json`;
    const extended = extendedConfig(named, depth + 1);
    Object.assign(whole, extended);
    Object.assign(options, optionsOf(extended));
  }
  Object.assign(whole, coveredPaths(config, folder));
  return { ...whole, compilerOptions: { ...options, ...optionsOf(config) } };
}

function optionsOf(config: Config): Config {
  const options = config.compilerOptions;
  return options !== null && typeof options === "object"
    ? options as Config
    : {};
}
