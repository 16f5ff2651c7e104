/** A deno.json, package.json or tsconfig.json as it stands. */

import ts from "../system/typescript.js";
import { readText } from "./read_text.ts";

/** Nothing where it is no JSON, or not there: that is Deno's to complain of. */
export function readJsonFile(path: string): Record<string, unknown> {
  let text: string;
  try {
    text = readText(path);
  } catch {
    return {};
  }
  const value = parsed(path, text);
  return value !== null && typeof value === "object" && !Array.isArray(value)
    ? value as Record<string, unknown>
    : {};
}

/** Most are plain JSON, for which TypeScript's parser takes 20 ms to warm up. */
function parsed(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return ts.parseConfigFileTextToJson(path, text).config;
  }
}
