/**
 * What a compiled cell expects of the process that runs it, and the one place
 * where the code for it is built.
 *
 * @module
 */

/**
 * The one global a compiled cell uses, under a name given to `compileCell`.
 *
 * Its parts are captured before user code runs, so that a cell which
 * overwrites `Promise` or `Object` does not break the next one.
 */
export interface CellRuntime {
  /** One trip through the event loop. */
  hop(cell: number): Promise<void>;
  /** What follows runs as this cell. */
  enter(cell: number): void;
  /** Called last in a prelude. */
  declared(cell: number): void;
  /** Called by a body with its value. */
  ended(value: unknown): void;
  /** Awaited last in a body; JSON of a `Finish`, empty if there is none. */
  close(cell: number): Promise<string>;
  /**
   * Every `await e` is `await guard(e, call)`: it never resumes a stopped cell,
   * but by an error. `call` is the number of the async function's call.
   */
  guard<T>(value?: T, call?: number): T | PromiseLike<T> | undefined;
  /** Called first in an async function that awaits; gives the call's number. */
  beginCall(): number;
  /**
   * In a `finally`, a `catch` and an asynchronous disposal `await e` is
   * `await guardCleanup(beginCleanup(), e, call)`: it may resume a stopped
   * cell, for a while.
   */
  beginCleanup(): unknown;
  guardCleanup<T>(
    begun: unknown,
    value?: T,
    call?: number,
  ): T | PromiseLike<T> | undefined;
  /** Every `for await (x of e)` goes over `iterate(e)`, guarded likewise. */
  iterate<T>(
    values: AsyncIterable<T> | Iterable<T | PromiseLike<T>>,
    call?: number,
  ): AsyncIterable<T>;
  /** Runs the tests that the cell registered; `value` is what it ends with. */
  tested(value?: unknown): Promise<{ value: unknown }>;
  /** Every import, static or not; options as of `import()`. */
  import(
    specifier: unknown,
    options?: { with?: Record<string, string> },
  ): Promise<Record<string, unknown>>;
  /** `import defer` and `import.defer()`: the module runs when it is read. */
  importDefer(
    specifier: unknown,
    options?: { with?: Record<string, string> },
  ): Promise<unknown>;
  /** `import.source()`. */
  importSource(specifier: unknown): Promise<unknown>;
  /**
   * Packages that the cell imports, of which one may need another, and those
   * that it requires.
   */
  foresee(names: string[], required?: string[]): Promise<void>;
  /**
   * Binds names to a module's exports: each has the export's name, a function
   * that sets the variable, and whether it is needed at once.
   */
  bind(
    namespace: Record<string, unknown>,
    specifier: string,
    bindings: Record<
      string,
      [exported: string, set: (value: unknown) => void, needed: boolean]
    >,
  ): Record<string, unknown>;
  /** Makes the reads of an imported name reads of its variable from now on. */
  unbind(name: string, read: () => unknown): void;
  /** Every read of an imported name is one of a property of `live`. */
  readonly imports: { readonly live: object };
  /** `import.meta`, of the notebook. */
  readonly meta: ImportMeta;
  /**
   * Stands for a constant where it is written to: `value` reads it by `read`
   * and, set, throws `TypeError: Assignment to constant variable.`
   */
  constant<T>(name: string, read: () => T): { value: T };
  /** Plain object of classes that a class of the same name may extend. */
  readonly held: Record<string, unknown>;
  /** `helpers` of `decorator_helpers.ts`. */
  readonly helpers: Readonly<Record<string, unknown>>;
}

/** The code by which a compiled cell reads a part of its runtime. */
export function partText(runtime: string, part: keyof CellRuntime): string {
  return `${runtime}.${part}`;
}
