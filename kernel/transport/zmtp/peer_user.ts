/**
 * Which user of this machine is at the other end of a local connection: the
 * system's tables name the owner of each socket. All local connections come
 * from 127.0.0.1, and this tells another user's from those of the user who has
 * the key.
 *
 * @see https://docs.kernel.org/networking/proc_net_tcp.html
 * @module
 */

/** Fields of a line: number, local address, the other, state, …, user. */
const LOCAL = 1;
const REMOTE = 2;
const USER = 7;

/**
 * The number of the user; undefined if it is another machine's, or the system
 * does not say.
 */
export function peerUser(
  { localAddr, remoteAddr }: Deno.Conn,
): number | undefined {
  if (localAddr.transport !== "tcp" || remoteAddr.transport !== "tcp") {
    return undefined;
  }
  const { hostname } = remoteAddr;
  const isHere = hostname === localAddr.hostname ||
    hostname.startsWith("127.") || hostname === "::1";
  if (!isHere) return undefined;
  const [here, there] = [portText(localAddr.port), portText(remoteAddr.port)];
  for (const table of ["/proc/net/tcp", "/proc/net/tcp6"]) {
    try {
      const user = findUser(Deno.readTextFileSync(table), here, there);
      if (user !== undefined) return user;
    } catch {
      // Not on this system.
    }
  }
  return undefined;
}

/** Who owns the socket at port `there` that is connected to port `here`. */
export function findUser(
  table: string,
  here: string,
  there: string,
): number | undefined {
  for (const line of table.split("\n")) {
    if (!line.includes(here)) continue;
    const fields = line.trim().split(/\s+/);
    const isIt = fields[LOCAL]?.endsWith(there) &&
      fields[REMOTE]?.endsWith(here);
    if (isIt) return Number(fields[USER]);
  }
  return undefined;
}

/** A port as the tables have it. */
export function portText(port: number): string {
  return `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
}
