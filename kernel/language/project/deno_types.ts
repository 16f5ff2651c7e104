/**
 * Types of what cells have without importing it.
 *
 * @module
 */

/** What `deno types` prints. */
export async function denoTypes(): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["types"],
    env: { DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1" },
    stdin: "null",
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr).trim());
  return new TextDecoder().decode(stdout);
}

/** What the kernel adds, and modules of which nothing is known. */
export const KERNEL_TYPES = `
declare namespace Deno {
  namespace jupyter {
    interface CommMessage {
      content: {
        comm_id: string;
        target_name?: string;
        data: Record<string, any>;
      };
      metadata: Record<string, any>;
      buffers: Uint8Array[];
    }
    interface CommExtra {
      metadata?: Record<string, unknown>;
      buffers?: (ArrayBuffer | ArrayBufferView)[];
    }
    /** One channel between cells and a front end. */
    interface Comm {
      readonly commId: string;
      readonly targetName: string;
      /** Called with each message that comes in. */
      onMsg: ((message: CommMessage) => unknown) | undefined;
      /** Called once, when the other end closes. */
      onClose: ((message: CommMessage) => unknown) | undefined;
      send(data?: Record<string, unknown>, extra?: CommExtra): Promise<void>;
      close(data?: Record<string, unknown>, extra?: CommExtra): Promise<void>;
    }
    /** Asks for a cell with this code below the one that runs, or in its place. */
    function setNextInput(code: string, options?: { replace?: boolean }): void;
    /**
     * Runs \`work\`, and gives \`take\` what it shows: the type and content of
     * each message. What it returns true for is shown nowhere else.
     */
    function capture<T>(
      work: () => T,
      take: (msgType: string, content: Record<string, any>) => boolean,
    ): T;
    /** Sends a message to all clients, also one without content. */
    function broadcast(
      msgType: string,
      content: Record<string, unknown> | null,
      extra?: CommExtra,
    ): Promise<void>;
    /** Channels between cells and what runs in front ends, such as widgets. */
    const comms: {
      open(
        targetName: string,
        data?: Record<string, unknown>,
        extra?: CommExtra,
      ): Comm;
      get(commId: string): Comm | undefined;
      registerTarget(
        targetName: string,
        onOpen: (comm: Comm, opened: CommMessage) => unknown,
      ): void;
      unregisterTarget(targetName: string): void;
      /** Whether a front end had no target of this name. */
      wasRefused(targetName: string): boolean;
    };
  }
}
/** Asks the user; what is typed for a password is not shown. */
declare function prompt(
  message: string | undefined,
  defaultValue: string | undefined,
  options: { password?: boolean },
): string | null;
`;
