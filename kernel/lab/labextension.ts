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
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

/** Its name, as Lab's `labextension list` shows it, and its folder. */
export const LABEXTENSION = "thaw";

/** The classic script that Lab loads; it imports the modules. */
const ENTRY = "remote_entry.ts";

/** Sources in `browser/`. */
const MODULES = [
  ENTRY,
  "dom.ts",
  "figure_json.ts",
  "figure_text.ts",
  "figure_view.ts",
  "mime_extension.ts",
  "plotly.ts",
  "share_scope.ts",
  "theme.ts",
];

/** A file of the extension. */
export interface LabextensionFile {
  /** Relative to the extension's folder, with `/`. */
  path: string;
  /** Its text or bytes, or the absolute path of the file it is a copy of. */
  source: { text: string } | { bytes: Uint8Array } | { copyOf: string };
}

/** A module of `browser/` as the browser runs it. */
function emitted(name: string): string {
  const source = readFileSync(
    join(import.meta.dirname!, "browser", name),
    "utf8",
  );
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
      // The entry's one import is an address already.
      rewriteRelativeImportExtensions: name !== ENTRY,
      removeComments: true,
    },
  });
  // The entry is a classic script: it must export nothing.
  return outputText.replace(/^export \{\};?\n?/m, "");
}

/**
 * All files, Plotly included.
 *
 * @param version Of Thaw, for Lab's list of extensions.
 */
export function labextension(version: string): LabextensionFile[] {
  const modules = MODULES.map((name) => ({
    name: name.replace(/\.ts$/, ".js"),
    text: emitted(name),
  }));
  // Browsers keep scripts by address: other text must have another one.
  const hash = createHash("sha256");
  for (const { text } of modules) hash.update(text);
  const folder = `static/${hash.digest("hex").slice(0, 12)}`;
  const manifest = {
    name: LABEXTENSION,
    version,
    description: "Shows the figures of Thaw and of Plotly",
    license: "MIT",
    jupyterlab: {
      mimeExtension: true,
      _build: {
        load: `${folder}/remote_entry.js`,
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

function plotlyFile(): string {
  return fileURLToPath(
    import.meta.resolve("plotly.js-dist"),
  );
}
