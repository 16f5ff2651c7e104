/** What a completion costs in a long notebook. */

import { ok, strictEqual } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { descendants } from "../../../kernel/runtime/process/descendants.ts";
import { LanguageService } from "../../../kernel/language/language_service.ts";
import { linuxProcess } from "../../../kernel/system/processes.ts";

const path = (name: string) =>
  fileURLToPath(new URL(`../../../${name}`, import.meta.url));
const fallback = { config: path("deno.json"), lock: path("deno.lock") };

const ASKED = ["record.", "f5(1).", "Math.", "const s: { a: 1 } = null!; s."];
const ROUNDS = 10;

/** The server's processor time for a number of completions, in ticks. */
async function costWith(cells: number): Promise<number> {
  const folder = await Deno.makeTempDir({ prefix: "thaw-many-" });
  const deno = Deno.env.get("DENO_DIR") ??
    `${Deno.env.get("HOME")}/.cache/deno`;
  const caches = { thaw: folder, deno };
  const service = new LanguageService({ folder, fallback, caches });
  service.ran("const record = { plain: 1 }", 1);
  const checks: Promise<unknown>[] = [];
  for (let at = 0; at < cells; at++) {
    // Checks of cells wait until nobody asks: one costs more than an answer.
    const code = `function f${at}(a: number) { return { a, b: record } }`;
    checks.push(service.check(code, at));
  }
  // Until it has read them all.
  while ((await service.complete("record.", 7)).length === 0);
  const { pid } = descendants(Deno.pid).find(({ name }) => name === "tsc")!;
  const before = linuxProcess(pid)!.cpuTicks;
  for (let round = 0; round < ROUNDS; round++) {
    for (const code of ASKED) {
      const found = await service.complete(code, code.length);
      ok(found.length > 0, code);
    }
  }
  const cost = linuxProcess(pid)!.cpuTicks - before;
  // Checks of cells that are forgotten are given up: other cells take the names
  // of their files.
  service.forget();
  strictEqual((await Promise.all(checks)).at(-1), undefined);
  await service.close();
  await Deno.remove(folder, { recursive: true });
  return cost;
}

Deno.test({
  name:
    "a completion after a thousand cells takes less than 50 ms of processor",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const ticks = await costWith(1000);
    // A tick is 10 ms. Seen were 15 ms, and 5 ms after ten cells.
    const each = 10 * ticks / (ROUNDS * ASKED.length);
    ok(each < 50, `${each} ms`);
  },
});
