/**
 * What the nearest `deno.json` says of JSX.
 *
 * @module
 */

import ts from "typescript";
import type { JsxOptions } from "./jsx_options.ts";

/** Ways to compile JSX in which elements are made by a module. */
const AUTOMATIC = ["react-jsx", "react-jsxdev", "precompile"];

/** The JSX options among `compilerOptions`; those of React if there are none. */
export function readJsxOptions(path: string): JsxOptions {
  const { config } = ts.readConfigFile(path, (path) => {
    try {
      return Deno.readTextFileSync(path);
    } catch {
      return undefined;
    }
  });
  const { jsx, jsxImportSource, jsxFactory, jsxFragmentFactory } =
    config?.compilerOptions ?? {};
  return {
    importSource: AUTOMATIC.includes(jsx)
      ? jsxImportSource ?? "react"
      : undefined,
    factory: jsxFactory,
    fragmentFactory: jsxFragmentFactory,
  };
}
