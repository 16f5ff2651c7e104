/**
 * Encryption of the sockets when the connection file has keys.
 *
 * As in jupyter_client, one pair of keys serves both ends: whoever can
 * read the connection file may connect, nobody else.
 *
 * @module
 */

import type { ConnectionInfo } from "./connection_info.ts";

/** Socket options for a client's end. */
export function curveClient(info: ConnectionInfo) {
  if (!info.curve_secretkey) return {};
  return {
    curveSecretKey: info.curve_secretkey,
    curvePublicKey: info.curve_publickey,
    curveServerKey: info.curve_publickey,
  };
}
