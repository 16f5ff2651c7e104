/** The numbers of executions. */

export class ExecutionCounter {
  #shown = 0;
  #ids = 0;

  /** `In [n]`: counts what is stored in the history. */
  get execution_count(): number {
    return this.#shown;
  }

  /** Takes the next number that users see. */
  count(): number {
    return ++this.#shown;
  }

  /** An id for the runtime: counts everything that runs. */
  id(): number {
    return ++this.#ids;
  }
}
