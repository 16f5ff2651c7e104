/**
 * The task `release`: does what is checked out agree with its version? Changes
 * nothing.
 *
 * @module
 */

import { join } from "node:path";
import config from "../../deno.json" with { type: "json" };
import { releaseFaults } from "./release_faults.ts";

const root = join(import.meta.dirname!, "..", "..");

function git(...args: string[]): string[] {
  const command = new Deno.Command("git", { args, cwd: root });
  const { success, stdout, stderr } = command.outputSync();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout).split("\n").filter(Boolean);
}

if (Deno.args.length > 0) {
  console.error(`release takes no arguments, got ${Deno.args.join(" ")}`);
  Deno.exit(2);
}
const faults = releaseFaults({
  version: config.version,
  changelog: Deno.readTextFileSync(join(root, "CHANGELOG.md")),
  tagsHere: git("tag", "--points-at", "HEAD"),
  tags: git("tag"),
  changed: git("status", "--porcelain").map((line) => line.slice(3)),
});
for (const fault of faults) console.error(fault);
if (faults.length > 0) Deno.exit(1);
console.log(`${config.version} can be pushed: git push --follow-tags`);
