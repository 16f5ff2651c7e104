/**
 * What is used of JupyterLab's own classes, spelled as there.
 *
 * The published types bring 15 packages and 12 MB to everyone who runs a
 * notebook, for two files that run in the page.
 *
 * @see https://lumino.readthedocs.io/en/latest/api/classes/widgets.Widget.html
 * @see https://jupyterlab.readthedocs.io/en/stable/api/modules/rendermime-interfaces.IRenderMime.html
 *
 * @module
 */

import type { PageElement } from "./dom.ts";

/** `Widget` of `@lumino/widgets`. */
export interface Widget {
  readonly node: PageElement;
  readonly isDisposed: boolean;
  addClass(name: string): void;
  dispose(): void;
}

/** What `@lumino/widgets` exports. */
export interface Widgets {
  Widget: new () => Widget;
}

/** An output as a widget. */
export interface Renderer extends Widget {
  renderModel(model: MimeModel): Promise<void>;
}

/** What one output holds. */
export interface MimeModel {
  readonly data: Readonly<Record<string, unknown>>;
}

/** What an extension that draws a MIME type exports. */
export interface MimeExtension {
  id: string;
  dataType: "json" | "string";
  /** The lowest of those for one output is shown. */
  rank: number;
  rendererFactory: {
    safe: boolean;
    mimeTypes: readonly string[];
    createRenderer(): Renderer;
  };
}
