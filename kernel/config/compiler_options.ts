/**
 * Those `compilerOptions` of a project that change what a cell compiles to, as
 * far as Deno heeds them in files: fields, for one, are always defined.
 *
 * @module
 */

import type { JsxOptions } from "./jsx_options.ts";

export interface CompilerOptions {
  jsx: JsxOptions;
  /** TypeScript's own decorators of old, in place of the language's. */
  experimentalDecorators: boolean;
  /** Types of decorated members by `Reflect.metadata`. */
  emitDecoratorMetadata: boolean;
  /** An import that is not marked as one of types needs a value. */
  verbatimModuleSyntax: boolean;
}

/** The options of a project that sets none. */
export const DEFAULT_OPTIONS: CompilerOptions = {
  jsx: {},
  experimentalDecorators: false,
  emitDecoratorMetadata: false,
  verbatimModuleSyntax: false,
};
