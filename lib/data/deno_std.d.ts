/** What this folder uses of the package `deno-std`, which has no types. */

/** Records of fields from the text of a table, a line or a part of one at a time. */
export class CsvParseStream implements TransformStream<string, string[]> {
  /**
   * @param options What stands between two fields, a comma unless given; and
   * whether a quote may stand anywhere.
   */
  constructor(options?: { separator?: string; lazyQuotes?: boolean });
  readonly readable: ReadableStream<string[]>;
  readonly writable: WritableStream<string>;
}
