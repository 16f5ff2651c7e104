/**
 * The data files of a Python wheel, which is a zip archive.
 *
 * @see https://packaging.python.org/en/latest/specifications/binary-distribution-format/
 *
 * @module
 */

import { Buffer } from "node:buffer";
import { promisify } from "node:util";
import yauzl from "yauzl";

/** A file of a wheel. */
export interface WheelFile {
  /** Relative to the asked folder, with `/`. */
  path: string;
  source: { bytes: Uint8Array };
}

/** More than any of the wheels unpacks to. */
const MAX_BYTES = 64 * 1024 * 1024;

const open = promisify<Buffer, yauzl.Options, yauzl.ZipFile>(yauzl.fromBuffer);

/**
 * Files under a folder of a wheel's data.
 *
 * @param wheel The archive's bytes.
 * @param folder Such as `share/jupyter/`, which ends with a slash.
 * @throws {Error} If it is no archive, or unpacks to more than 64 MiB.
 */
export async function readWheel(
  wheel: Uint8Array,
  folder: string,
): Promise<WheelFile[]> {
  // yauzl refuses names that lead out of the archive.
  const zip = await open(Buffer.from(wheel), { lazyEntries: true });
  const files: WheelFile[] = [];
  let total = 0;
  await new Promise<void>((resolve, reject) => {
    zip.on("error", reject);
    zip.on("end", resolve);
    zip.on("entry", (entry: yauzl.Entry) => {
      const [, path] = entry.fileName.split(`.data/data/${folder}`);
      if (!path || path.endsWith("/")) return zip.readEntry();
      total += entry.uncompressedSize;
      if (total > MAX_BYTES) {
        return reject(new Error("The wheel unpacks to more than 64 MiB"));
      }
      zip.openReadStream(entry, async (error, stream) => {
        if (error) return reject(error);
        try {
          const chunks: Uint8Array[] = [];
          for await (const chunk of stream) chunks.push(chunk as Uint8Array);
          files.push({ path, source: { bytes: Buffer.concat(chunks) } });
          zip.readEntry();
        } catch (reason) {
          reject(reason);
        }
      });
    });
    zip.readEntry();
  });
  return files;
}
