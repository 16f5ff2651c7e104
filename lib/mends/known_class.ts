import { ownLayers } from "../layers/register_layer.ts";
import { SHIPPED_CLASSES } from "./tfjs_class.ts";

/** Whether a layer or a part of one is of tfjs or of this library, not a user's. */
export function isOfLibrary({ constructor }: object): boolean {
  return SHIPPED_CLASSES.has(constructor) || ownLayers.has(constructor);
}
