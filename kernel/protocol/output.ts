/**
 * Contents of the messages on iopub that show something: streams, displays,
 * errors.
 *
 * @module
 */

/** Representations of one value by MIME type; JSON types hold plain JSON. */
export type MimeBundle = Record<string, unknown>;

/** `stream`. */
export interface Stream {
  name: "stdout" | "stderr";
  text: string;
}

/** What is not kept in a notebook. */
export interface Transient extends Record<string, unknown> {
  /** Names a display so that it can be updated later. */
  display_id?: string;
}

/** `display_data`. */
export interface DisplayData {
  data: MimeBundle;
  /** Of the whole output, or by MIME type (`image/png`: width, height). */
  metadata: Record<string, unknown>;
  transient?: Transient;
}

/** `update_display_data`: replaces every display of that id. */
export interface UpdateDisplayData extends DisplayData {
  transient: Transient & { display_id: string };
}

/** `clear_output`; with `wait`, only once the next output comes. */
export interface ClearOutput {
  wait: boolean;
}
