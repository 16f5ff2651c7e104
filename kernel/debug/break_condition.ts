/**
 * What a breakpoint asks for beside its line -> one condition in JavaScript
 * that V8 evaluates each time it comes there.
 *
 * @module
 */

import { DebugError } from "./debug_error.ts";
import { javaScriptOf } from "./java_script_of.ts";
import type { AskedBreakpoint } from "./requests.ts";

const HITS = /^\s*(==|>=|<=|>|<|%)?\s*(\d+)\s*$/;

/**
 * @param counter An expression that can be assigned to, for this breakpoint.
 * @returns Undefined for a breakpoint that always pauses.
 * @throws {DebugError} If the condition can't be evaluated.
 */
export function breakCondition(
  { condition, hitCondition, logMessage }: AskedBreakpoint,
  counter: string,
): string | undefined {
  const parts: string[] = [];
  // Front ends send an empty text where there is no condition.
  if (condition?.trim()) parts.push(`(${javaScriptOf(condition)})`);
  if (hitCondition?.trim()) parts.push(hits(hitCondition, counter));
  if (logMessage) parts.push(`(console.log(${message(logMessage)}), false)`);
  return parts.length > 0 ? parts.join(" && ") : undefined;
}

/** As debugpy reads a hit condition: `5` is the fifth time, `%5` each fifth. */
function hits(text: string, counter: string): string {
  const match = HITS.exec(text);
  if (!match) {
    throw new DebugError(
      `A hit condition is a number after ==, >=, <=, >, < or %, got ${text}`,
    );
  }
  const [, operator = "==", number] = match;
  const count = `(${counter} = (${counter} ?? 0) + 1)`;
  if (operator === "%") return `${count} % ${number} === 0`;
  return `${count} ${operator} ${number}`;
}

/** The arguments of `console.log()` for a text with expressions in braces. */
function message(text: string): string {
  const parts = text.split(/\{([^{}]*)\}/);
  const args = parts.map((part, index) =>
    index % 2 === 0
      ? JSON.stringify(part)
      : `(${javaScriptOf(part.trim() || "undefined")})`
  );
  if (args.length === 1) return args[0];
  // Each part as `console.log()` shows it, without the spaces between.
  const shown = args.map((arg, index) =>
    index % 2 === 0 ? arg : `Deno.inspect(${arg}).replace(/^"(.*)"$/s, "$1")`
  );
  return shown.filter((arg) => arg !== '""').join(" + ") || '""';
}
