/**
 * The epochs of a training as lines of a CSV file.
 *
 * @module
 */

import { requireKind } from "../../options/require_kind.ts";
import * as tf from "@tensorflow/tfjs";
import { checkOptions } from "../../options/check_options.ts";
import { logNumbers } from "../log_numbers.ts";

/** Named and set as in Keras. */
export interface CsvLoggerOptions {
  /** Between two fields; a comma. */
  separator?: string;
  /** Whether what the file holds stays; false, but true when a training goes on. */
  append?: boolean;
}

class CsvLogger extends tf.Callback {
  readonly #path: string;
  readonly #separator: string;
  readonly #append: boolean;
  #columns: string[] | undefined;

  constructor(path: string, options: CsvLoggerOptions) {
    super();
    checkOptions("csvLogger", options, {
      separator: "text",
      append: "boolean",
    });
    this.#path = path;
    this.#separator = options.separator ?? ",";
    this.#append = options.append ?? false;
  }

  override async onTrainBegin(logs?: tf.Logs): Promise<void> {
    this.#columns = undefined;
    if (this.#append || logs?.resumed) {
      const head = (await readIfThere(this.#path)).split("\n")[0];
      if (head) this.#columns = head.split(this.#separator);
    }
    if (!this.#columns) await Deno.writeTextFile(this.#path, "");
  }

  override async onEpochEnd(epoch: number, logs?: tf.Logs): Promise<void> {
    const values: Record<string, number> = {
      epoch,
      ...await logNumbers(logs),
    };
    if (!this.#columns) {
      this.#columns = ["epoch", ...Object.keys(logs ?? {}).toSorted()];
      await this.#write(this.#columns);
    }
    // An epoch without validation lacks what the first one had.
    await this.#write(
      this.#columns.map((name) => String(values[name] ?? "NA")),
    );
  }

  async #write(fields: string[]): Promise<void> {
    const line = fields.map((field) => this.#quoted(field))
      .join(this.#separator);
    await Deno.writeTextFile(this.#path, `${line}\n`, { append: true });
  }

  #quoted(field: string): string {
    return field.includes(this.#separator) || /["\n\r]/.test(field)
      ? `"${field.replaceAll('"', '""')}"`
      : field;
  }
}

async function readIfThere(path: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}

/**
 * Writes each epoch's metrics to a CSV file, as Keras's `CSVLogger`: a line
 * for the names, one for each epoch, counted from 0.
 *
 * @param path The file, replaced unless told otherwise.
 * @returns A callback for `fit`, tfjs's too.
 * @throws {TypeError} If there is no such option.
 */
export function csvLogger(
  path: string,
  options: CsvLoggerOptions = {},
): tf.Callback {
  requireKind("csvLogger", "path", path, "text");
  return new CsvLogger(path, options);
}
