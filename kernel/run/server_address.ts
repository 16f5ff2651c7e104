/**
 * Where a Jupyter server is, from an address as people have it.
 *
 * @module
 */

import type { Server } from "../client/server_api.ts";
import { quoted } from "../config/quoted.ts";
import { BadInputError } from "../notebook/bad_input_error.ts";

/**
 * The path of one of its pages, of which a log and a browser's address bar have
 * that of JupyterLab or of a list of files. `/user/lab/` is what JupyterHub makes
 * of a person called so.
 */
const PAGE =
  /(?<!\/user)\/(?:lab(?:\/(?:tree|workspaces)\/.*)?|tree|(?:tree|notebooks)\/.*)$/;

/**
 * Reads the address of `--server`.
 *
 * @param token What was given for it; else the address's own, then that of
 *   JUPYTER_TOKEN.
 * @throws {BadInputError} If it is none.
 */
export function serverAddress(
  text: string,
  token: string | undefined,
): Server {
  const url = URL.parse(text);
  if (url?.protocol !== "http:" && url?.protocol !== "https:") {
    // `localhost:8888` is a URL, too, of the scheme `localhost`.
    const meant = /^[\w.-]+:\d+(\/|$)/.test(text)
      ? ` (did you mean http://${text}?)`
      : "";
    throw new BadInputError(
      `--server takes an http or https address, not ${quoted(text)}${meant}`,
    );
  }
  const own = url.searchParams.get("token") ?? undefined;
  url.search = "";
  url.hash = "";
  url.pathname = url.pathname.replace(/\/$/, "").replace(PAGE, "");
  if (!url.pathname.endsWith("/")) url.pathname += "/";
  return {
    url: url.href,
    token: token ?? own ?? Deno.env.get("JUPYTER_TOKEN"),
  };
}
