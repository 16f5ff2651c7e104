/**
 * A server of modules by `https:`, with a certificate of its own.
 *
 * @module
 */

import { join } from "node:path";
import forge from "node-forge";

/** Serves texts by their paths; `.ts` and `.js` as modules. */
export class HttpsServer implements AsyncDisposable {
  readonly #server: Deno.HttpServer<Deno.NetAddr>;

  private constructor(
    server: Deno.HttpServer<Deno.NetAddr>,
    /** Holds the certificate. */
    readonly folder: string,
  ) {
    this.#server = server;
  }

  /** @param modules Texts by path, such as `/data.ts`. */
  static start(modules: Record<string, string>): HttpsServer {
    const { cert, key } = certificate("localhost");
    const folder = Deno.makeTempDirSync({ prefix: "thaw-https-" });
    Deno.writeTextFileSync(join(folder, "cert.pem"), cert);
    const server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, cert, key, onListen() {} },
      (request) => {
        const { pathname } = new URL(request.url);
        const text = modules[pathname];
        if (text === undefined) return new Response("none", { status: 404 });
        const type = pathname.endsWith(".js")
          ? "text/javascript"
          : "application/typescript";
        return new Response(text, { headers: { "content-type": type } });
      },
    );
    return new HttpsServer(server, folder);
  }

  /** Such as `localhost:4321`. */
  get host(): string {
    return `localhost:${this.#server.addr.port}`;
  }

  /** What makes Deno trust this server. */
  get env(): Record<string, string> {
    return { DENO_CERT: join(this.folder, "cert.pem") };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
    await Deno.remove(this.folder, { recursive: true });
    await forget(this.#server.addr.port);
  }
}

/** Takes a server's modules from Deno's cache: its port will be another's. */
async function forget(port: number): Promise<void> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json"],
  }).output();
  const { modulesCache } = JSON.parse(new TextDecoder().decode(stdout));
  const folder = join(modulesCache, "https", `localhost_PORT${port}`);
  try {
    await Deno.remove(folder, { recursive: true });
  } catch (error) {
    // Nothing was loaded from it.
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** A certificate for a host, signed by its own key, and that key, as PEM. */
function certificate(host: string): { cert: string; key: string } {
  const { pki } = forge;
  const keys = pki.rsa.generateKeyPair(2048);
  const cert = pki.createCertificate();
  cert.publicKey = keys.publicKey;
  cert.serialNumber = "01";
  const day = 24 * 3600 * 1000;
  cert.validity.notBefore = new Date(Date.now() - day);
  cert.validity.notAfter = new Date(Date.now() + day);
  const name = [{ name: "commonName", value: host }];
  cert.setSubject(name);
  cert.setIssuer(name);
  cert.setExtensions([
    // Deno refuses an authority's certificate as a server's own.
    { name: "basicConstraints", cA: false },
    { name: "subjectAltName", altNames: [{ type: 2, value: host }] },
  ]);
  cert.sign(keys.privateKey, forge.md.sha256.create());
  return {
    cert: pki.certificateToPem(cert),
    key: pki.privateKeyToPem(keys.privateKey),
  };
}
