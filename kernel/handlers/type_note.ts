/**
 * The note below a cell whose types are wrong.
 *
 * @module
 */

import type { CellTypeError } from "../language/type_errors.ts";
import type { MimeBundle } from "../protocol/output.ts";

/** Errors that are listed; the rest is counted. */
const LISTED = 20;
/** Lines of one: further down are the reasons of reasons. */
const LINES = 3;

/** One collapsed line, with each error below it. */
export function typeNote(
  errors: readonly CellTypeError[],
  execution_count: number,
): MimeBundle {
  const title = errors.length === 1
    ? "1 type error"
    : `${errors.length} type errors`;
  const listed = errors.slice(0, LISTED).map(({ line, message, code }) => ({
    place: `In[${execution_count}]:${line}`,
    message: message.split("\n").slice(0, LINES).join("\n"),
    code: `TS${code}`,
  }));
  const more = errors.length - listed.length;
  const plain = [
    title,
    ...listed.map(({ place, message, code }) =>
      `  ${place} ${message.replaceAll("\n", "\n  ")} (${code})`
    ),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
  const items = listed.map(({ place, message, code }) =>
    `<li><code>${place}</code> ` +
    `<span style="white-space: pre-wrap">${escaped(message)}</span> ` +
    `<small>${code}</small></li>`
  );
  if (more > 0) items.push(`<li>and ${more} more</li>`);
  return {
    "text/plain": plain.join("\n"),
    "text/html": `<details><summary>${title}</summary>` +
      `<ul>${items.join("")}</ul></details>`,
  };
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
