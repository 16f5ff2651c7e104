/**
 * A place for outputs among widgets.
 *
 * @module
 */

import { DISPLAY, type MimeBundle } from "../display/mime_bundle.ts";
import { control } from "./control.ts";
import { anything, list, text } from "./traits.ts";

/** Outputs as a notebook holds them. */
export type NotebookOutput = Record<string, unknown> & { output_type: string };

/** Shows what a cell could: bundles and text, one after the other. */
export class Output extends control("Output", {
  msg_id: text(""),
  outputs: list(anything<NotebookOutput>({ output_type: "" })),
}, { module: "@jupyter-widgets/output", version: "1.0.0" }) {
  /** Adds text as `console.log` prints it; a line is not ended. */
  print(text: string, name: "stdout" | "stderr" = "stdout"): void {
    this.#add({ output_type: "stream", name, text });
  }

  /** Adds what a value looks like. */
  async show(value: unknown): Promise<void> {
    this.#add(await displayed(value));
  }

  /** Shows a value in place of all that is there. */
  async replace(value: unknown): Promise<void> {
    const output = await displayed(value);
    this.set({ outputs: [output] });
  }

  /** Takes everything away. */
  clear(): void {
    this.set({ outputs: [] });
  }

  #add(output: NotebookOutput): void {
    this.set({ outputs: [...this.outputs, output] });
  }
}

async function displayed(value: unknown): Promise<NotebookOutput> {
  return {
    output_type: "display_data",
    data: await bundleOf(value),
    metadata: {},
  };
}

async function bundleOf(value: unknown): Promise<MimeBundle> {
  const display = (value as { [DISPLAY]?: unknown } | null)?.[DISPLAY];
  if (typeof display === "function") return await display.call(value);
  try {
    // What the kernel makes of tensors, models and other values.
    const { format } = Deno.jupyter as unknown as {
      format(value: unknown): Promise<MimeBundle | undefined>;
    };
    const bundle = await format(value);
    if (bundle) return bundle;
  } catch {
    // Not in a kernel.
  }
  return { "text/plain": Deno.inspect(value) };
}
