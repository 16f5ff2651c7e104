/**
 * Writes deno.lock anew after an import of deno.json changed. No task: while
 * they disagree, Deno starts none.
 *
 *     deno run -A --no-config tests/lock/main.ts
 *
 * @module
 */

import { join } from "node:path";
import { withoutMusl } from "./without_musl.ts";

const root = join(import.meta.dirname!, "..", "..");

const { code } = await new Deno.Command(Deno.execPath(), {
  args: ["install", "--frozen=false"],
  cwd: root,
}).spawn().status;
if (code !== 0) Deno.exit(code);

const path = join(root, "deno.lock");
await Deno.writeTextFile(path, withoutMusl(await Deno.readTextFile(path)));
