/**
 * A language server in a process of its own, opened on one document.
 *
 * @module
 */

import { pathToFileURL } from "node:url";
import { LspClient } from "./lsp/lsp_client.ts";
import type { WrittenFile } from "./project/written_file.ts";
import type {
  CompletionItem,
  Diagnostic,
  Hover,
  Location,
  LspPosition,
  SignatureHelp,
} from "./lsp/protocol.ts";

/** Which server, and what it looks at. */
export interface EngineOptions {
  command: string;
  args: string[];
  /** The folder of the project. */
  folder: string;
  env?: Record<string, string>;
  /** By section, for servers that ask. */
  settings?: Record<string, unknown>;
  initializationOptions?: Record<string, unknown>;
}

const CAPABILITIES = {
  general: { positionEncodings: ["utf-16"] },
  workspace: {
    configuration: true,
    workspaceFolders: true,
    didChangeWatchedFiles: { dynamicRegistration: true },
  },
  textDocument: {
    completion: {
      completionItem: {
        snippetSupport: false,
        documentationFormat: ["markdown"],
        labelDetailsSupport: true,
        tagSupport: { valueSet: [1] },
        resolveSupport: { properties: ["documentation", "detail"] },
      },
      contextSupport: true,
    },
    hover: { contentFormat: ["markdown"] },
    signatureHelp: {
      signatureInformation: {
        documentationFormat: ["markdown"],
        parameterInformation: { labelOffsetSupport: true },
        activeParameterSupport: true,
      },
    },
    definition: { linkSupport: false },
    diagnostic: { dynamicRegistration: true },
    synchronization: {},
  },
};

export class Engine {
  /** Fulfilled when the process has ended. */
  readonly ended: Promise<unknown>;
  #process: Deno.ChildProcess;
  #client: LspClient;
  #documents = new Map<string, { version: number; text: string }>();

  private constructor(process: Deno.ChildProcess, client: LspClient) {
    this.#process = process;
    this.#client = client;
    this.ended = process.status;
  }

  /** @throws {Error} If the server can't be started, or ends at once. */
  static async start(options: EngineOptions): Promise<Engine> {
    const { command, args, folder, env, settings } = options;
    const process = new Deno.Command(command, {
      args,
      env,
      cwd: folder,
      stdin: "piped",
      stdout: "piped",
      stderr: "null",
    }).spawn();
    const client = new LspClient(process, settings);
    const engine = new Engine(process, client);
    const rootUri = pathToFileURL(folder).href;
    await client.request("initialize", {
      processId: Deno.pid,
      rootUri,
      workspaceFolders: [{ uri: rootUri, name: "notebook" }],
      capabilities: CAPABILITIES,
      initializationOptions: options.initializationOptions ?? {},
    });
    client.notify("initialized", {});
    return engine;
  }

  get pid(): number {
    return this.#process.pid;
  }

  /** Fulfilled as soon as the server reads and writes at all. */
  async ping(): Promise<void> {
    await this.#client.request("thaw/ping", {}).catch(() => {});
  }

  /** Opens a document, if it is not open. */
  open(path: string, text: string) {
    if (!this.#documents.has(pathToFileURL(path).href)) this.write(path, text);
  }

  /** Sets what a document holds, whatever is on the disk. */
  write(path: string, text: string) {
    const uri = pathToFileURL(path).href;
    const document = this.#documents.get(uri);
    if (!document) {
      this.#documents.set(uri, { version: 1, text });
      const languageId = path.endsWith("x") ? "typescriptreact" : "typescript";
      this.#client.notify("textDocument/didOpen", {
        textDocument: { uri, languageId, version: 1, text },
      });
    } else if (document.text !== text) {
      document.text = text;
      this.#client.notify("textDocument/didChange", {
        textDocument: { uri, version: ++document.version },
        contentChanges: [{ text }],
      });
    }
  }

  /** Whether a document is what it was. */
  holds(path: string, text: string): boolean {
    return this.#documents.get(pathToFileURL(path).href)?.text === text;
  }

  /** Tells of files that were written since. */
  changed(files: WrittenFile[]) {
    if (files.length === 0) return;
    this.#client.notify("workspace/didChangeWatchedFiles", {
      changes: files.map(({ path, isNew }) => {
        const uri = pathToFileURL(path).href;
        return { uri, type: isNew ? 1 : 2 };
      }),
    });
  }

  async complete(
    path: string,
    position: LspPosition,
  ): Promise<CompletionItem[]> {
    const found = await this.#at("completion", path, position, {
      context: { triggerKind: 1 },
    }) as CompletionItem[] | { items: CompletionItem[] } | null;
    return Array.isArray(found) ? found : found?.items ?? [];
  }

  /** The item with its `detail` and `documentation`. */
  async resolve(item: CompletionItem): Promise<CompletionItem> {
    const full = await this.#client.request("completionItem/resolve", item);
    return full as CompletionItem | null ?? item;
  }

  async hover(path: string, position: LspPosition): Promise<Hover | null> {
    return await this.#at("hover", path, position) as Hover | null;
  }

  async signatureHelp(
    path: string,
    position: LspPosition,
  ): Promise<SignatureHelp | null> {
    const found = await this.#at("signatureHelp", path, position);
    return found as SignatureHelp | null;
  }

  async definition(path: string, position: LspPosition): Promise<Location[]> {
    const found = await this.#at("definition", path, position) as
      | Location
      | Location[]
      | null;
    return found === null ? [] : [found].flat();
  }

  async diagnostics(path: string): Promise<Diagnostic[]> {
    const uri = pathToFileURL(path).href;
    const found = await this.#client.request("textDocument/diagnostic", {
      textDocument: { uri },
    }) as { items?: Diagnostic[] } | null;
    return found?.items ?? [];
  }

  kill() {
    try {
      this.#process.kill("SIGKILL");
    } catch {
      // It has ended already.
    }
  }

  #at(method: string, path: string, position: LspPosition, more: object = {}) {
    const uri = pathToFileURL(path).href;
    const params = { textDocument: { uri }, position, ...more };
    return this.#client.request(`textDocument/${method}`, params);
  }
}
