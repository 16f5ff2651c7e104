/**
 * A kernel that runs, on this machine or behind a server.
 *
 * @module
 */

import type { BackgroundError } from "../protocol/background.ts";
import type { ExecuteReply } from "../protocol/execution.ts";
import type { KernelInfoReply } from "../protocol/lifecycle.ts";
import type { ExecuteOptions } from "./execution.ts";

/** A kernel, as far as running notebooks needs one. */
export interface Kernel {
  readonly language: string;
  readonly displayName: string;
  readonly name: string;
  /** Of its process on this machine, if it has one. */
  readonly pid: number | undefined;
  kernelInfo(): Promise<KernelInfoReply>;
  /**
   * Runs code, one at a time.
   *
   * @throws {ExecutionTimeoutError} If it took too long and was interrupted.
   * @throws {KernelDiedError} If the kernel died.
   */
  execute(code: string, options?: ExecuteOptions): Promise<ExecuteReply>;
  /**
   * Asks which errors no cell caught; a kernel that can't tell has none. Waits
   * for what cells have begun, but not for long.
   *
   * @throws {KernelDiedError} If the kernel died.
   */
  background(): Promise<BackgroundError[]>;
  /** Ends it in good order, and waits for that. */
  shutdown(): Promise<void>;
  /** Ends it by force, with all it started; resolves when nothing is left. */
  destroy(): Promise<void>;
}
