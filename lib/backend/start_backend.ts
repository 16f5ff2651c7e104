import * as tf from "@tensorflow/tfjs";

/** Makes a backend; may be asynchronous. */
export type BackendFactory = () =>
  | tf.KernelBackend
  | Promise<tf.KernelBackend>;

/**
 * Starts a backend and makes it the current one, unless it already is.
 *
 * `tf.setBackend()` answers false when a backend fails, and prints the reason
 * where no program can read it. Here the factory runs first, so that what it
 * throws reaches the caller, and TensorFlow.js gets the finished backend.
 *
 * @throws What the factory throws.
 */
export async function startBackend(
  name: string,
  factory: BackendFactory,
): Promise<void> {
  if (!(name in tf.engine().registry)) {
    let made: tf.KernelBackend | undefined = await factory();
    if (tf.findBackendFactory(name)) tf.removeBackend(name);
    tf.registerBackend(name, () => {
      const backend = made ?? factory();
      // A notebook's kernel asks again where a Stop left this one broken.
      made = undefined;
      return backend;
    });
  }
  if (!await tf.setBackend(name)) {
    throw new Error(`TensorFlow.js refused the backend ${name}`);
  }
}
