/**
 * Finds the type errors of cells that ran, one cell after the other, each as
 * it stood when it ran.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import { chainStart } from "./chain_start.ts";
import type { Engine } from "./engine.ts";
import type { EngineKeeper } from "./engine_keeper.ts";
import type { ShownCells, ShownFile } from "./shown_cells.ts";
import type { Diagnostic } from "./lsp/protocol.ts";
import type { Project } from "./project/project.ts";
import {
  type CellTypeError,
  isOfValue,
  isTooFewArguments,
  isTypeError,
  lackingModule,
  type WantedErrors,
} from "./type_errors.ts";

/** What is wrong; undefined if it can't be told. */
export type CheckAnswer = (errors: CellTypeError[] | undefined) => void;

export class CellChecker {
  #keeper: EngineKeeper;
  #notebook: ShownCells;
  #waiting: { file: ShownFile; answer: CheckAnswer }[] = [];
  /** The one that is being checked, unless it was forgotten. */
  #checking: { answer: CheckAnswer } | undefined;
  #isBusy = false;
  /** Whether a cell ran that may not have been read. */
  #isWanted = false;

  constructor(keeper: EngineKeeper, notebook: ShownCells) {
    this.#keeper = keeper;
    this.#notebook = notebook;
  }

  add(file: ShownFile, answer: CheckAnswer) {
    this.#waiting.push({ file, answer });
    this.#keeper.postpone();
    this.work();
  }

  /** Forgets all cells: other cells will get files of the same names. */
  clear() {
    for (const { answer } of this.#waiting.splice(0)) answer(undefined);
    this.#checking?.answer(undefined);
    this.#checking = undefined;
  }

  /** Has the server read the cells that ran since, and checks what waits. */
  async work() {
    this.#isWanted = true;
    if (this.#isBusy) return;
    this.#isBusy = true;
    const notebook = this.#notebook;
    while (this.#isWanted || this.#waiting.length > 0) {
      this.#isWanted = false;
      // Files of cells never change: questions about the document may come
      // while one is checked.
      const isDone = await this.#keeper.askLater(
        (engine, project) => notebook.refresh(engine, project),
        (engine, project) => this.#checkNext(engine, project),
      );
      if (!isDone) this.clear();
    }
    this.#isBusy = false;
  }

  async #checkNext(engine: Engine, project: Project): Promise<true> {
    const next = this.#checking = this.#waiting.shift();
    if (!next) return true;
    const found = errorsIn(next.file, engine, project);
    const errors = await found.catch(() => undefined);
    if (this.#checking !== next) return true;
    this.#checking = undefined;
    next.answer(errors);
    this.#notebook.checked(next.file);
    return true;
  }
}

/** The type errors of a cell that the server has read. */
export async function errorsIn(
  file: ShownFile,
  engine: Engine,
  project: Project,
  wanted: WantedErrors = {},
): Promise<CellTypeError[]> {
  const { path, positions, document } = file;
  const found = await engine.diagnostics(path);
  const implicitAny = project.wantsTypes;
  const errors: Diagnostic[] = [];
  for (const diagnostic of found) {
    if (!isTypeError(diagnostic, { implicitAny, ...wanted })) continue;
    if (await isGuess(diagnostic, file, engine, project)) continue;
    errors.push(diagnostic);
  }
  return errors.flatMap((diagnostic) => {
    const start = positions.offset(diagnostic.range.start);
    const place = document.placeOf(start);
    if (!place) return [];
    const { message, code } = diagnostic;
    return [{ ...place, message, code: Number(code) }];
  });
}

/**
 * Whether an error follows from what TypeScript reads in a package's JavaScript,
 * which has no types: some of what it exports, classes as values alone,
 * members without those that are added when it runs, and parameters as if all
 * were needed.
 */
async function isGuess(
  diagnostic: Diagnostic,
  { path, document, positions }: ShownFile,
  engine: Engine,
  project: Project,
): Promise<boolean> {
  const module = lackingModule(diagnostic);
  if (module !== undefined) return project.isUntyped(module);
  if (isOfValue(diagnostic)) {
    const offset = positions.offset(diagnostic.range.start);
    const name = chainStart(document.text, offset, document.isJsx);
    return name !== undefined &&
      [...document.sourcesOf(name)].some((one) => project.isUntyped(one));
  }
  if (!isTooFewArguments(diagnostic)) return false;
  const places = await engine.definition(path, diagnostic.range.start);
  return places.some(({ uri, targetUri = uri }) =>
    targetUri !== undefined && project.isUntyped(fileURLToPath(targetUri))
  );
}
