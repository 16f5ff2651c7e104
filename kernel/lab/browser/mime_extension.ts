/**
 * Tells JupyterLab who shows Plotly's figures.
 *
 * @module
 */

import type { IRenderMime } from "@jupyterlab/rendermime-interfaces";
import type * as Widgets from "@lumino/widgets";
import { figureView, PLOTLY_JSON } from "./figure_view.ts";
import { sharedModule, type ShareScope } from "./share_scope.ts";

/** The extension, for the packages that this Lab shares. */
export async function mimeExtension(
  scope: ShareScope,
): Promise<IRenderMime.IExtension> {
  const { Widget } = await sharedModule<typeof Widgets>(
    scope,
    "@lumino/widgets",
  );
  const FigureView = figureView(Widget);
  return {
    id: "thaw:figures",
    dataType: "json",
    // Before the pictures of the same figure.
    rank: 0,
    rendererFactory: {
      // Or Lab shows the text in a notebook that is not trusted.
      safe: true,
      mimeTypes: [PLOTLY_JSON],
      createRenderer: () => new FigureView(),
    },
  };
}
