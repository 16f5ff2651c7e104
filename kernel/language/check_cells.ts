/**
 * Type errors of all cells of a notebook, none of which has run.
 *
 * @module
 */

import { errorsIn } from "./cell_checker.ts";
import {
  EngineKeeper,
  type FindServer,
  type KeeperOptions,
} from "./engine_keeper.ts";
import { Notebook } from "./notebook.ts";
import { readCell } from "./read_cell.ts";
import { asksNoCheck, type CellTypeError } from "./type_errors.ts";

/** How long one cell may take: nobody waits for it at a prompt. */
const PATIENCE_MS = 120_000;

/**
 * Checks cells from top to bottom, each with what those before it declare.
 * Names that none declares are errors, too; so is what can't be parsed.
 *
 * @param isMeant Whether the errors of the cell at an index are wanted.
 * @returns The errors of each cell.
 * @throws {Error} If the language server can't be had.
 */
export async function checkCells(
  sources: readonly string[],
  options: KeeperOptions,
  isMeant: (index: number) => boolean = () => true,
  find?: FindServer,
): Promise<CellTypeError[][]> {
  const keeper = new EngineKeeper(options, find);
  const notebook = new Notebook();
  const cells = sources.map(readCell);
  const declared = new Set(
    cells.flatMap(({ names }) => names.map(({ name }) => name)),
  );
  const wanted = { syntax: true, namesBut: declared };
  const found: CellTypeError[][] = [];
  try {
    for (const [index, code] of sources.entries()) {
      const isChecked = isMeant(index) && !asksNoCheck(code);
      const errors = isChecked
        ? await keeper.ask(async (engine, project) => {
          const open = await notebook.open(code, 0, engine, project);
          return await errorsIn(open, engine, project, wanted);
        }, PATIENCE_MS)
        : [];
      if (!errors) throw new Error("the language server can't be had");
      found.push(errors);
      notebook.add({ code, execution_count: index + 1 });
    }
    return found;
  } finally {
    await keeper.close();
  }
}
