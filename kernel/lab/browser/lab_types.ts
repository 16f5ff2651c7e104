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

/** `ISignal` of `@lumino/signaling`. */
export interface Signal<Value> {
  connect(listener: (sender: unknown, value: Value) => void): void;
}

/** A kernel as the page knows it: `IKernelConnection`. */
export interface PageKernel {
  readonly id: string;
  /** The session of the messages that this connection sends. */
  readonly clientId: string;
  /** That of its kernelspec. */
  readonly name: string;
}

/** A message of a kernel that all its pages get. */
export interface Broadcast {
  readonly header: { readonly msg_type: string };
  readonly parent_header: { readonly session?: string };
  readonly content: {
    readonly data?: unknown;
    readonly metadata?: unknown;
    readonly transient?: { readonly display_id?: string };
  };
}

/** `IOutputAreaModel`: the outputs of a cell. */
export interface OutputArea {
  readonly length: number;
  get(index: number): { readonly metadata: Record<string, unknown> };
  set(index: number, output: unknown): void;
}

/** A notebook's cells; those with code have outputs. */
export type Cells = Iterable<{ readonly outputs?: OutputArea }>;

/** A notebook that is open: `NotebookPanel`. */
export interface NotebookPanel {
  readonly sessionContext: {
    readonly session: { readonly kernel: PageKernel | null } | null;
    readonly iopubMessage: Signal<Broadcast>;
    readonly kernelChanged: Signal<
      { oldValue: PageKernel | null; newValue: PageKernel | null }
    >;
    readonly specsManager: {
      readonly specs: {
        kernelspecs: Record<string, { language: string } | undefined>;
      } | null;
    };
  };
  readonly content: {
    readonly rendermime: RenderMime;
    readonly model: { readonly cells: Cells } | null;
  };
}

/** Who draws a notebook's outputs: `IRenderMimeRegistry`. */
export interface RenderMime {
  readonly mimeTypes: readonly string[];
  createRenderer(mimeType: string): Widget;
}

/** Who knows all notebooks that are open: `INotebookTracker`. */
export interface NotebookTracker {
  readonly widgetAdded: Signal<NotebookPanel>;
  forEach(visit: (panel: NotebookPanel) => void): void;
}

/** What `@jupyterlab/notebook` exports: the name of a service. */
export interface NotebookModule {
  INotebookTracker: unknown;
}

/** `JupyterFrontEndPlugin`. */
export interface Plugin {
  id: string;
  autoStart: boolean;
  /** Services that it takes where they are there. */
  optional: unknown[];
  activate(app: unknown, tracker: NotebookTracker | null): void;
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
