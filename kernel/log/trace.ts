/**
 * What goes over the wire and to the runtime, for whoever looks for a bug:
 * `THAW_TRACE=cdp,wire,stop` writes readable lines with times to stderr.
 *
 * @module
 */

/** What can be traced. */
const TOPICS = ["cdp", "wire", "stop"] as const;

export type Topic = typeof TOPICS[number];

/** Characters of one traced text. */
const TRACED_LENGTH = 200;

const chosen = new Set(
  (Deno.env.get("THAW_TRACE") ?? "").split(",").map((name) => name.trim()),
);
chosen.delete("");

/**
 * Whether this topic is traced. Ask before you build a text that costs time.
 */
export function traces(topic: Topic): boolean {
  return chosen.has(topic);
}

/**
 * Writes one line, if the topic is traced. Never give it a key, a signature or
 * the whole of a connection file.
 */
export function trace(topic: Topic, text: string): void {
  if (!chosen.has(topic)) return;
  const seconds = (performance.now() / 1000).toFixed(6).padStart(11);
  console.error(`${seconds} ${topic.padEnd(4)} ${shortened(text)}`);
}

/** A sentence about topics that do not exist, if any were asked for. */
export function traceWarning(): string | undefined {
  const unknown = [...chosen].filter((name) =>
    !(TOPICS as readonly string[]).includes(name)
  );
  if (unknown.length === 0) return undefined;
  return `THAW_TRACE knows ${TOPICS.join(", ")}, not ${unknown.join(", ")}`;
}

function shortened(text: string): string {
  const line = text.slice(0, TRACED_LENGTH).replaceAll(/\s+/g, " ");
  return text.length > TRACED_LENGTH
    ? `${line} … (${text.length} characters)`
    : line;
}
