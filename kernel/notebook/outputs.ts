/**
 * Outputs of the cells of one run, collected as nbclient collects them.
 *
 * Pieces of one stream that follow each other become one output; nbclient
 * joins those with another output between as well, which moves text away from
 * the figure it was printed after.
 *
 * @module
 */

import type { Message } from "../protocol/message.ts";
import type { MimeBundle } from "../protocol/output.ts";
import type { ErrorContent } from "../protocol/reply.ts";
import { ExactNumber } from "./exact_json.ts";
import { isJsonType, joinedLines } from "./lines.ts";
import { StreamText } from "./stream_text.ts";

/** An output as notebooks keep it, with texts in one piece. */
export type Output =
  | { output_type: "stream"; name: string; text: string }
  | { output_type: "display_data"; data: MimeBundle; metadata: MimeBundle }
  | {
    output_type: "execute_result";
    execution_count: number | null;
    data: MimeBundle;
    metadata: MimeBundle;
  }
  | { output_type: "error" } & ErrorContent;

type Content = Message["content"];
type Display = Extract<Output, { data: MimeBundle }>;

/** The part of a cell that outputs go to. */
export interface OutputArea {
  execution_count: number | null;
  outputs: Output[];
}

/** Displays by id: an update changes them in whatever cell they are. */
export class Displays {
  readonly #shown = new Map<string, Display[]>();

  /** Remembers a display. */
  add(id: string, output: Display): void {
    this.#shown.set(id, [...this.#shown.get(id) ?? [], output]);
  }

  /** Changes all displays of that id. */
  update(id: string, { data, metadata }: Pick<Display, "data" | "metadata">) {
    for (const output of this.#shown.get(id) ?? []) {
      Object.assign(output, { data, metadata });
    }
  }
}

/** Fills one cell's outputs. */
export class OutputCollector {
  readonly #area: OutputArea;
  readonly #displays: Displays;
  #clearNext = false;
  /** That of the last output, if it is a stream. */
  #streamText = new StreamText();

  /** @param displays Shared by all cells of the notebook. */
  constructor(area: OutputArea, displays: Displays) {
    this.#area = area;
    this.#displays = displays;
  }

  /**
   * Takes an iopub message that the cell caused. A cell may broadcast whatever
   * it likes, so nothing is taken for what it should be.
   */
  take({ header, content }: Message): void {
    switch (header.msg_type) {
      case "execute_input":
        this.#area.execution_count = count(content) ?? null;
        break;
      case "stream":
        this.#stream(content);
        break;
      case "display_data":
        this.#display(content);
        break;
      case "execute_result":
        this.#result(content);
        break;
      case "update_display_data":
        this.#update(content);
        break;
      case "error":
        this.#error(content);
        break;
      case "clear_output":
        if (content.wait) this.#clearNext = true;
        else this.#clear();
        break;
    }
  }

  #stream({ name, text }: Content): void {
    if (typeof text !== "string" || text === "") return;
    this.#clearIfDue();
    const stream = name === "stderr" ? "stderr" : "stdout";
    let last = this.#area.outputs.at(-1);
    if (last?.output_type !== "stream" || last.name !== stream) {
      last = { output_type: "stream", name: stream, text: "" };
      this.#area.outputs.push(last);
      this.#streamText = new StreamText();
    }
    this.#streamText.append(text);
    last.text = this.#streamText.text;
  }

  #display(content: Content): void {
    this.#show({
      output_type: "display_data",
      data: bundle(content.data),
      metadata: dict(content.metadata),
    }, content);
  }

  #result(content: Content): void {
    const execution_count = count(content) ?? this.#area.execution_count;
    this.#area.execution_count = execution_count;
    this.#show({
      output_type: "execute_result",
      execution_count,
      data: bundle(content.data),
      metadata: dict(content.metadata),
    }, content);
  }

  #show(output: Display, content: Content): void {
    const id = displayId(content);
    if (id !== undefined) {
      this.#displays.update(id, output);
      this.#displays.add(id, output);
    }
    this.#append(output);
  }

  #update(content: Content): void {
    const id = displayId(content);
    if (id === undefined) return;
    const data = bundle(content.data);
    this.#displays.update(id, { data, metadata: dict(content.metadata) });
  }

  #error({ ename, evalue, traceback }: Content): void {
    this.#append({
      output_type: "error",
      ename: String(joinedLines(ename) ?? "Error"),
      evalue: String(joinedLines(evalue) ?? ""),
      traceback: Array.isArray(traceback)
        ? traceback.filter((line) => typeof line === "string")
        : [],
    });
  }

  #append(output: Output): void {
    this.#clearIfDue();
    this.#area.outputs.push(output);
  }

  #clearIfDue(): void {
    if (this.#clearNext) this.#clear();
  }

  #clear(): void {
    this.#clearNext = false;
    this.#area.outputs.length = 0;
  }
}

/** What JSON calls an object; else an empty one. */
function dict(value: unknown): MimeBundle {
  const isDict = typeof value === "object" && value !== null &&
    !Array.isArray(value) && !(value instanceof ExactNumber);
  return isDict ? value as MimeBundle : {};
}

/** A bundle that nbformat accepts: but for JSON, each value is a text. */
function bundle(value: unknown): MimeBundle {
  return Object.fromEntries(
    Object.entries(dict(value)).map(([type, value]) => [
      type,
      isJsonType(type) ? value : joinedLines(value) ?? JSON.stringify(value),
    ]),
  );
}

function displayId({ transient }: Content): string | undefined {
  const { display_id } = dict(transient);
  return typeof display_id === "string" ? display_id : undefined;
}

function count({ execution_count }: Content): number | undefined {
  return Number.isSafeInteger(execution_count)
    ? execution_count as number
    : undefined;
}
