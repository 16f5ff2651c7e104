/**
 * The widgets that are open, for a front end that comes later: a page that was
 * opened again asks for all of them at once.
 *
 * @module
 */

import { removeBuffers } from "./buffers.ts";
import type { Comms } from "./comm.ts";
import { CONTROL, noteFrontEnd } from "./front_end.ts";

/** What is told of each. */
interface OpenWidget {
  wireState(): Record<string, unknown>;
}

/** The open widgets by their ids. */
export const openWidgets = new Map<string, OpenWidget>();

let isAnswering = false;

/** What `request_states` is answered with. */
function allStates(): Record<string, unknown> {
  return Object.fromEntries(
    [...openWidgets].map(([id, widget]) => {
      const state = widget.wireState();
      return [id, {
        model_name: state._model_name,
        model_module: state._model_module,
        model_module_version: state._model_module_version,
        state,
      }];
    }),
  );
}

/** Takes the front ends' `jupyter.widget.control`, once. */
export function answerStateRequests(comms: Comms): void {
  if (isAnswering) return;
  isAnswering = true;
  comms.registerTarget(CONTROL, (comm) => {
    noteFrontEnd();
    comm.onMsg = ({ content: { data } }) => {
      if (data.method !== "request_states") return;
      const { state, buffer_paths, buffers } = removeBuffers(allStates());
      return comm.send(
        { method: "update_states", states: state, buffer_paths },
        { buffers },
      );
    };
  });
}
