/**
 * Draws the committed pictures anew: `deno run -A tests/lib/plot/write_pictures.ts`.
 *
 * @module
 */

import { Buffer } from "node:buffer";
import { DISPLAY } from "../../../lib/display/mime_bundle.ts";
import { SAMPLES } from "./sample_figures.ts";

const folder = new URL("../../golden/plot/", import.meta.url);
Deno.mkdirSync(folder, { recursive: true });
for (const [name, make] of Object.entries(SAMPLES)) {
  const bundle = await (await make())[DISPLAY]();
  Deno.writeTextFileSync(
    new URL(`${name}.svg`, folder),
    bundle["image/svg+xml"] as string,
  );
  Deno.writeFileSync(
    new URL(`${name}.png`, folder),
    Buffer.from(bundle["image/png"] as string, "base64"),
  );
}
