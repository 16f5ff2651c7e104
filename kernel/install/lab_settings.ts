/**
 * Settings for a JupyterLab that shows no questions: no news, no updates.
 *
 * `LabApp.news_url = None` alone leaves the question whether one would like
 * news; the plugin that asks is switched off as a whole.
 *
 * @module
 */

import { join } from "node:path";

const PAGE_CONFIG = {
  disabledExtensions: {
    "@jupyterlab/apputils-extension:announcements": true,
  },
};

/**
 * Writes the settings.
 *
 * @param folder One of Jupyter's configuration folders; made if missing.
 */
export async function writeLabSettings(folder: string): Promise<void> {
  await Deno.mkdir(join(folder, "labconfig"), { recursive: true });
  await Deno.writeTextFile(
    join(folder, "labconfig", "page_config.json"),
    JSON.stringify(PAGE_CONFIG),
  );
}
