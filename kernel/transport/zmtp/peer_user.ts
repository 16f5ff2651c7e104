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
  const [here, there] = [endText(localAddr), endText(remoteAddr)];
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

/**
 * Who owns the socket at `there` that is connected to `here`. By port alone it
 * could be another's: who comes from 127.0.0.2 may have a client's port there.
 */
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

/**
 * One end as the tables have it: the port, and before it an IPv4 address, its
 * bytes in reverse. IPv6 has one address of this machine only, `::1`.
 */
export function endText(
  { hostname, port }: { hostname: string; port: number },
): string {
  const bytes = hostname.includes(":") ? [] : hostname.split(".");
  const address = bytes.reverse().map((byte) => hex(Number(byte), 2)).join("");
  return `${address}:${hex(port, 4)}`;
}

function hex(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, "0");
}
