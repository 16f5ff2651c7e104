import { engineState } from "./engine_state.ts";

/** Whether a gradient is being taken, though not all of it may be recorded. */
export function isTakingGradient(): boolean {
  return engineState().gradientDepth > 0;
}
