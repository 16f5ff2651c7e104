/**
 * What JupyterLab loads first: a classic script that registers the extension
 * under its name and fetches the rest when Lab asks for it.
 *
 * This is the interface of webpack's module federation, which Lab's loader
 * asks of a prebuilt extension; no bundler is needed to write it by hand.
 *
 * @see https://jupyterlab.readthedocs.io/en/stable/extension/extension_dev.html
 *
 * @module
 */

import type { ScriptElement } from "./dom.ts";
import type { ShareScope } from "./share_scope.ts";

/** A prebuilt extension as Lab's loader calls it. */
interface Container {
  init(scope: ShareScope): void;
  /** The factory of the module of that name. */
  get(module: string): Promise<() => unknown>;
}

(() => {
  const script = (globalThis as unknown as {
    document: { currentScript: ScriptElement };
  }).document.currentScript;
  const folder = script.src.replace(/[^/]*$/, "");
  let scope: ShareScope;
  const makers: Record<string, () => Promise<unknown>> = {
    "./mimeExtension": async () =>
      (await import(`${folder}mime_extension.js`)).mimeExtension(scope),
    "./extension": async () => [
      await (await import(`${folder}dead_widgets.js`)).deadWidgets(scope),
      await (await import(`${folder}live_outputs.js`)).liveOutputs(scope),
    ],
  };
  const container: Container = {
    init(given) {
      scope = given;
    },
    async get(module) {
      const make = makers[module];
      if (!make) throw new Error(`Thaw's extension has no module ${module}`);
      const extension = await make();
      return () => ({ __esModule: true, default: extension });
    },
  };
  const containers = globalThis as unknown as {
    _JUPYTERLAB?: Record<string, Container>;
  };
  (containers._JUPYTERLAB ??= {})["thaw"] = container;
})();
