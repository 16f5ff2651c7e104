/**
 * What a notebook says of its own run in its metadata, as nbmake has it: under
 * `execution`, and in cells under `nbmake`.
 *
 * @see https://github.com/treebeardtech/nbmake
 *
 * @module
 */

import { isCode, isDict, type Notebook } from "../notebook/notebook.ts";
import { BadInputError } from "../notebook/bad_input_error.ts";

/** How a notebook wants to be run. */
export interface ExecutionMetadata {
  /** What a cell may take, in ms; nothing if it does not say. */
  timeout: number | undefined;
  /** Whether all of its cells may fail. */
  allowErrors: boolean;
}

/** @throws {BadInputError} If it says what means nothing. */
export function executionMetadata(
  { metadata: { execution } }: Notebook,
): ExecutionMetadata {
  const { timeout, allow_errors = false } = isDict(execution) ? execution : {};
  // nbclient's word for no limit is -1, or null.
  const isLimit = typeof timeout === "number" && timeout > 0;
  if (!isLimit && timeout !== undefined && timeout !== null && timeout !== -1) {
    throw new BadInputError(
      `execution.timeout in the metadata is a number of seconds, not ${
        JSON.stringify(timeout)
      }`,
    );
  }
  if (typeof allow_errors !== "boolean") {
    throw new BadInputError(
      `execution.allow_errors in the metadata is true or false, not ${
        JSON.stringify(allow_errors)
      }`,
    );
  }
  return {
    timeout: isLimit ? timeout * 1000 : undefined,
    allowErrors: allow_errors,
  };
}

/** nbmake's words in the metadata of cells, which `thaw` does not act on. */
const UNHEEDED = ["mock", "post_cell_execute"];

/** The types of cells; others are kept for programs that know them. */
const CELL_TYPES = ["code", "markdown", "raw"];

/** A line for each cell that nbmake would run otherwise, or is of no known type. */
export function unheededMetadata({ cells }: Notebook): string[] {
  const mocked = cells.filter(isCode).flatMap(
    ({ id, metadata: { nbmake } }, index) => {
      const words = isDict(nbmake)
        ? UNHEEDED.filter((word) => nbmake[word] !== undefined)
        : [];
      if (words.length === 0) return [];
      const place = `cell ${index + 1} (id ${id})`;
      return `${place}: nbmake's ${words.join(" and ")} in its metadata has ` +
        "no effect here; --set NAME=VALUE sets parameters";
    },
  );
  const unknown = cells
    .filter(({ cell_type }) => !CELL_TYPES.includes(cell_type))
    .map(({ id, cell_type }) =>
      `the cell with id ${id} is of the type ${cell_type}, and is not run`
    );
  return [...mocked, ...unknown];
}
