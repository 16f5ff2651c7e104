/**
 * The environment of another Deno process, without orders to open an inspector.
 *
 * Deno takes them from `NODE_OPTIONS`, as editors and people set it to debug
 * Node. A process that inherits it opens an inspector on the same port, which
 * is taken, and ends.
 *
 * @module
 */

const ORDER = /^--inspect(?:-brk|-wait|-port|-publish-uid)?(?:=|$)/;

/** What to set beside what is inherited: nothing if there is no such order. */
export function withoutInspector(
  options = Deno.env.get("NODE_OPTIONS"),
): Record<string, string> {
  const parts = options?.split(" ") ?? [];
  const kept = parts.filter((part) => !ORDER.test(part));
  return kept.length === parts.length ? {} : { NODE_OPTIONS: kept.join(" ") };
}
