import { linuxProcess } from "../system/processes.ts";
import { LATE, settled } from "../time/settled.ts";
import type { Engine } from "./engine.ts";

/** After this a server that has not even refused a request is looked at. */
export const PING_MS = 300;
/** A server that does nothing at all for this long is stuck. */
const REST_MS = 120;

/**
 * Whether a server neither answers nor works.
 *
 * @param answer What it was asked for.
 */
export async function isStuck(
  engine: Engine,
  answer: Promise<unknown>,
): Promise<boolean> {
  const sign = Promise.race([answer.then(() => true), engine.ping()]);
  if (await settled(sign, PING_MS) !== LATE) return false;
  const before = linuxProcess(engine.pid);
  if (before?.state === "T") return true;
  if (await settled(sign, REST_MS) !== LATE) return false;
  const after = linuxProcess(engine.pid);
  const works = before && after &&
    (after.cpuTicks > before.cpuTicks ||
      /[RD]/.test(before.state + after.state));
  return !works;
}
