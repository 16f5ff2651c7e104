import {
  deepStrictEqual,
  ok,
  rejects,
  strictEqual,
  throws,
} from "node:assert/strict";
import type { MimeBundle } from "../../../lib/display/mime_bundle.ts";
import { Table } from "../../../lib/display/table.ts";
import { Claims } from "../../../lib/experiment/claims.ts";
import { Share } from "../../../lib/experiment/share.ts";

/** What stands on a page where each id has one place. */
function page() {
  const places = new Map<string, MimeBundle>();
  const screen = (bundle: MimeBundle, id: string) =>
    void places.set(id, bundle);
  const text = () =>
    [...places.values()].map((bundle) => String(bundle["text/plain"]));
  const html = () => [...places.values()].map((it) => String(it["text/html"]));
  return { screen, text, html };
}

const CLAIMS = {
  drops: ["It drops <a fifth>", "How many", "holds"],
  better: ["It is better", "Trainings", "not seen", "trainings"],
} as const;

Deno.test("Claims fill the table at the top while they are judged", async () => {
  const { screen, text, html } = page();
  const claims = new Claims(CLAIMS, screen);
  await claims.show();
  strictEqual(text()[0], "(measured below)");
  const share = new Share(200, 1000);
  await claims.judge("drops", "20 %", [share, {
    near: 0.2,
    by: 0.05,
  }]);
  strictEqual(claims.says("drops"), "holds");
  strictEqual(claims.says("better"), undefined);
  await claims.judge("better", "0 ± 1 points", [{ low: -1, high: 1 }, {
    above: 0,
  }]);
  await claims.finish(new Table(["a"], [[1]]));
  const [picture, table, ...verdicts] = text();
  strictEqual(picture, "a\n-\n1");
  ok(/It drops <a fifth> +holds +20 % +How many/.test(table), table);
  ok(/It is better +not seen/.test(table), table);
  deepStrictEqual(verdicts, [
    "verdict | It drops <a fifth> | holds | 20 %",
    "verdict | It is better | not seen | 0 ± 1 points",
  ]);
  ok(html()[1].includes("It drops &lt;a fifth&gt;"));
  ok(html()[1].includes('<a href="#How-many">How many</a>'));
});

Deno.test("Claims.finish() throws on what the text says otherwise, and on what was not judged", async () => {
  const { screen } = page();
  const claims = new Claims(CLAIMS, screen);
  await claims.judge("drops", "0 %", [0, { above: 0.1 }]);
  await rejects(claims.finish(), {
    message: '"It drops <a fifth>" came out "does not hold" (0 %), the text ' +
      'says "holds"; "It is better" was not judged',
  });
  await claims.judge("drops", "20 %", [0.2, { above: 0.1 }]);
  await claims.finish(undefined, { trainings: false });
  await rejects(
    claims.finish(undefined, { training: false } as never),
    /no option training; did you mean trainings/,
  );
});

Deno.test("Claims.judge() puts parts together and refuses unknown claims", async () => {
  const { screen } = page();
  const claims = new Claims(CLAIMS, screen);
  const parts = [[1, { equals: 1 }], [4, { equals: 1 }]] as const;
  await claims.judge("drops", "1 and 4", ...parts);
  strictEqual(claims.says("drops"), "holds with conditions");
  await rejects(
    claims.judge("drop" as "drops", "1", [1, { above: 0 }]),
    /"drop" is not known; did you mean "drops"/,
  );
  await rejects(claims.judge("drops", "1"), /nothing to judge by/);
  const says = "maybe" as "holds";
  throws(
    () => new Claims({ a: ["A", "B", says] }),
    /a says "maybe"/,
  );
});
