/**
 * HDF5 as far as Keras uses it: groups, text attributes and arrays of
 * floating-point numbers, over h5wasm, the HDF5 library compiled to
 * WebAssembly. It reads from the disk, array by array.
 *
 * @module
 */

// Only types: the library is 4 MB and starts in 170 ms, so it waits for its
// first file.
import type * as H5wasm from "h5wasm/node";

type Library = typeof H5wasm;

const SIGNATURE = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

/** An array of an open file, not read yet. */
export interface H5Array {
  readonly shape: number[];
  /** @throws {SyntaxError} If the values are no floating-point numbers, or cut off. */
  readonly read: () => Float32Array;
}

/** What h5wasm's types hide: Emscripten's files. */
interface FileSystem {
  streams: (object | null | undefined)[];
  open(path: string, flags: number, ...rest: unknown[]): object;
  write(
    stream: { fd: number },
    buffer: Uint8Array,
    offset: number,
    length: number,
    ...rest: unknown[]
  ): number;
  close(stream: object): void;
}

/** Those of the library, once it is loaded. */
let files: FileSystem;

/** Files that are open, and all streams that were opened for them. */
const open = new Set<object>();
const streams: object[] = [];

/** An open HDF5 file; `using` closes it. */
export class Hdf5File implements Disposable {
  readonly #close: () => void;
  readonly root: H5Group;

  private constructor(root: H5Group, close: () => void) {
    this.root = root;
    this.#close = close;
  }

  /**
   * @param shown The path that errors speak of, where the file is a copy.
   * @throws {Deno.errors.NotFound} If there is no such file.
   * @throws {SyntaxError} If it is no whole HDF5 file.
   */
  static async open(path: string, shown = path): Promise<Hdf5File> {
    using start = await Deno.open(path);
    const bytes = new Uint8Array(SIGNATURE.length);
    await start.read(bytes);
    if (SIGNATURE.some((byte, i) => bytes[i] !== byte)) {
      throw new SyntaxError(`${shown} is no HDF5 file`);
    }
    const h5wasm = await import("h5wasm/node");
    const module = await h5wasm.ready;
    files = module.FS as unknown as FileSystem;
    const others = new Set(files.streams);
    // An error that is thrown through HDF5's own code leaves the file open and
    // the stack shorter, until the library aborts. It says here what is wrong.
    module.deactivate_throwing_error_handler();
    const { result, text } = attempt(shown, () => {
      try {
        return withStandardError(() => new h5wasm.File(path, "r"));
      } finally {
        module.activate_throwing_error_handler();
      }
    }, { isOpening: true });
    if (result.file_id < 0n) {
      throw new SyntaxError(`${shown} can't be read: ${reasonIn(text)}`);
    }
    open.add(result);
    for (const stream of files.streams) {
      if (stream && !others.has(stream)) streams.push(stream);
    }
    return new Hdf5File(new H5Group(h5wasm, shown, result), () => {
      open.delete(result);
      attempt(shown, () => result.close());
      // Whoever has the same file open shares its stream.
      if (open.size > 0) return;
      // Still open after an error within.
      for (const stream of streams.splice(0)) {
        if (files.streams.includes(stream)) files.close(stream);
      }
    });
  }

  [Symbol.dispose](): void {
    this.#close();
  }
}

/** What a call returns, and what the library wrote to standard error in it. */
function withStandardError<Result>(
  act: () => Result,
): { result: Result; text: string } {
  let text = "";
  const { write } = files;
  files.write = (stream, buffer, offset, length, ...rest) => {
    if (stream.fd !== 2) {
      return write.call(files, stream, buffer, offset, length, ...rest);
    }
    text += new TextDecoder().decode(buffer.slice(offset, offset + length));
    return length;
  };
  try {
    const result = act();
    return { result, text };
  } finally {
    files.write = write;
  }
}

