/**
 * Waiting for a server.
 *
 * @module
 */

/** How long a server may take from telling its address to listening there. */
const PATIENCE_MS = 30_000;
/** How soon it is asked again. */
const AGAIN_MS = 50;

/**
 * What a server answers. JupyterLab may print its address before it listens
 * there, so a refused connection is tried again.
 */
export async function answered(url: string): Promise<Response> {
  const start = performance.now();
  for (;;) {
    try {
      return await fetch(url);
    } catch (error) {
      if (performance.now() - start > PATIENCE_MS) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}
