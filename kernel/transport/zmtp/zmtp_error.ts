/** Bytes that are not ZMTP, or more of them than one message may have. */
export class ZmtpError extends Error {
  override name = "ZmtpError";
}
