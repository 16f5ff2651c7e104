/** What a published file hashes to. */
export interface Checksum {
  /** The one its publisher chose. */
  readonly algorithm: "sha256" | "md5";
  /** Lower-case hexadecimal. */
  readonly digest: string;
}

/** A file as it is published. */
export interface RemoteFile {
  /** Name of the file in the cache. */
  readonly name: string;
  readonly url: string;
  /** Not given where nobody published one. */
  readonly checksum?: Checksum;
}

/**
 * A file that is neither in the cache nor to be had from the network now.
 *
 * Callers catch it to go on with a stand-in.
 */
export class DataUnavailableError extends Error {
  override name = "DataUnavailableError";

  /**
   * @param file What was asked for.
   * @param path Where it would be found if someone put it there.
   * @param reason Why it can't be had, without a full stop.
   */
  constructor(
    readonly file: RemoteFile,
    readonly path: string,
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(
      `Can't get ${file.name}: ${reason}. Get ${file.url} by other means and ` +
        `put it at ${path}`,
      options,
    );
  }
}
