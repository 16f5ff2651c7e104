/**
 * The languages that parameters are written in: what a cell sets, and how a
 * value is set after it. As papermill writes them, so that a notebook looks the
 * same whichever ran it.
 *
 * @module
 */

import { BadInputError } from "../notebook/bad_input_error.ts";
import { isTypeScript } from "./choose_kernel.ts";
import type { Default, Kind } from "./parameter_defaults.ts";
import {
  type ParameterValue,
  pythonText,
  reservedWord,
  typeScriptText,
} from "./parameter_values.ts";
import { pythonDefaults } from "./python_defaults.ts";
import { typeScriptDefaults } from "./typescript_defaults.ts";

/** How a language takes parameters. */
export interface Language {
  defaults(source: string): Map<string, Default>;
  line(name: string, value: ParameterValue): string;
  comment: string;
  /** Whether no variable can have this name. */
  isReserved(name: string): boolean;
  /** What it writes otherwise than JSON, where any value may be meant. */
  words?: Map<string, ParameterValue>;
  /** Whether all values are texts: `1.10` is no number then. */
  hasTexts?: true;
}

const TYPESCRIPT: Language = {
  defaults: typeScriptDefaults,
  line: (name, value) => `let ${name} = ${typeScriptText(value)};`,
  comment: "// Set on the command line",
  isReserved: reservedWord,
};

const PYTHON: Language = {
  defaults: pythonDefaults,
  line: (name, value) => `${name} = ${pythonText(value)}`,
  comment: "# Parameters",
  // No cell could set one, so none is known.
  isReserved: () => false,
  words: new Map([["None", null], ["True", true], ["False", false]]),
};

const NUMBER: [RegExp, Kind] = [/^[+-]?(\d|\.\d)/, "number"];

const R: Language = {
  ...PYTHON,
  words: undefined,
  defaults: (source) =>
    assignments(
      source,
      /^([\p{L}.][\p{L}\p{N}._]*)\s*(?:<-|=(?!=))\s*(.*)$/gmu,
      [
        NUMBER,
        [/^["']/, "string"],
        [/^(TRUE|FALSE|T|F)\b/, "boolean"],
      ],
    ),
  line: (name, value) => `${name} = ${rText(value)}`,
};

const JULIA: Language = {
  ...PYTHON,
  words: undefined,
  defaults: (source) =>
    assignments(
      source,
      /^([\p{L}_][\p{L}\p{N}_!]*)\s*(?:::[^=]*)?=(?!=)\s*(.*)$/gmu,
      [
        NUMBER,
        [/^"/, "string"],
        [/^(true|false)\b/, "boolean"],
      ],
    ),
  line: (name, value) => `${name} = ${juliaText(value)}`,
};

const BASH: Language = {
  ...PYTHON,
  defaults: (source) => {
    const names = source.matchAll(/^(?:export\s+)?([a-z_]\w*)=/gim);
    const kinds: Kind[] = ["string", "number", "boolean"];
    return new Map(
      [...names].map(([, name]) => [
        name,
        { type: "a text or number", kinds, literals: [] },
      ]),
    );
  },
  line: (name, value) => `${name}=${bashText(value)}`,
  hasTexts: true,
};

const OTHERS: Record<string, Language> = {
  python: PYTHON,
  r: R,
  julia: JULIA,
  bash: BASH,
};

/** @throws {BadInputError} If parameters can't be written in this language. */
export function parameterLanguage(name: string): Language {
  if (isTypeScript(name)) return TYPESCRIPT;
  const key = name.toLowerCase();
  if (Object.hasOwn(OTHERS, key)) return OTHERS[key];
  throw new BadInputError(
    "--set writes TypeScript, Python, R, Julia and bash, not " +
      (name || "an unknown language"),
  );
}

/** Names that are set at the start of a line, and what they are set to. */
function assignments(
  source: string,
  pattern: RegExp,
  kinds: [start: RegExp, kind: Kind][],
): Map<string, Default> {
  return new Map(
    [...source.matchAll(pattern)].map(([, name, value]) => {
      const kind = kinds.find(([start]) => start.test(value))?.[1];
      const type = kind ?? "anything";
      return [name, { type, kinds: kind && [kind], literals: [] }];
    }),
  );
}

function rText(value: ParameterValue): string {
  if (value === null) return "NULL";
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  if (Array.isArray(value)) return `list(${value.map(rText).join(", ")})`;
  if (typeof value === "object") {
    const entries = Object.entries(value)
      .map(([key, value]) => `${JSON.stringify(key)} = ${rText(value)}`);
    return `list(${entries.join(", ")})`;
  }
  if (typeof value === "string") return JSON.stringify(value);
  return String(value).replace("Infinity", "Inf");
}

function juliaText(value: ParameterValue): string {
  if (value === null) return "nothing";
  if (Array.isArray(value)) return `[${value.map(juliaText).join(", ")}]`;
  // In a text of Julia's `$` puts a value in.
  const quoted = (text: string) => JSON.stringify(text).replaceAll("$", "\\$");
  if (typeof value === "string") return quoted(value);
  if (typeof value === "object") {
    const entries = Object.entries(value)
      .map(([key, value]) => `${quoted(key)} => ${juliaText(value)}`);
    return `Dict(${entries.join(", ")})`;
  }
  return String(value).replace("Infinity", "Inf");
}

function bashText(value: ParameterValue): string {
  const text = String(value);
  return /^[\w.+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
