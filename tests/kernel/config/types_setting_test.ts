import { rejects, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { typesSetting } from "../../../kernel/config/types_setting.ts";

async function settingOf(text: string): Promise<string> {
  const folder = Deno.makeTempDirSync();
  Deno.writeTextFileSync(join(folder, "deno.jsonc"), text);
  Deno.mkdirSync(join(folder, "below"));
  try {
    return await typesSetting(join(folder, "below"));
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

Deno.test("typesSetting() reads the nearest deno.json", async () => {
  strictEqual(
    await settingOf('{ /* no */ "thaw": { "types": "off" } }'),
    "off",
  );
  strictEqual(await settingOf('{ "thaw": { "types": "on" } }'), "on");
  strictEqual(await settingOf('{ "thaw": {} }'), "on");
  strictEqual(await settingOf("{}"), "on");
  strictEqual(await settingOf("{ no JSON"), "on");
});

Deno.test("typesSetting() refuses what means nothing, and says what there is", async () => {
  await rejects(
    settingOf('{ "thaw": { "types": false } }'),
    /"thaw.types" in .* is "on" or "off", not false/,
  );
  await rejects(settingOf('{ "thaw": { "type": "off" } }'), /there is "types"/);
  await rejects(settingOf('{ "thaw": "off" }'), /must be an object/);
});
