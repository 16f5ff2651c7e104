/** What README and the library print as examples runs as it is printed. */

import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { TestRuntime } from "../harness/test_runtime.ts";

const [readme, comms] = ["README.md", "kernel/comm/README.md"].map((name) =>
  Deno.readTextFileSync(new URL(`../../${name}`, import.meta.url))
);

const CELLS = [readme, comms].flatMap((text) =>
  [...text.matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code)
);

/** What a cell takes for granted, by a text in it. */
const GIVEN: Record<string, string> = {
  "thaw.setRandomSeed(1)": `
    const base = tf.sequential({ name: "base", layers: [
      tf.layers.dense({ units: 4, inputShape: [3] }),
      thaw.dropout({ rate: 0.5 }),
    ] });
    const head = tf.layers.dense({ units: 1, name: "head" });
    var model = tf.sequential({ layers: [base, head] });
    model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
    var x = tf.ones([8, 3]);
    var y = tf.ones([8, 1]);`,
  "earlyStopping: {": "unfreeze(model);",
  // "any" must not try to download in a test.
  "loadImdb(": `Deno.env.set("THAW_OFFLINE", "1")`,
  "repeatTrainings({": `
    const train = (variant, seed) => ({
      accuracy: 90 + seed / 10 + (variant === "dropout" ? 1 : 0),
    });`,
};

/** Texts of cells that need files of 90 MB or more, which no test fetches. */
const NOT_RUN = ['weights: "imagenet"'];

/** What the text below README's first cell promises of it. */
function dropsInTrainingOnly(printed: string): void {
  const [training, prediction] = printed.match(/\[\[[^\]]*\]/g)!;
  match(training, /\b0\b/);
  match(training, /\b2\b/);
  match(prediction, /^\[\[1(, 1){9}\]$/);
}

Deno.test("README's cells run as they are printed, one after the other", async (t) => {
  const folder = await Deno.makeTempDir();
  await using runtime = new TestRuntime(folder);
  await runtime.run('import { unfreeze } from "thaw";');
  await runtime.run('import * as thaw from "thaw";');
  for (const code of CELLS) {
    if (NOT_RUN.some((text) => code.includes(text))) continue;
    await t.step(code.split("\n", 1)[0], async () => {
      for (const [text, given] of Object.entries(GIVEN)) {
        if (!code.includes(text)) continue;
        strictEqual((await runtime.start(given).outcome).status, "ok", given);
      }
      const cell = runtime.start(code);
      const outcome = await cell.outcome;
      if (outcome.status === "error") {
        const { ename, evalue } = outcome.error;
        throw new Error(`${ename}: ${evalue}\n${code}`);
      }
      if (code === CELLS[0]) dropsInTrainingOnly(cell.stdout);
    });
  }
  await Deno.remove(folder, { recursive: true });
});

/** The library's examples, by where they stand. */
function libraryExamples(folder = new URL("../../lib/", import.meta.url)) {
  return [...Deno.readDirSync(folder)].flatMap(
    ({ name, isDirectory }): [place: string, code: string][] => {
      if (isDirectory) return libraryExamples(new URL(`${name}/`, folder));
      const text = Deno.readTextFileSync(new URL(name, folder));
      // Those without the word `deno test --doc` runs.
      return [...text.matchAll(/^ *\* ```ts ignore\n(.*?)^ *\* ```$/gms)]
        .map(([, code]) => [name, code.replace(/^ *\* ?/gm, "")]);
    },
  );
}

Deno.test("the library's examples run as cells, as they are printed", async (t) => {
  const examples = libraryExamples();
  ok(examples.length >= 15, `${examples.length}`);
  const folder = await Deno.makeTempDir();
  await using runtime = new TestRuntime(folder);
  for (const [place, code] of examples) {
    await t.step(place, async () => {
      const outcome = await runtime.start(code).outcome;
      if (outcome.status === "error") {
        const { ename, evalue } = outcome.error;
        throw new Error(`${ename}: ${evalue}\n${code}`);
      }
    });
  }
  await Deno.remove(folder, { recursive: true });
});

Deno.test("README names tasks of deno.json and commands of thaw that exist", async () => {
  const { tasks } = JSON.parse(
    await Deno.readTextFile(new URL("../../deno.json", import.meta.url)),
  );
  const named = [...readme.matchAll(/(?:deno@2\.9\.6|deno) task ([a-z-]+)/g)];
  const missing = named.filter(([, name]) => !(name in tasks));
  deepStrictEqual(missing, []);

  const source = await Deno.readTextFile(
    new URL("../../kernel/thaw.ts", import.meta.url),
  );
  const commands = [...readme.matchAll(/`thaw ([a-z]+)|^ {4}thaw ([a-z]+)/gm)]
    .map(([, inline, block]) => inline ?? block);
  const unknown = commands.filter((name) =>
    !new RegExp(`^ {2}"?${name}"?[:(]|^ {2}${name},`, "m").test(source)
  );
  deepStrictEqual(unknown, []);
});
