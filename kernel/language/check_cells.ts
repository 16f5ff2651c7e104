/**
 * Type errors of all cells of a notebook, none of which has run.
 *
 * @module
 */

import { errorsIn } from "./cell_checker.ts";
import type { EngineKeeper } from "./engine_keeper.ts";
import { isMissing } from "./missing_module.ts";
import { ShownCells } from "./shown_cells.ts";
import { readCell } from "./read_cell.ts";
import { asksNoCheck, type CellTypeError } from "./type_errors.ts";

/** How long a notebook may take: nobody waits for it at a prompt. */
const NOTEBOOK_CHECK_MS = 120_000;

/** A global name that a cell sets. */
const GLOBAL = /\bglobalThis\.([\p{L}\p{N}_$]+)\s*=(?!=)/gu;

export interface CheckedCells {
  /** Of each cell. */
  errors: CellTypeError[][];
  /** What they import whose types are not known. */
  unknown: string[];
}

/**
 * Checks cells from top to bottom, each with what those before it declare.
 * Names that none declares are errors, too; so is what can't be parsed.
 *
 * @param keeper Of the notebook's folder. Its server is started once for all
 *   notebooks of a folder, as reading tfjs takes most of the time.
 * @param folder The notebook's.
 * @param isMeant Whether the errors of the cell at an index are wanted.
 * @throws {Error} If the language server can't be had.
 */
export async function checkCells(
  sources: readonly string[],
  keeper: EngineKeeper,
  folder: string,
  isMeant: (index: number) => boolean = () => true,
): Promise<CheckedCells> {
  const notebook = new ShownCells();
  const cells = sources.map(readCell);
  const declared = new Set([
    ...cells.flatMap(({ names }) => names.map(({ name }) => name)),
    ...sources.flatMap((source) =>
      [...source.matchAll(GLOBAL)].map(([, name]) => name)
    ),
  ]);
  const wanted = { syntax: true, namesBut: declared };
  const found = await keeper.ask(async (engine, project) => {
    const opened = await notebook.openAll(sources, engine, project);
    const errors: CellTypeError[][] = [];
    const earlyBut = new Set<string>();
    for (const [index, open] of opened.entries()) {
      const isChecked = isMeant(index) && !asksNoCheck(sources[index]);
      errors.push(
        isChecked
          ? await errorsIn(open, engine, project, {
            ...wanted,
            earlyBut,
            isMissing: (specifier) =>
              isMissing(specifier, folder, sources.slice(0, index + 1)),
          })
          : [],
      );
      for (const { name } of cells[index].names) earlyBut.add(name);
    }
    const imported = cells.filter((_, index) => isMeant(index))
      .flatMap(({ specifiers }) => specifiers);
    return { errors, unknown: project.unknown([...new Set(imported)]) };
  }, NOTEBOOK_CHECK_MS);
  if (!found) throw new Error("the language server can't be had");
  return found;
}
