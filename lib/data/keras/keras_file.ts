/**
 * Weights as Keras stores them: `.h5` (Keras 1 to 3, weights alone or a whole
 * model), `.weights.h5` and `.keras` (Keras 3), behind one list of layers.
 *
 * Nothing is read before it is asked for, so a caller can check all shapes
 * first, and a file may be larger than memory.
 *
 * @module
 */

import { join } from "node:path";
import { ZipFile } from "../files/zip_file.ts";
import { foreignZip, kindOfFile } from "./foreign_file.ts";
import { type H5Array, type H5Group, Hdf5File } from "./hdf5_file.ts";

/** A layer that has weights, or holds layers that have. */
export interface StoredLayer {
  /** The layer's name in Keras, or its key where the file has no names. */
  readonly name: string;
  /** Keras 3's key: the class and how many of its kind stand before it. */
  readonly key?: string;
  /** Names of the weights within the layer, where the file has them. */
  readonly names?: string[];
  /** Names of the weights in Keras, with those of the layers they are of. */
  readonly paths?: string[];
  /**
   * In the order of Keras's `layer.weights`; of a model within the model first
   * those that trained, then the others.
   */
  readonly weights: H5Array[];
  /** Of a model within the model, where the file keeps them apart. */
  readonly layers?: StoredLayer[];
  /**
   * Of a recurrent layer of several cells, by key, in no order; its `weights`
   * are then empty.
   */
  readonly cells?: Map<string, H5Array[]>;
}

/** An open file of weights; `using` closes it. */
export class KerasFile implements Disposable {
  readonly #close: () => void;

  private constructor(
    readonly layers: StoredLayer[],
    /**
     * Whether names are keys: the class and how many of its kind stand before
     * it in the model. Keras 3 stored no others in its first years.
     */
    readonly keyed: boolean,
    close: () => void,
  ) {
    this.#close = close;
  }

  /**
   * Opens a file of weights, whatever its name ends in.
   *
   * @throws {Deno.errors.NotFound} If there is no such file.
   * @throws {SyntaxError} If it is neither an HDF5 file nor a zip archive of
   *   Keras, or is cut off.
   */
  static async open(path: string): Promise<KerasFile> {
    if (await kindOfFile(path) === "hdf5") {
      return await KerasFile.#openHdf5(path, path);
    }
    const folder = await Deno.makeTempDir({ prefix: "thaw-" });
    const remove = () => Deno.removeSync(folder, { recursive: true });
    try {
      const unpacked = join(folder, "model.weights.h5");
      await using zip = await ZipFile.open(path);
      if (!zip.names.includes("model.weights.h5")) {
        throw new SyntaxError(
          `${path} ${foreignZip(zip.names, "model.weights.h5")}`,
        );
      }
      await zip.extract("model.weights.h5", unpacked);
      return await KerasFile.#openHdf5(unpacked, path, remove);
    } catch (error) {
      remove();
      throw error;
    }
  }

  /** @param shown The path that errors speak of. */
  static async #openHdf5(
    path: string,
    shown: string,
    after = () => {},
  ): Promise<KerasFile> {
    const file = await Hdf5File.open(path, shown);
    try {
      const root = file.root;
      const legacy = root.group("model_weights") ?? root;
      const [layers, keyed] = legacy.texts("layer_names")
        ? [legacyLayers(legacy), false]
        : keras3Layers(root);
      return new KerasFile(layers, keyed, () => {
        file[Symbol.dispose]();
        after();
      });
    } catch (error) {
      file[Symbol.dispose]();
      throw error;
    }
  }

  [Symbol.dispose](): void {
    this.#close();
  }
}

/** Keras 1, 2 and 3's `.h5`: names of layers and weights are attributes. */
function legacyLayers(root: H5Group): StoredLayer[] {
  const layers: StoredLayer[] = [];
  for (const name of root.texts("layer_names") ?? []) {
    const group = root.group(name);
    const names = group?.texts("weight_names") ?? [];
    const [others, trainable] = [true, false].map((which) =>
      names.filter((weight) => isAverage(weight) === which)
    );
    const paths = [...trainable, ...others];
    const weights = paths.map((it) => group!.floats(it));
    if (weights.length > 0) layers.push({ name, weights, paths });
  }
  return layers;
}

/** In a frozen model Keras lists averages where their layer stands. */
function isAverage(weight: string): boolean {
  return /(moving|running)_(mean|variance|std)[^/]*$/.test(weight);
}

/**
 * Keras 3: a group for each layer, named by its class and a running number;
 * the layer's own name is an attribute of `vars` (older files lack it).
 */
function keras3Layers(root: H5Group): [StoredLayer[], keyed: boolean] {
  const groups = root.group("layers") ??
    root.group("_layer_checkpoint_dependencies");
  if (!groups) throw new SyntaxError(`${root.file} holds no Keras weights`);
  let keyed = false;
  const layersOf = (groups: H5Group): StoredLayer[] =>
    groups.names.flatMap((key) => {
      const group = groups.group(key);
      if (!group) return [];
      // A TimeDistributed has its layer, which may be a model, in `layer`.
      const inner = group.group("layers") ??
        group.group("layer")?.group("layers");
      const layers = inner ? layersOf(inner) : undefined;
      const cells = cellsOf(group);
      const weights = layers || cells ? [] : weightsOf(group);
      if (weights.length === 0 && !layers?.length && !cells) return [];
      const name = group.group("vars")?.text("name");
      if (name === undefined) keyed = true;
      return [{ name: name ?? key, key, weights, layers, cells }];
    });
  return [layersOf(groups), keyed];
}

/** Layers inside layers, in the order of Keras's `layer.weights`. */
const PARTS = [
  "query_dense",
  "key_dense",
  "value_dense",
  "output_dense",
  "forward_layer",
  "backward_layer",
];

/** The cells of `RNN([cells])`; their keys tell only each one's class. */
function cellsOf(group: H5Group): StoredLayer["cells"] {
  const cells = group.group("cell")?.group("cells");
  if (!cells) return undefined;
  return new Map(
    cells.names.map((key) => [key, weightsOf(cells.group(key)!)]),
  );
}

/**
 * A layer's own weights, then those of its parts (LSTM's cell, attention's
 * projections); none where the order of several parts is not known.
 */
function weightsOf(group: H5Group): H5Array[] {
  const vars = group.group("vars");
  const count = vars?.names.length ?? 0;
  const own = Array.from(
    { length: count },
    (_, i) => vars!.floats(String(i)),
  );
  const parts = group.names
    .filter((name) => name !== "vars" && name !== "seed_generator")
    .map((name) => {
      const part = group.group(name);
      // `_query_dense` in Keras 2.
      const at = PARTS.indexOf(name.replace(/^_/, ""));
      return { at, weights: part ? weightsOf(part) : [] };
    })
    .filter(({ weights }) => weights.length > 0)
    .sort((left, right) => left.at - right.at);
  if (parts.length > 1 && parts[0].at < 0) return [];
  return [...own, ...parts.flatMap(({ weights }) => weights)];
}
