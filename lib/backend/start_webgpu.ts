/**
 * WebGPU on Deno's `navigator.gpu`.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { type BackendFactory, startBackend } from "./start_backend.ts";

/** The parts of an adapter that are read here; see the WebGPU specification. */
interface Adapter {
  info: { description: string; isFallbackAdapter?: boolean };
}

let factory: BackendFactory | undefined;

/**
 * Makes WebGPU the current backend.
 *
 * The package is loaded here, not with this module: it is large, and nothing
 * of it is needed where there is no adapter.
 *
 * @param software Accept an adapter that computes on the CPU (Mesa lavapipe,
 * SwiftShader). It is right, but slower than WASM, so only who asks for WebGPU
 * by name gets it.
 * @throws {Error} If there is no adapter, or only one in software.
 */
export async function startWebgpu(software: boolean): Promise<void> {
  const adapter = await requestAdapter();
  if (!adapter) throw new Error("no graphics adapter was found");
  if (adapter.info.isFallbackAdapter && !software) {
    throw new Error(
      `the adapter ${adapter.info.description} is software, slower than wasm`,
    );
  }
  await import("@tensorflow/tfjs-backend-webgpu");
  factory ??= tf.findBackendFactory("webgpu");
  await startBackend("webgpu", factory);
}

function requestAdapter(): Promise<Adapter | null> {
  const { gpu } = navigator as {
    gpu?: { requestAdapter(options: unknown): Promise<Adapter | null> };
  };
  // TensorFlow.js asks for the same preference, so it gets the same adapter.
  return gpu?.requestAdapter({ powerPreference: "high-performance" }) ??
    Promise.resolve(null);
}
