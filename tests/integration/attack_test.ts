/** The attacks of `deno task attack`, at a small size and with a fixed seed. */

import { ok } from "node:assert/strict";
import { ATTACKS } from "../attack/attacks.ts";

for (const { name, tries, run } of ATTACKS) {
  Deno.test(`attack: ${name}`, async () => {
    const figures = await run({ seed: 1, tries: tries.small });
    const sum = Object.values(figures).reduce((sum, count) => sum + count, 0);
    ok(sum >= tries.small, JSON.stringify(figures));
  });
}
