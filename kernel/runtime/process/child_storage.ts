/**
 * What cells of a restricted kernel store in the browser's manner:
 * `localStorage`, `caches` and `Deno.openKv()` without a path need no
 * permission, and Deno keeps them for all programs of a folder.
 *
 * A location that no other child has gives each child a store of its own, which
 * is removed when the child has ended.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { join } from "node:path";

export class ChildStorage {
  readonly flags: string[];
  #origin: string;

  constructor() {
    this.#origin = `http://${crypto.randomUUID()}.invalid`;
    this.flags = [`--location=${this.#origin}/`];
  }

  /** @param denoDir Where Deno keeps its cache. */
  async remove(denoDir: string) {
    const name = createHash("sha256").update(this.#origin).digest("hex");
    const folder = join(denoDir, "location_data", name);
    await Deno.remove(folder, { recursive: true }).catch(() => {
      // Cells have stored nothing.
    });
  }
}
