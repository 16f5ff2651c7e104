/**
 * Whether two texts say the same: exactly, or but for what means nothing and
 * for numbers that are as near as they are exact.
 *
 * @module
 */

import { stripVTControlCharacters } from "node:util";
import { masked } from "./masks.ts";

/** A number, with neither a letter nor another part of it before or after. */
const NUMBER =
  /(?<![\w.])[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?(?![\w.]*[\w])/gi;

/**
 * Whether `now` says what `saved` does.
 *
 * @param tolerance How much a number may differ, in parts of itself where it
 *   is above 1; without it, half a unit of the last digit that was saved.
 */
export function isSameText(
  saved: string,
  now: string,
  tolerance: number | undefined,
): boolean {
  const [left, right] = [saved, now].map((text) => masked(plainText(text)));
  if (left === right) return true;
  const [numbers, others] = [numbersOf(left), numbersOf(right)];
  return pattern(left) === pattern(right) &&
    numbers.length === others.length &&
    numbers.every((number, index) =>
      isSameNumber(number, others[index], tolerance)
    );
}

/** Whether a number, as it is written, is as near as it should be. */
export function isSameNumber(
  saved: string,
  now: string,
  tolerance: number | undefined,
): boolean {
  const [left, right] = [Number(saved), Number(now)];
  if (Object.is(left, right) || left === right) return true;
  const allowed = tolerance === undefined
    ? lastDigit(saved) / 2
    : tolerance * Math.max(1, Math.abs(left));
  // What is written in decimals is not exact in binary.
  return Math.abs(left - right) <= allowed * (1 + 1e-9);
}

/** Without colours and spaces at the ends of lines. */
export function plainText(text: string): string {
  return stripVTControlCharacters(text).replace(/[ \t\r]+$/gm, "").trimEnd();
}

/**
 * A text without its numbers, and without the spaces and dashes by which
 * columns are made as wide as their numbers.
 */
function pattern(text: string): string {
  return text.replace(NUMBER, "#").replace(/[ \t]+/g, " ")
    .replace(/([-─═=_])\1+/g, "$1");
}

function numbersOf(text: string): string[] {
  return text.match(NUMBER) ?? [];
}

/** What one unit of the last digit is worth; of an integer nothing. */
function lastDigit(number: string): number {
  const [, decimals, exponent] =
    /^[-+]?\d*(?:\.(\d*))?(?:e([-+]?\d+))?$/i.exec(number) ?? [];
  if (decimals === undefined && exponent === undefined) return 0;
  return 10 ** (Number(exponent ?? 0) - (decimals ?? "").length);
}
