/**
 * Marks widgets whose kernel is gone.
 *
 * The front end of Jupyter's widgets does so itself at a restart. Where a
 * person chooses another kernel, or shuts theirs down, it leaves sliders that
 * can be moved and move nothing.
 *
 * @module
 */

import type {
  NotebookModule,
  NotebookPanel,
  Plugin,
  RenderMime,
  Widget,
} from "./lab_types.ts";
import { sharedModule, type ShareScope } from "./share_scope.ts";

const VIEW = "application/vnd.jupyter.widget-view+json";

/** The language of the kernels whose widgets are marked; others are not ours. */
const LANGUAGE = "typescript";

/** What a notebook's widgets are kept by; it is part of no public interface. */
interface WidgetRenderer extends Widget {
  readonly _manager?: { readonly promise: Promise<{ disconnect?(): void }> };
}

/** Marks all widgets of a notebook, as the front end does at a restart. */
async function markDead(rendermime: RenderMime): Promise<void> {
  if (!rendermime.mimeTypes.includes(VIEW)) return;
  const renderer = rendermime.createRenderer(VIEW) as WidgetRenderer;
  const manager = renderer._manager?.promise;
  renderer.dispose();
  (await manager)?.disconnect?.();
}

function watch({ sessionContext, content }: NotebookPanel): void {
  sessionContext.kernelChanged.connect((_, { oldValue, newValue }) => {
    if (!oldValue || oldValue.id === newValue?.id) return;
    const specs = sessionContext.specsManager.specs?.kernelspecs;
    if (specs?.[oldValue.name]?.language !== LANGUAGE) return;
    void markDead(content.rendermime);
  });
}

/** The plugin, for the packages that this Lab shares. */
export async function deadWidgets(scope: ShareScope): Promise<Plugin> {
  const { INotebookTracker } = await sharedModule<NotebookModule>(
    scope,
    "@jupyterlab/notebook",
  );
  return {
    id: "thaw:dead-widgets",
    autoStart: true,
    optional: [INotebookTracker],
    activate(_app, tracker) {
      tracker?.forEach(watch);
      tracker?.widgetAdded.connect((_, panel) => watch(panel));
    },
  };
}
