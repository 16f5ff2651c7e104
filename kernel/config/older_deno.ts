/**
 * Which Deno this needs.
 *
 * An older one installs the kernel without a word, and then no cell starts.
 *
 * @module
 */

/** The first whose `node:module` has all that the child's program is made with. */
const LEAST = [2, 9];

/** What to do where Deno is too old; nothing if it is not. */
export function olderDeno(version: string): string | undefined {
  const [major, minor] = version.split(".").map(Number);
  if (major > LEAST[0] || major === LEAST[0] && minor >= LEAST[1]) return;
  return `Deno ${
    LEAST.join(".")
  } or newer is needed, and this is ${version}: ` +
    "`deno upgrade` brings one, and without that, in the checkout, " +
    "`deno run -A --no-config npm:deno@2.9.6 task NAME` does what " +
    "`deno task NAME` does";
}
