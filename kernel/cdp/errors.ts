/** Our own code for a command whose answer is too long to be read. */
export const TOO_LONG = -32_099;

/** DevTools refused a command; `code` is its JSON-RPC error code. */
export class CdpError extends Error {
  override name = "CdpError";
  constructor(readonly method: string, readonly code: number, reason: string) {
    super(`${method} failed with code ${code}: ${reason}`);
  }
}

/** The connection ended before the command was answered. */
export class CdpClosedError extends Error {
  override name = "CdpClosedError";
  constructor(readonly method: string) {
    super(`The DevTools connection closed before ${method} was answered`);
  }
}
