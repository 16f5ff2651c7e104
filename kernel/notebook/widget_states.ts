/**
 * The state of Jupyter widgets after a run, kept in a notebook so that readers
 * without a kernel see them, as nbclient keeps it.
 *
 * @see https://ipywidgets.readthedocs.io/en/stable/embedding.html
 *
 * @module
 */

import type { Message } from "../protocol/message.ts";
import { isDict, type Notebook } from "./notebook.ts";

const TYPE = "application/vnd.jupyter.widget-state+json";

type Dict = Record<string, unknown>;

/** Bytes of a widget, and where in its state they belong. */
interface Buffer {
  path: unknown[];
  encoding: "base64";
  data: string;
}

/** The widgets of one kernel. */
export class WidgetStates {
  readonly #states = new Map<string, Dict>();
  readonly #buffers = new Map<string, Map<string, Buffer>>();

  /** Takes any iopub message; all but those of widgets are left alone. */
  take({ header, content, buffers }: Message): void {
    const { comm_id, target_name, data } = content;
    if (typeof comm_id !== "string" || !isDict(data)) return;
    if (header.msg_type === "comm_open") {
      if (target_name !== "jupyter.widget") return;
      this.#states.set(comm_id, {});
    } else if (
      header.msg_type !== "comm_msg" || data.method !== "update" ||
      !this.#states.has(comm_id)
    ) return;
    if (!isDict(data.state)) return;
    Object.assign(this.#states.get(comm_id)!, data.state);
    if (Array.isArray(data.buffer_paths)) {
      this.#keep(comm_id, data.buffer_paths, buffers);
    }
  }

  /** Writes them into the notebook, or takes an earlier run's out of it. */
  note({ metadata }: Notebook): void {
    const state = Object.fromEntries(
      [...this.#states].filter(([, state]) => "_model_name" in state)
        .map(([id, state]) => [id, this.#model(id, state)]),
    );
    const { [TYPE]: _, ...others } = isDict(metadata.widgets)
      ? metadata.widgets
      : {};
    const widgets = Object.keys(state).length > 0
      ? { ...others, [TYPE]: { state, version_major: 2, version_minor: 0 } }
      : others;
    if (Object.keys(widgets).length > 0) metadata.widgets = widgets;
    else delete metadata.widgets;
  }

  #keep(id: string, paths: unknown[], buffers: Uint8Array[]): void {
    const kept = this.#buffers.get(id) ?? new Map<string, Buffer>();
    this.#buffers.set(id, kept);
    for (const [index, path] of paths.entries()) {
      if (!Array.isArray(path) || buffers[index] === undefined) continue;
      const data = (buffers[index] as Uint8Array<ArrayBuffer>).toBase64();
      kept.set(JSON.stringify(path), { path, encoding: "base64", data });
    }
  }

  #model(id: string, state: Dict): Dict {
    const buffers = [...this.#buffers.get(id)?.values() ?? []];
    return {
      model_name: state._model_name,
      model_module: state._model_module,
      model_module_version: state._model_module_version,
      state,
      ...buffers.length > 0 ? { buffers } : {},
    };
  }
}
