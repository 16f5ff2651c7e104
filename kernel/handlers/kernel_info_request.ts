import type { KernelInfoReply } from "../protocol/lifecycle.ts";
import { PROTOCOL_VERSION } from "../protocol/message.ts";
import { BACKGROUND_FEATURE } from "../protocol/background.ts";
import config from "../../deno.json" with { type: "json" };

/** Says what this kernel is. */
export function kernelInfoRequest(): KernelInfoReply {
  const { deno, typescript, v8 } = Deno.version;
  return {
    status: "ok",
    protocol_version: PROTOCOL_VERSION,
    implementation: "thaw",
    implementation_version: config.version,
    language_info: {
      name: "typescript",
      version: typescript,
      mimetype: "text/x.typescript",
      file_extension: ".ts",
      pygments_lexer: "typescript",
      codemirror_mode: "typescript",
      nbconvert_exporter: "script",
    },
    banner:
      `Thaw ${config.version}: TypeScript ${typescript} on Deno ${deno}, V8 ${v8}`,
    debugger: true,
    help_links: [
      { text: "Deno", url: "https://docs.deno.com/api/deno/" },
      { text: "TypeScript", url: "https://www.typescriptlang.org/docs/" },
      { text: "TensorFlow.js", url: "https://js.tensorflow.org/api/latest/" },
    ],
    supported_features: ["debugger", BACKGROUND_FEATURE],
  };
}
