/**
 * This checkout, and its configuration, which holds where a notebook's folder
 * has none.
 *
 * @module
 */

import { join } from "node:path";

export const CHECKOUT = join(import.meta.dirname!, "..", "..");

export const OWN_CONFIG = join(CHECKOUT, "deno.json");
/** With its lock file, as children are told of it. */
export const FALLBACK = {
  config: OWN_CONFIG,
  lock: join(CHECKOUT, "deno.lock"),
};
