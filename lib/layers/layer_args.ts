/**
 * Refuses arguments of layers that nobody reads.
 *
 * @module
 */

import { checkOptions, type OptionNames } from "../options/check_options.ts";
import type { LayerArgs } from "./register_layer.ts";

/** What every layer takes. */
const COMMON: OptionNames<LayerArgs> = {
  batchInputShape: true,
  batchSize: true,
  dtype: true,
  inputDType: true,
  inputShape: true,
  name: true,
  trainable: true,
  weights: true,
};

/**
 * Checks that a layer is given no other arguments than it has.
 *
 * @param owner The function that makes it: `dropout`.
 * @param names Its own arguments, besides those of every layer.
 * @throws {TypeError} If there is another one, with the nearest name; if there
 * are none at all.
 */
export function checkLayerArgs<Args extends LayerArgs>(
  owner: string,
  args: Args | undefined,
  names: OptionNames<Omit<Args, keyof LayerArgs>>,
): void {
  if (args === undefined || args === null) {
    throw new TypeError(
      `${owner} needs arguments; it has ${Object.keys(names).join(", ")}`,
    );
  }
  const all = { ...names, ...COMMON } as OptionNames<Args>;
  checkOptions(owner, args as object, all as OptionNames<object>);
}
