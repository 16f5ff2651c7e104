/**
 * What runs in the child at a moment. Deno survives that code of cells and of
 * modules is terminated, but not that its own event loop is: "Uncaught null".
 *
 * @module
 */

import type { CdpSession } from "../../cdp/session.ts";

const DENO = /^(?:ext|node):/;
const BOOTSTRAP = new URL("../../child/", import.meta.url).href;

/** Whether any of a stack's scripts is neither Deno's own nor the kernel's. */
export function isOfUser(urls: string[]): boolean {
  return urls.some((url) => !DENO.test(url) && !url.startsWith(BOOTSTRAP));
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
  });
  const [_, ...below] = exceptionDetails?.stackTrace?.callFrames ?? [];
  return isOfUser(below.map(({ url }) => url));
}
