import * as tf from "@tensorflow/tfjs";

/** Calls of a kernel, and milliseconds spent in it alone. */
export interface KernelTime {
  name: string;
  calls: number;
  milliseconds: number;
}

/**
 * Runs `work` with every kernel of a backend timed; a kernel that calls others
 * counts only its own share. For backends that compute before they return.
 *
 * `tf.profile()` is not used: it keeps every tensor's values for later, and
 * fails on a step of some ten thousand kernels.
 *
 * @returns The slowest first.
 */
export async function kernelTimes(
  backend: string,
  work: () => Promise<unknown>,
): Promise<KernelTime[]> {
  const times = new Map<string, KernelTime>();
  /** Time spent in kernels called by those now running, outermost first. */
  const nested: number[] = [];
  const kernels = tf.getKernelsForBackend(backend).map((config) => ({
    config,
    kernelFunc: config.kernelFunc,
  }));
  for (const { config, kernelFunc } of kernels) {
    const time = { name: config.kernelName, calls: 0, milliseconds: 0 };
    times.set(time.name, time);
    config.kernelFunc = (given) => {
      nested.push(0);
      const start = performance.now();
      try {
        return kernelFunc(given);
      } finally {
        const whole = performance.now() - start;
        time.calls++;
        time.milliseconds += whole - nested.pop()!;
        if (nested.length > 0) nested[nested.length - 1] += whole;
      }
    };
  }
  try {
    await work();
  } finally {
    for (const { config, kernelFunc } of kernels) {
      config.kernelFunc = kernelFunc;
    }
  }
  return [...times.values()]
    .filter(({ calls }) => calls > 0)
    .sort((a, b) => b.milliseconds - a.milliseconds);
}
