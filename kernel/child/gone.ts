/**
 * Which cells are gone: they have ended, and nothing that they started can run
 * any more, no timer, promise, listener or comm. All of these hold their cell,
 * so V8 knows; it looks when it wants memory.
 *
 * The kernel then takes nothing more in the name of such a cell.
 *
 * @module
 */

import { endCell, forgetCell } from "./cells/cells.ts";
import { postJson } from "./output/output.ts";
import { Reflect } from "./language/natives.ts";

const { apply } = Reflect;
const { register } = FinalizationRegistry.prototype;

const turn = setImmediate;

/** What has not been told yet, as JSON without its brackets. */
let gone = "";

const registry = new FinalizationRegistry<number>((id) => {
  if (!forgetCell(id)) return;
  // V8 finds a hundred at a time: as many messages would hold up the next cell.
  if (gone === "") turn(tell);
  gone = gone === "" ? `${id}` : `${gone},${id}`;
});

function tell() {
  postJson("gone", `[${gone}]`);
  gone = "";
}

/** To be called when a cell has ended. */
export function noteGone(id: number) {
  apply(register, registry, [endCell(id), id]);
}
