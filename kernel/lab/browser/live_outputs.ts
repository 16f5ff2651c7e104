/**
 * Outputs that change while a cell runs, in a page that was opened meanwhile.
 *
 * JupyterLab updates what was shown by the page that started the cell. Where
 * that is loaded again, or the notebook's tab closed and opened, a training's
 * curve and its last line would stand still as they were saved.
 *
 * @module
 */

import type {
  Broadcast,
  Cells,
  NotebookModule,
  NotebookPanel,
  Plugin,
} from "./lab_types.ts";
import { sharedModule, type ShareScope } from "./share_scope.ts";

/** The id that the library leaves in an output for as long as it changes. */
function idOf(metadata: Record<string, unknown>): unknown {
  return (metadata.thaw as { display_id?: unknown } | undefined)?.display_id;
}

/**
 * Puts what a message brings in place of the output with its id.
 *
 * @param session That of this page, whose own cells Lab updates.
 */
export function updateLive(
  cells: Cells,
  { header, parent_header, content }: Broadcast,
  session: string | undefined,
): void {
  const id = content.transient?.display_id;
  if (header.msg_type !== "update_display_data" || id === undefined) return;
  if (parent_header.session === session) return;
  const { data, metadata } = content;
  for (const { outputs } of cells) {
    for (let index = 0; index < (outputs?.length ?? 0); index++) {
      if (idOf(outputs!.get(index).metadata) !== id) continue;
      outputs!.set(index, { output_type: "display_data", data, metadata });
    }
  }
}

function watch({ sessionContext, content }: NotebookPanel): void {
  sessionContext.iopubMessage.connect((_, message) => {
    const session = sessionContext.session?.kernel?.clientId;
    updateLive(content.model?.cells ?? [], message, session);
  });
}

/** The plugin, for the packages that this Lab shares. */
export async function liveOutputs(scope: ShareScope): Promise<Plugin> {
  const { INotebookTracker } = await sharedModule<NotebookModule>(
    scope,
    "@jupyterlab/notebook",
  );
  return {
    id: "thaw:live-outputs",
    autoStart: true,
    optional: [INotebookTracker],
    activate(_app, tracker) {
      tracker?.forEach(watch);
      tracker?.widgetAdded.connect((_, panel) => watch(panel));
    },
  };
}
