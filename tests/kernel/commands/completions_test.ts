import { deepStrictEqual, match } from "node:assert/strict";
import { OPTIONS } from "../../../kernel/commands/completions.ts";

Deno.test("completions know every command of thaw", () => {
  const source = Deno.readTextFileSync(
    new URL("../../../kernel/thaw.ts", import.meta.url),
  );
  const table = source.split(/^const COMMANDS.*$/m)[1].split(/^};$/m)[0];
  const commands = [...table.matchAll(/^ {2}(\w+): \{$/gm)]
    .map(([, name]) => name);
  match(commands.join(" "), /run .*kernel/);
  deepStrictEqual(Object.keys(OPTIONS).toSorted(), commands.toSorted());
});
