/**
 * What Deno itself says of permission flags, before a kernel is to start with
 * them: it knows what a host, a path or a system's call is.
 *
 * @module
 */

/** Why Deno does not take these flags; nothing if it does. */
export function refusedPermissions(flags: string[]): string | undefined {
  if (flags.length === 0) return undefined;
  const { success, stderr } = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-config",
      "--no-prompt",
      ...flags,
      "data:text/javascript,",
    ],
    stdin: "null",
    env: { NO_COLOR: "1" },
  }).outputSync();
  if (success) return undefined;
  const [, reason] = /^error: (.*)/m.exec(new TextDecoder().decode(stderr)) ??
    [];
  return `Deno does not take ${flags.join(" ")}: ${reason}`;
}
