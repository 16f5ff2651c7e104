/**
 * What runs in the child at a moment. Deno survives that code of cells and of
 * modules is terminated, but not that its own event loop is: "Uncaught null".
 *
 * @module
 */

import type { CdpSession } from "../../cdp/session.ts";

/** Deno's own scripts, and the child's program, which came by its stdin. */
const KERNEL = /^(?:ext|node):|\/\$deno\$stdin\.js$/;
/** A script of a cell, as `cell_sources.ts` names it. */
const CELL = /^In\[\d+\]/;

/** Whether any of a stack's scripts is neither Deno's own nor the kernel's. */
export function isOfUser(urls: string[]): boolean {
  return urls.some((url) => !KERNEL.test(url));
}

/** Whether any of a stack's scripts is a cell. */
export function isOfCell(urls: string[]): boolean {
  return urls.some((url) => CELL.test(url));
}

/**
 * The scripts on the stack, the innermost first; none while nothing runs. V8
 * evaluates this on top of what runs, and leaves its frames in the stack.
 *
 * @throws {CdpClosedError} If the connection ends first.
 */
export async function runningScripts(session: CdpSession): Promise<string[]> {
  const { exceptionDetails } = await session.post("Runtime.evaluate", {
    expression: "throw 0",
    silent: true,
    disableBreaks: true,
  });
  const [_, ...below] = exceptionDetails?.stackTrace?.callFrames ?? [];
  return below.map(({ url }) => url);
}
