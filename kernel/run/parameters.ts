/**
 * Values from the command line into a notebook, as papermill does it: a cell
 * tagged `parameters` holds the defaults, a cell after it overrides them.
 *
 * @module
 */

import { didYouMean } from "../config/nearest.ts";
import { BadInputError } from "../notebook/bad_input_error.ts";
import {
  type Cell,
  cellId,
  type CodeCell,
  hasTag,
  isCode,
  type Notebook,
} from "../notebook/notebook.ts";
import { INJECTED, withoutInjected } from "./injected_cells.ts";
import { type Language, parameterLanguage } from "./parameter_languages.ts";
import {
  asBoolean,
  asDate,
  fromText,
  type ParameterValue,
  wrongness,
} from "./parameter_values.ts";

/** What the user set, by name. */
export interface Parameters {
  /** Typed after --set: texts whose type follows from the default's. */
  texts: Map<string, string>;
  /** From a file: values with types of their own. */
  values: Map<string, ParameterValue>;
}

/**
 * Puts a cell with these values after the one tagged `parameters`, in place of
 * the one of an earlier run. Without values, that one goes.
 *
 * @param language That of the notebook's kernel.
 * @throws {BadInputError} If there is no such cell, if it sets no such name, or
 *   if a value is not of its type.
 */
export function injectParameters(
  notebook: Notebook,
  parameters: Parameters,
  language: string,
): void {
  const cells = withoutInjected(notebook.cells);
  if (parameters.texts.size + parameters.values.size > 0) {
    const tagged = cells.filter(isCode)
      .filter((cell) => hasTag(cell, "parameters"));
    if (tagged.length === 0) {
      throw new BadInputError("no cell is tagged `parameters` to --set after");
    }
    const lines = linesFor(parameterLanguage(language), tagged, parameters);
    const place = cells.indexOf(tagged[0]);
    cells.splice(place + 1, 0, parameterCell(lines, cells));
  }
  notebook.cells = cells;
}

function linesFor(
  language: Language,
  [{ source }, ...later]: Cell[],
  { texts, values }: Parameters,
): string[] {
  const defaults = language.defaults(source);
  const others = later.map(({ source }) => language.defaults(source));
  const known = [...defaults.keys()];
  const chosen = new Map<string, ParameterValue>();
  for (const name of [...values.keys(), ...texts.keys()]) {
    if (language.isReserved(name)) {
      throw new BadInputError(`--set ${name}: a word of the language`);
    }
    const type = defaults.get(name);
    if (type === undefined) {
      throw new BadInputError(
        `the ${
          later.length > 0 ? `first of the ${later.length + 1} cells` : "cell"
        }` +
          ` tagged \`parameters\` sets no ${name}` +
          `${didYouMean(name, known)}; it sets ${
            known.join(", ") || "nothing"
          }`,
      );
    }
    if (others.some((defaults) => defaults.has(name))) {
      throw new BadInputError(
        `two cells tagged \`parameters\` set ${name}; the second would undo ` +
          "--set",
      );
    }
    const text = texts.get(name);
    const given = text === undefined
      ? values.get(name)!
      : language.hasTexts
      ? text
      : type.kinds === undefined && language.words?.has(text)
      ? language.words.get(text)!
      : fromText(name, text, type);
    const value = asDate(asBoolean(given, type, text === undefined), type);
    const wrong = wrongness(value, type);
    if (wrong !== undefined) {
      throw new BadInputError(`${name} is ${type.type}, not ${wrong}`);
    }
    chosen.set(name, value);
  }
  return [
    language.comment,
    ...[...chosen].map(([name, value]) => language.line(name, value)),
  ];
}

function parameterCell(lines: string[], cells: Cell[]): CodeCell {
  const taken = new Set(cells.map(({ id }) => id));
  let id = cellId(INJECTED);
  for (let more = 1; taken.has(id); more++) id = cellId(INJECTED, more);
  return {
    cell_type: "code",
    id,
    metadata: { tags: [INJECTED] },
    source: lines.join("\n"),
    execution_count: null,
    outputs: [],
  };
}
