import { deepStrictEqual, rejects } from "node:assert/strict";
import { join } from "node:path";
import {
  readSettings,
  type Settings,
} from "../../../kernel/config/read_settings.ts";

async function settingsOf(text: string): Promise<Settings> {
  const folder = Deno.makeTempDirSync();
  const path = join(folder, "deno.jsonc");
  Deno.writeTextFileSync(path, text);
  try {
    return await readSettings(path);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

Deno.test("readSettings() reads what the project says", async () => {
  const usual = { colors: false, types: "on" };
  deepStrictEqual(await readSettings(), usual);
  for (const text of ["{}", '{ "thaw": {} }', "{ no JSON"]) {
    deepStrictEqual(await settingsOf(text), usual);
  }
  deepStrictEqual(
    await settingsOf(
      '{ /* both */ "thaw": { "types": "off", "colors": true } }',
    ),
    { colors: true, types: "off" },
  );
});

Deno.test("readSettings() refuses what means nothing, and says what there is", async () => {
  const wrong: [string, RegExp][] = [
    ['{"types":false}', /"types" of .* is "on" or "off", not false/],
    ['{"colors":"yes"}', /"colors" of .* is false or true, not "yes"/],
    [
      '{"type":"off"}',
      /no setting "type" \(did you mean types\?\); .*colors and types/,
    ],
    ['"off"', /is no object/],
    ["null", /is no object/],
    ["[]", /is no object/],
  ];
  for (const [thaw, message] of wrong) {
    await rejects(settingsOf(`{"thaw":${thaw}}`), message);
  }
});
