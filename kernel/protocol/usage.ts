/**
 * Contents of `usage_reply`, which ipykernel added to the protocol for the
 * server's extension jupyter-resource-usage.
 *
 * @module
 */

import type { ErrorReply } from "./reply.ts";

/** `usage_reply`, on control. Sizes in bytes; its request is empty. */
export type UsageReply = {
  status: "ok";
  hostname: string;
  pid: number;
  cpu_count: number;
  /** Percent of one processor, of the kernel and all that it started. */
  kernel_cpu: number;
  kernel_memory: number;
  /** Percent of all processors. */
  host_cpu_percent: number;
  host_virtual_memory: Record<string, number>;
} | ErrorReply;
