/**
 * What runs in the child at a moment. Deno survives that code of cells and of
 * modules is terminated, but not that its own event loop is: "Uncaught null".
 *
 * @module
 */

import type { CdpSession } from "../../cdp/session.ts";

/** Deno's own scripts, and the child's program, which came by its stdin. */
const KERNEL = /^(?:ext|node):|\/\$deno\$stdin\.js$/;

/** Whether any of a stack's scripts is neither Deno's own nor the kernel's. */
export function isOfUser(urls: string[]): boolean {
  return urls.some((url) => !KERNEL.test(url));
}

/**
 * Whether code of a cell, or of what it imported, is in the middle of running.
 * V8 evaluates this on top of it, and leaves its frames in the stack.
 *
 * @throws {CdpClosedError} If the connection ends first.
 */
export async function runsCode(session: CdpSession): Promise<boolean> {
  const { exceptionDetails } = await session.post("Runtime.evaluate", {
    expression: "throw 0",
    silent: true,
    disableBreaks: true,
  });
  const [_, ...below] = exceptionDetails?.stackTrace?.callFrames ?? [];
  return isOfUser(below.map(({ url }) => url));
}
