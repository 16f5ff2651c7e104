/**
 * Files of weights of any kind, behind one list of layers.
 *
 * @module
 */

import {
  SafetensorsFile,
  type TensorInFile,
} from "../safetensors/safetensors.ts";
import { KerasFile, type StoredLayer } from "./keras_file.ts";

/** An open file of weights; `using` closes it. */
export interface WeightFile extends Disposable {
  readonly layers: readonly StoredLayer[];
  readonly keyed: boolean;
}

/**
 * @throws {Deno.errors.NotFound} If there is no such file.
 * @throws {SyntaxError} If the file is of none of the kinds, or damaged.
 */
export async function openWeightFile(path: string): Promise<WeightFile> {
  if (!path.endsWith(".safetensors")) return await KerasFile.open(path);
  const file = SafetensorsFile.open(path);
  return {
    layers: layersByPath(file.tensors),
    keyed: false,
    [Symbol.dispose]: () => file.close(),
  };
}

/** Arrays as layers, and layers of layers, by the slashes in their names. */
function layersByPath(tensors: readonly TensorInFile[]): StoredLayer[] {
  const split = tensors.map((tensor) => {
    const at = tensor.name.indexOf("/");
    return {
      layer: at < 0 ? "" : tensor.name.slice(0, at),
      rest: { ...tensor, name: tensor.name.slice(at + 1) },
    };
  });
  return [...Map.groupBy(split, ({ layer }) => layer)].map(([name, own]) => {
    const weights = own.map(({ rest }) => rest);
    const names = weights.map((weight) => weight.name);
    const isDeep = names.every((it) => it.includes("/"));
    const layers = isDeep ? layersByPath(weights) : undefined;
    return { name, weights, names, layers };
  });
}
