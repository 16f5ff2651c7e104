/**
 * What a value looks like in a notebook: one representation per MIME type.
 *
 * The symbol is Jupyter's as Deno 2.9 reads it (`Deno.jupyter.$display`), so a
 * value that carries it is shown by Thaw, by `deno jupyter` and by nothing
 * else: under plain `deno run` it is an ordinary method.
 *
 * @module
 */

/** Key of the method that gives a value's {@link MimeBundle}. */
export const DISPLAY: unique symbol = Symbol.for("Jupyter.display");

/** Key of the method that `console.log` calls in Deno. */
export const INSPECT: unique symbol = Symbol.for("Deno.customInspect");

/**
 * Representations of one value, richest first; a front end takes the best it
 * knows. Binary types hold base64, JSON types hold an object.
 */
export type MimeBundle = Record<string, string | object>;

/** A value that a notebook can show. */
export interface Displayable {
  [DISPLAY](): MimeBundle | Promise<MimeBundle>;
}
