/**
 * Finds the type errors of cells that ran, one cell after the other, each as
 * it stood when it ran.
 *
 * @module
 */

import type { CellDocument } from "./cell_chain.ts";
import type { Engine } from "./engine.ts";
import type { EngineKeeper } from "./engine_keeper.ts";
import type { OpenCell, ShownCells } from "./shown_cells.ts";
import type { Project } from "./project/project.ts";
import {
  type CellTypeError,
  isTypeError,
  type WantedErrors,
} from "./type_errors.ts";

/** What is wrong; undefined if it can't be told. */
export type CheckAnswer = (errors: CellTypeError[] | undefined) => void;

export class CellChecker {
  #keeper: EngineKeeper;
  #notebook: ShownCells;
  #waiting: { document: CellDocument; answer: CheckAnswer }[] = [];
  #isBusy = false;

  constructor(keeper: EngineKeeper, notebook: ShownCells) {
    this.#keeper = keeper;
    this.#notebook = notebook;
  }

  add(document: CellDocument, answer: CheckAnswer) {
    this.#waiting.push({ document, answer });
    this.#work();
  }

  /** Questions that came meanwhile are answered between two cells. */
  async #work() {
    if (this.#isBusy) return;
    this.#isBusy = true;
    for (let next; (next = this.#waiting.shift());) {
      const { document, answer } = next;
      const found = document.cell.correct
        ? await this.#keeper.ask(async (engine, project) => {
          const notebook = this.#notebook;
          const open = await notebook.show(document, 0, engine, project);
          return await errorsIn(open, engine, project);
        })
        : undefined;
      answer(found);
    }
    this.#isBusy = false;
  }
}

/** The type errors of the cell that is open. */
export async function errorsIn(
  { path, positions, document }: OpenCell,
  engine: Engine,
  project: Project,
  wanted: WantedErrors = {},
): Promise<CellTypeError[]> {
  const found = await engine.diagnostics(path);
  const implicitAny = project.wantsTypes;
  return found.flatMap((diagnostic) => {
    if (!isTypeError(diagnostic, { implicitAny, ...wanted })) return [];
    const start = positions.offset(diagnostic.range.start);
    const place = document.placeOf(start);
    if (!place) return [];
    const { message, code } = diagnostic;
    return [{ ...place, message, code: Number(code) }];
  });
}
