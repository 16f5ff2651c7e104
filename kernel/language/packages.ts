/**
 * What the language service reads from packages without importing it: named
 * here so that Deno fetches it with all the rest.
 *
 * @module
 */

import "typescript-server/package.json" with { type: "json" };
import "node-types/package.json" with { type: "json" };
