/**
 * A place for outputs among widgets.
 *
 * @module
 */

import { checkOptions } from "../options/check_options.ts";
import { bundleOf } from "./bundle_of.ts";
import { kernelCapture, type Shown } from "./capture.ts";
import { control } from "./control.ts";
import { SendPace } from "./send_pace.ts";
import { anything, list, text } from "./traits.ts";

/** Outputs as a notebook holds them. */
export type NotebookOutput = Record<string, unknown> & { output_type: string };

/** What is taken away before captured work begins. */
export interface CaptureOptions {
  /** All that is there; false by default. */
  clearOutput?: boolean;
  /**
   * Nothing is taken away before there is something new, so that the output
   * does not flicker.
   */
  wait?: boolean;
}

const CAPTURE_OPTIONS = { clearOutput: true, wait: true } as const;

/** How long captured outputs are gathered before they are sent, at least. */
const GATHER_MS = 50;

/**
 * The same for a display that changes in place: front ends draw all outputs of
 * the widget anew, figures too, each time one of them changes.
 */
const UPDATE_MS = 500;

/** The files whose frames stand between captured work and who called it. */
const CALLERS = ["output.ts", "interact.ts"].map((name) =>
  import.meta.resolve(`./${name}`)
);

/** An error's text without the frames of those who called the work. */
function withoutCallers(text: string): string {
  return text.replace(/(?:^ +at .*\n?)+/gm, (frames) => {
    const lines = frames.split(/(?<=\n)/);
    const first = lines.findIndex((line) =>
      CALLERS.some((file) => line.includes(file))
    );
    return first > 0 ? lines.slice(0, first).join("") : frames;
  }).trimEnd();
}

/** Shows what a cell could: bundles and text, one after the other. */
export class Output extends control("Output", {
  msg_id: text(""),
  outputs: list(anything<NotebookOutput>({ output_type: "" })),
}, { module: "@jupyter-widgets/output", version: "1.0.0" }) {
  /** What is to be shown next, if that is not there yet. */
  #gathered: NotebookOutput[] | undefined;
  readonly #pace = new SendPace(() => this.#sendGathered());
  /** Whether the next output takes the place of all. */
  #isStale = false;
  /** The display ids of outputs that have one. */
  readonly #ids = new WeakMap<NotebookOutput, string>();

  /** Adds text as `console.log` prints it; a line is not ended. */
  print(text: string, name: "stdout" | "stderr" = "stdout"): void {
    this.#add({ output_type: "stream", name, text });
    this.#pace.send();
  }

  /** Adds what a value looks like. */
  async show(value: unknown): Promise<void> {
    this.#add(await displayed(value));
    this.#pace.send();
  }

  /** Shows a value in place of all that is there. */
  async replace(value: unknown): Promise<void> {
    this.#gathered = [await displayed(value)];
    this.#pace.send();
  }

  /** Takes everything away; with `wait` once something new comes. */
  clear({ wait = false }: { wait?: boolean } = {}): void {
    this.#isStale = wait;
    if (wait) return;
    this.#gathered = [];
    this.#pace.send();
  }

  /**
   * Makes a function that shows here what `work` prints, displays and throws:
   * also what comes later from its timers and promises.
   *
   * ```ts ignore
   * import { Button, Output, VBox } from "thaw";
   *
   * const button = new Button({ description: "say it" });
   * const out = new Output();
   * button.on("click", out.capture(() => console.log("clicked")));
   * new VBox({ children: [button, out] });
   * ```
   *
   * An error is shown, and then the result is undefined. Where no kernel can
   * tell what belongs to `work` (`deno run`, `deno jupyter`) it is just called.
   *
   * @param options Whether it begins with nothing.
   */
  capture<Args extends unknown[], Result>(
    work: (...args: Args) => Result,
    options: CaptureOptions = {},
  ): (...args: Args) => Result | undefined {
    checkOptions("capture", options, CAPTURE_OPTIONS);
    const { clearOutput = false, wait = false } = options;
    return (...args) => {
      if (clearOutput) this.clear({ wait });
      const capture = kernelCapture();
      if (!capture) return work(...args);
      this.#pace.begin();
      let result: unknown;
      try {
        result = capture(
          () => work(...args),
          (type, content) => this.#take(type, content),
        );
      } catch (error) {
        this.#fail(error);
        return undefined;
      }
      if (!(result instanceof Promise)) {
        this.#finish();
        return result as Result;
      }
      return result.then(
        (value) => {
          this.#finish();
          return value;
        },
        (error) => this.#fail(error),
      ) as Result;
    };
  }

  /**
   * The outputs that were to be cleared go now, although nothing came in their
   * place.
   */
  #finish(): void {
    if (this.#isStale) this.clear();
    else this.#pace.send();
  }

  #fail(error: unknown): void {
    const { name, message } = error instanceof Error
      ? error
      : { name: "Error", message: String(error) };
    const traceback = [withoutCallers(Deno.inspect(error))];
    this.#add({
      output_type: "error",
      ename: name,
      evalue: message,
      traceback,
    });
    this.#pace.send();
  }

  #take(type: string, content: Shown): boolean {
    const { data, metadata = {}, name, text, transient } = content;
    const id = transient?.display_id;
    switch (type) {
      case "stream":
        this.#add({ output_type: "stream", name, text });
        break;
      case "display_data":
      case "execute_result":
        this.#add({ output_type: "display_data", data, metadata }, id);
        break;
      case "update_display_data": {
        const at = this.#next().findIndex((output) =>
          id !== undefined && this.#ids.get(output) === id
        );
        if (at < 0) return false;
        const output = { output_type: "display_data", data, metadata };
        this.#ids.set(output, id!);
        this.#gathered = this.#next().with(at, output);
        this.#pace.sendLater(UPDATE_MS);
        return true;
      }
      case "clear_output":
        this.clear({ wait: content.wait });
        return true;
      default:
        return false;
    }
    this.#pace.sendLater(GATHER_MS);
    return true;
  }

  #next(): readonly NotebookOutput[] {
    return this.#gathered ?? this.outputs;
  }

  #add(output: NotebookOutput, id?: string): void {
    if (id !== undefined) this.#ids.set(output, id);
    const before = this.#isStale ? [] : this.#next();
    this.#isStale = false;
    const last = before.at(-1);
    this.#gathered = last?.output_type === "stream" &&
        output.output_type === "stream" && last.name === output.name
      ? before.with(-1, { ...last, text: `${last.text}${output.text}` })
      : [...before, output];
  }

  /** @returns Whether there was anything to send. */
  #sendGathered(): boolean {
    const outputs = this.#gathered;
    this.#gathered = undefined;
    if (!outputs) return false;
    this.set({ outputs });
    return true;
  }
}

async function displayed(value: unknown): Promise<NotebookOutput> {
  return {
    output_type: "display_data",
    data: await bundleOf(value),
    metadata: {},
  };
}
