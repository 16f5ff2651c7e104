/**
 * Tells JupyterLab who shows Plotly's figures.
 *
 * @module
 */

import { figureView, PLOTLY_JSON } from "./figure_view.ts";
import type { MimeExtension, Widgets } from "./lab_types.ts";
import { sharedModule, type ShareScope } from "./share_scope.ts";

/** The extension, for the packages that this Lab shares. */
export async function mimeExtension(
  scope: ShareScope,
): Promise<MimeExtension> {
  const { Widget } = await sharedModule<Widgets>(
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
