/**
 * The prebuilt JupyterLab extension that shows figures: which files it
 * consists of and what stands in them.
 *
 * Written for a person's Lab by hand, without a bundler: its modules are those
 * of `browser/`, one JavaScript file each, that the browser puts together.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { emitted, plotlyFile } from "./browser_code.ts";

/** Its name, as Lab's `labextension list` shows it, and its folder. */
export const LABEXTENSION = "thaw";

/** The classic script that Lab loads; it imports the modules. */
const ENTRY = "remote_entry.ts";

/** Sources in `browser/`. */
const MODULES = [
  ENTRY,
  "dead_widgets.ts",
  "dom.ts",
  "figure_json.ts",
  "figure_text.ts",
  "figure_view.ts",
  "live_outputs.ts",
  "map_question.ts",
  "mime_extension.ts",
  "plotly.ts",
  "share_scope.ts",
  "shrink_to.ts",
  "theme.ts",
];

/** A file of the extension. */
export interface LabextensionFile {
  /** Relative to the extension's folder, with `/`. */
  path: string;
  /** Its text or bytes, or the absolute path of the file it is a copy of. */
  source: { text: string } | { bytes: Uint8Array } | { copyOf: string };
}

/**
 * All files, Plotly included.
 *
 * @param version Of Thaw, for Lab's list of extensions.
 */
export function labextension(version: string): LabextensionFile[] {
  const modules = MODULES.map((name) => ({
    name: name.replace(/\.ts$/, ".js"),
    // The entry's one import is an address already.
    text: emitted(name, name !== ENTRY),
  }));
  // Browsers keep scripts by address: other text must have another one.
  const hash = createHash("sha256");
  for (const { text } of modules) hash.update(text);
  const folder = `static/${hash.digest("hex").slice(0, 12)}`;
  const manifest = {
    name: LABEXTENSION,
    version,
    description:
      "Shows the figures of Thaw and of Plotly, follows what still runs, and marks widgets without a kernel",
    license: "MIT",
    jupyterlab: {
      extension: true,
      mimeExtension: true,
      _build: {
        load: `${folder}/remote_entry.js`,
        extension: "./extension",
        mimeExtension: "./mimeExtension",
      },
    },
  };
  const install = {
    packageManager: "deno",
    packageName: LABEXTENSION,
    uninstallInstructions: "deno task install --uninstall, in Thaw's checkout",
  };
  const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
  return [
    ...modules.map(({ name, text }) => ({
      path: `${folder}/${name}`,
      source: { text },
    })),
    {
      path: `${folder}/plotly-dist.js`,
      source: { copyOf: plotlyFile() },
    },
    { path: "install.json", source: { text: json(install) } },
    // Last: Lab takes the folder for an extension once this is there.
    { path: "package.json", source: { text: json(manifest) } },
  ];
}
