/**
 * Why something failed, as one line without a full stop.
 *
 * The WASM backend rejects with plain objects, and errors of the WebGPU layer
 * run over several lines; the first says what happened.
 *
 * @param thrown Anything caught.
 */
export function reasonOf(thrown: unknown): string {
  const message = thrown && typeof thrown === "object" && "message" in thrown
    ? String(thrown.message)
    : String(thrown);
  return message.split("\n")[0].trim().replace(/\.$/, "");
}
