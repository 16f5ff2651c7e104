/**
 * The kernel's way to tell whose output is whose: Thaw's has
 * `Deno.jupyter.capture`; `deno jupyter` and plain `deno run` have none.
 *
 * @module
 */

/** Content of a message that shows something. */
export interface Shown {
  data?: Record<string, unknown>;
  metadata?: Record<string, unknown>;
  name?: string;
  text?: string;
  transient?: { display_id?: string };
  wait?: boolean;
}

/** Runs `work` and gives `take` what it shows. */
export type Capture = <T>(
  work: () => T,
  take: (msgType: string, content: Shown) => boolean,
) => T;

/** The kernel's, if it has one. */
export function kernelCapture(): Capture | undefined {
  try {
    // Under `deno run` the getter itself throws.
    return (Deno.jupyter as unknown as { capture?: Capture })?.capture;
  } catch {
    return undefined;
  }
}
