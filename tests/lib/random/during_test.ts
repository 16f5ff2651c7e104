import { deepStrictEqual, rejects, throws } from "node:assert/strict";
import { during } from "../../../lib/random/during.ts";

Deno.test("during() restores after a return, a throw, a promise and a rejection", async () => {
  let restored = 0;
  const restore = () => restored++;
  const counts: number[] = [];
  during(restore, () => counts.push(restored));
  throws(() =>
    during(restore, () => {
      throw new Error("no");
    })
  );
  await during(restore, async () => {
    await Promise.resolve();
    counts.push(restored);
  });
  await rejects(during(restore, () => Promise.reject(new Error("no"))));
  deepStrictEqual([...counts, restored], [0, 2, 4]);
});

Deno.test("during() restores when the cell is stopped and its promise never settles", () => {
  let restored = 0;
  during(() => restored++, () => new Promise(() => {}));
  globalThis.dispatchEvent(new Event("interrupted"));
  globalThis.dispatchEvent(new Event("interrupted"));
  deepStrictEqual(restored, 1);
});
