/**
 * What the configuration near a notebook says of how to compile its cells.
 *
 * @module
 */

import { basename, dirname, join } from "node:path";
import ts from "typescript";
import type { CompilerOptions } from "./compiler_options.ts";

type Config = Record<string, unknown>;

/** Ways to compile JSX in which elements are made by a module. */
const AUTOMATIC = ["react-jsx", "react-jsxdev", "precompile", "preserve"];

/** How many configurations are followed that extend each other. */
const EXTENSIONS = 8;

/**
 * The `compilerOptions` of a project as Deno merges them: those of the
 * workspace that it is a member of, its `tsconfig.json`, then its own
 * configuration.
 *
 * @param path Its `deno.json`, `deno.jsonc` or `package.json`.
 */
export function readCompilerOptions(path: string): CompilerOptions {
  const folder = dirname(path);
  const options = {
    ...optionsOf(workspaceAbove(folder)),
    ...tsconfigOptions(join(folder, "tsconfig.json")),
    ...optionsOf(readConfig(path)),
  };
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

/** The configuration of the nearest workspace above a folder. */
function workspaceAbove(folder: string): Config | undefined {
  for (let here = dirname(folder), below = folder; here !== below;) {
    for (const name of ["deno.json", "deno.jsonc", "package.json"]) {
      const config = readConfig(join(here, name));
      if (config?.workspace ?? config?.workspaces) return config;
    }
    below = here;
    here = dirname(here);
  }
  return undefined;
}

/** Options of a `tsconfig.json`, and of the files that it extends. */
function tsconfigOptions(path: string, depth = 0): Config {
  const config = readConfig(path);
  if (!config || depth > EXTENSIONS) return {};
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

function optionsOf(config: Config | undefined): Config {
  return (config?.compilerOptions ?? {}) as Config;
}

function readConfig(path: string): Config | undefined {
  return ts.readConfigFile(path, (path) => {
    try {
      return Deno.readTextFileSync(path);
    } catch {
      return undefined;
    }
  }).config;
}
