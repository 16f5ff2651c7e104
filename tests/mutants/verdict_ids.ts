/**
 * Short names of the notebooks' verdicts, for tables: a letter for the notebook
 * and the claim's place in it.
 *
 * @module
 */

import { join } from "node:path";
import { parseNotebook } from "../../kernel/notebook/notebook.ts";
import { collectVerdicts } from "../../kernel/report/verdicts.ts";

/** The notebooks by their letter. */
export const NOTEBOOKS = {
  L: "layers_a_dropout_affects",
  F: "dropout_in_a_frozen_model",
  B: "before_or_after_the_dense_layer",
  W: "which_layers_it_drops",
  T: "transformer_and_convolutions",
  H: "dropout_by_hand",
} as const;

/** One of the notebooks, without its ending. */
export type NotebookName = typeof NOTEBOOKS[keyof typeof NOTEBOOKS];

/** A committed verdict. */
export interface Committed {
  /** Such as `F1`. */
  id: string;
  notebook: NotebookName;
  claim: string;
  says: string;
}

/** All verdicts as committed, in the order of the notebooks and their claims. */
export function committedVerdicts(root: string): Committed[] {
  return Object.entries(NOTEBOOKS).flatMap(([letter, notebook]) => {
    const path = join(root, "notebooks", `${notebook}.ipynb`);
    const verdicts = collectVerdicts(
      parseNotebook(Deno.readTextFileSync(path)),
    );
    return verdicts.map(({ claim, says }, i) => {
      return { id: `${letter}${i + 1}`, notebook, claim, says };
    });
  });
}
