/**
 * What JSX in a cell stands for.
 *
 * @module
 */

/**
 * As `compilerOptions` of a deno.json. With `importSource`, elements are made
 * by its `/jsx-runtime`; else by `factory`, `React.createElement` unless
 * given, as in Deno.
 */
export interface JsxOptions {
  importSource?: string;
  factory?: string;
  fragmentFactory?: string;
}

const PRAGMA = /@jsx(ImportSource|Frag|Runtime)?\s+(\S+)/g;

/** The options a cell has, by its leading comments first: `@jsxImportSource npm:preact`. */
export function jsxOptions(
  source: string,
  defaults: JsxOptions = {},
): JsxOptions {
  const [comments] = /^(?:\s|\/\/.*|\/\*[^]*?\*\/)*/.exec(source)!;
  let { importSource, factory, fragmentFactory } = defaults;
  for (const [, kind, value] of comments.matchAll(PRAGMA)) {
    if (kind === "ImportSource") importSource = value;
    else if (kind === "Frag") fragmentFactory = value;
    else if (kind === "Runtime") {
      importSource = value === "classic" ? undefined : importSource ?? "react";
    } else {
      factory = value;
      importSource = undefined;
    }
  }
  return { importSource, factory, fragmentFactory };
}