/** The innermost reason of HDF5's report. */
function reasonIn(report: string): string {
  const reasons = [...report.matchAll(/^ +#\d+: .*\(\): (.*)$/gm)];
  return reasons.at(-1)?.[1] ?? report.split("\n")[0];
}

/** A group of an open file. Names are looked up within it; `a/b` goes down. */
export class H5Group {
  readonly #library: Library;
  readonly #group: H5wasm.Group;

  constructor(library: Library, readonly file: string, group: H5wasm.Group) {
    this.#library = library;
    this.#group = group;
  }

  /** Names of what the group holds. */
  get names(): string[] {
    return attempt(this.file, () => this.#group.keys());
  }

  /** The group of this name, if there is one. */
  group(name: string): H5Group | undefined {
    if (!this.names.includes(name)) return undefined;
    const found = attempt(this.file, () => this.#group.get(name));
    return found instanceof this.#library.Group
      ? new H5Group(this.#library, this.file, found)
      : undefined;
  }

  /** A text attribute, if there is one. */
  text(name: string): string | undefined {
    const value = this.#attribute(name);
    return typeof value === "string" ? value : undefined;
  }

  /**
   * A list of texts, if there is one. Keras splits a list beyond 64 kB into
   * `name0`, `name1` and so on.
   */
  texts(name: string): string[] | undefined {
    const whole = this.#attribute(name);
    if (whole !== undefined) return Array.from(whole as string[], String);
    const parts: string[] = [];
    for (let i = 0;; i++) {
      const part = this.#attribute(`${name}${i}`);
      if (part === undefined) return i > 0 ? parts : undefined;
      parts.push(...Array.from(part as string[], String));
    }
  }

  /**
   * An array of floating-point numbers, not read yet.
   *
   * @throws {SyntaxError} If there is no array of this name.
   */
  floats(name: string): H5Array {
    const found = attempt(this.file, () => this.#group.get(name));
    if (!(found instanceof this.#library.Dataset)) {
      throw new SyntaxError(`${this.file} holds no array '${name}'`);
    }
    const kind = attempt(this.file, () => halvesOf(found));
    return {
      shape: attempt(this.file, () => found.shape ?? []),
      read: () => {
        const value = attempt(this.file, () => found.value);
        if (kind === "bfloat16") return fromBfloat16(value as Uint8Array);
        if (kind === "float16") return fromFloat16(value as Uint16Array);
        if (value instanceof Float32Array) return value;
        if (value instanceof Float64Array) return Float32Array.from(value);
        if (typeof value === "number") return Float32Array.of(value);
        // A Normalization counts its samples by an int64.
        if (typeof value === "bigint") return Float32Array.of(Number(value));
        throw new SyntaxError(
          `${this.file}: '${name}' is of type ${found.dtype}, not float32`,
        );
      },
    };
  }

  #attribute(name: string): unknown {
    return attempt(this.file, () => this.#group.attrs[name]?.value);
  }
}

/** HDF5's numbers of its classes of types. */
const [INTEGER, FLOAT, OPAQUE] = [0, 1, 5];

/**
 * Whether a data set has numbers of two bytes; lets the library give their
 * bits, as it has no such numbers.
 */
function halvesOf(
  { metadata }: H5wasm.Dataset,
): "float16" | "bfloat16" | undefined {
  if (metadata.size !== 2) return undefined;
  // NumPy has no bfloat16, so Keras writes bytes.
  if (metadata.type === OPAQUE) return "bfloat16";
  if (metadata.type !== FLOAT) return undefined;
  Object.assign(metadata, { type: INTEGER, signed: false });
  return "float16";
}

/** Halves of float32, their upper bytes. */
function fromBfloat16(bytes: Uint8Array): Float32Array {
  const halves = new Uint16Array(bytes.slice().buffer);
  return new Float32Array(
    Uint32Array.from(halves, (half) => half << 16).buffer,
  );
}

function fromFloat16(bits: Uint16Array | number): Float32Array {
  const halves = typeof bits === "number" ? Uint16Array.of(bits) : bits.slice();
  return new Float32Array(new Float16Array(halves.buffer));
}

/**
 * Emscripten's O_EXCL and O_DIRECTORY: HDF5 writes its report of an error into
 * a new file, and looks for a folder of filters.
 */
const NEW_OR_FOLDER = 0o200 | 0o200000;

/** What Emscripten says of a file that is not there. */
const NOT_FOUND = { name: "ErrnoError", errno: 44 };

/**
 * Says which file HDF5's error is about, and its innermost reason.
 *
 * A link, virtual data or external data name other files, any that this user
 * may read: their bytes would become weights. So no file is opened once the
 * Keras file itself is open.
 *
 * @param options.isOpening Whether `action` opens that file.
 */
function attempt<Result>(
  path: string,
  action: () => Result,
  { isOpening = false } = {},
): Result {
  const { open } = files;
  let other: string | undefined;
  files.open = (name, flags, ...rest) => {
    if (isOpening || flags & NEW_OR_FOLDER) {
      return open.call(files, name, flags, ...rest);
    }
    other ??= name;
    throw Object.assign(new Error(`${name} is not opened`), NOT_FOUND);
  };
  try {
    const result = action();
    // Without an error HDF5 gives zeros in place of another file's values.
    if (other !== undefined) throw new Error("values of another file");
    return result;
  } catch (error) {
    if (other !== undefined) {
      throw new SyntaxError(
        `${path} takes values from another file, ${other}, which is not read`,
        { cause: error },
      );
    }
    const text = error instanceof Error ? error.message : String(error);
    throw new SyntaxError(`${path} can't be read: ${reasonIn(text)}`, {
      cause: error,
    });
  } finally {
    files.open = open;
  }
}
