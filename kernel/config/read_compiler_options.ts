/**
 * What the configuration near a notebook says of how to compile its cells.
 *
 * @module
 */

import { basename, dirname, join } from "node:path";
import type { CompilerOptions } from "./compiler_options.ts";
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
 */
export function allCompilerOptions(path: string): Config {
  const folder = dirname(path);
  const workspace = workspaceAbove(folder);
  const own = readJsonFile(path);
  return {
    ...(workspace ? optionsOf(readJsonFile(workspace)) : {}),
    ...own.compilerOptions === undefined
      ? tsconfigOptions(join(folder, "tsconfig.json"))
      : optionsOf(own),
  };
}

/**
 * Those of them that change what cells compile to.
 *
 * @param path As above.
 */
export function readCompilerOptions(path: string): CompilerOptions {
  const options = allCompilerOptions(path);
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

/** Options of a `tsconfig.json`, and of the files that it extends. */
function tsconfigOptions(path: string, depth = 0): Config {
  const config = readJsonFile(path);
  if (depth > EXTENSIONS) return {};
  const bases = [config.extends ?? []].flat().filter((base) =>
    typeof base === "string" && base.startsWith(".")
  ) as string[];
  const options: Config = {};
  for (const base of bases) {
    const file = join(dirname(path), base);
    const named = basename(file).endsWith(".json") ? file : `${file}.json`;
    Object.assign(options, tsconfigOptions(named, depth + 1));
  }
  return { ...options, ...optionsOf(config) };
}

function optionsOf(config: Config): Config {
  const options = config.compilerOptions;
  return options !== null && typeof options === "object"
    ? options as Config
    : {};
}
