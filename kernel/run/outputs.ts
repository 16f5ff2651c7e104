/**
 * Outputs of the cells of one run, collected as nbclient collects them.
 *
 * Pieces of one stream that follow each other become one output; nbclient
 * joins those with another output between as well, which moves text away from
 * the figure it was printed after.
 *
 * @module
 */

import type { ExecuteResult } from "../protocol/execution.ts";
import type { Message } from "../protocol/message.ts";
import type {
  ClearOutput,
  DisplayData,
  MimeBundle,
  Stream,
} from "../protocol/output.ts";
import type { ErrorContent } from "../protocol/reply.ts";

/** An output as notebooks keep it, with texts in one piece. */
export type Output =
  | { output_type: "stream"; name: string; text: string }
  | { output_type: "display_data"; data: MimeBundle; metadata: MimeBundle }
  | {
    output_type: "execute_result";
    execution_count: number;
    data: MimeBundle;
    metadata: MimeBundle;
  }
  | { output_type: "error" } & ErrorContent;

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
  update(id: string, { data, metadata }: DisplayData): void {
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

  /** @param displays Shared by all cells of the notebook. */
  constructor(area: OutputArea, displays: Displays) {
    this.#area = area;
    this.#displays = displays;
  }

  /** Takes an iopub message that the cell caused. */
  take(message: Message): void {
    const content = message.content as unknown;
    switch (message.header.msg_type) {
      case "execute_input":
        this.#area.execution_count = (content as ExecuteResult).execution_count;
        break;
      case "stream":
        this.#stream(content as Stream);
        break;
      case "display_data":
        this.#display("display_data", content as DisplayData);
        break;
      case "execute_result":
        this.#result(content as ExecuteResult);
        break;
      case "update_display_data":
        this.#update(content as DisplayData);
        break;
      case "error":
        this.#error(content as ErrorContent);
        break;
      case "clear_output":
        if ((content as ClearOutput).wait) this.#clearNext = true;
        else this.#clear();
        break;
    }
  }

  #stream({ name, text }: Stream): void {
    this.#clearIfDue();
    const last = this.#area.outputs.at(-1);
    if (last?.output_type === "stream" && last.name === name) {
      last.text = joined(last.text, text);
    } else {
      this.#append({ output_type: "stream", name, text: joined("", text) });
    }
  }

  #display(output_type: "display_data", content: DisplayData): void {
    const { data, metadata, transient } = content;
    this.#show({ output_type, data, metadata }, transient?.display_id);
  }

  #result(content: ExecuteResult): void {
    const { data, metadata, transient, execution_count } = content;
    this.#area.execution_count = execution_count;
    this.#show({
      output_type: "execute_result",
      execution_count,
      data,
      metadata,
    }, transient?.display_id);
  }

  #show(output: Display, id: string | undefined): void {
    if (id !== undefined) {
      this.#displays.update(id, output);
      this.#displays.add(id, output);
    }
    this.#append(output);
  }

  #update(content: DisplayData): void {
    const id = content.transient?.display_id;
    if (id !== undefined) this.#displays.update(id, content);
  }

  #error({ ename, evalue, traceback }: ErrorContent): void {
    this.#append({ output_type: "error", ename, evalue, traceback });
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

/**
 * Two texts as a terminal shows them: a backspace takes a character back, a
 * carriage return the line. Only the last line of `before` can change.
 */
function joined(before: string, text: string): string {
  if (!before.endsWith("\r") && !/[\b\r]/.test(text)) return before + text;
  const line = before.lastIndexOf("\n") + 1;
  let rest = before.slice(line) + text;
  for (let last = ""; rest !== last;) {
    last = rest;
    rest = rest.replace(/[^\n][\b]/g, "");
  }
  return before.slice(0, line) + rest.replace(/[^\n]*\r(?=[^\n\r])/g, "");
}
