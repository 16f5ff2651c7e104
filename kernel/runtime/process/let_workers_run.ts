import type { CdpSession } from "../../cdp/session.ts";

/**
 * Tells each new Worker to run. While DevTools is connected, a Worker otherwise
 * waits half a second for a debugger to say so.
 */
export function letWorkersRun(session: CdpSession) {
  session.on("NodeWorker.attachedToWorker", ({ sessionId }) => {
    const run = { id: 1, method: "Runtime.runIfWaitingForDebugger" };
    session.post("NodeWorker.sendMessageToWorker", {
      sessionId,
      message: JSON.stringify(run),
    }).catch(() => {
      // It has ended already.
    });
  });
  session.post("NodeWorker.enable", { waitForDebuggerOnStart: false })
    .catch(() => {
      // The connection ends, and with it all calls that wait for the child.
    });
}
