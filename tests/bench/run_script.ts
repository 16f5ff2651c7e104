import { join } from "node:path";

/** What a script of this folder prints, as JSON. */
export async function runScript<Printed>(
  script: string,
  args: string[] = [],
  flags: string[] = [],
): Promise<Printed> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", ...flags, join(import.meta.dirname!, script), ...args],
    stdin: "null",
  }).output();
  const text = new TextDecoder();
  if (!success) throw new Error(text.decode(stderr));
  return JSON.parse(text.decode(stdout));
}

/** Of scripts that import packages that no lock file holds. */
export const UNLOCKED = ["--no-lock", "--no-config"];

/** Two digits: more are not the same in the next run. */
export function shown(value: number): string {
  return String(Number(value.toPrecision(2)));
}
