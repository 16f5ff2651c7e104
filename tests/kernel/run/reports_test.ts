import { match, throws } from "node:assert/strict";
import { join } from "node:path";
import { BadInputError } from "../../../kernel/notebook/bad_input_error.ts";
import { Reporter } from "../../../kernel/run/reporter.ts";
import { Reports } from "../../../kernel/run/reports.ts";

Deno.test("a report that can't be written is told at the end, and costs no other", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const [junit, json] = [join(folder, "a.xml"), join(folder, "a.json")];
    const targets = { report: undefined, junit, json, interactive: false };
    const reports = new Reports(targets, [], []);
    await reports.start(new Reporter());
    match(Deno.readTextFileSync(json), /"started"/);
    Deno.removeSync(json);
    Deno.mkdirSync(json);
    throws(
      () => reports.end(new Reporter()),
      (error) =>
        error instanceof BadInputError &&
        /a\.json can't be/.test(error.message),
    );
    match(Deno.readTextFileSync(junit), /<testsuites/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
