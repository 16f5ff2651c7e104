/**
 * `Deno.jupyter` as `deno jupyter` has it, and `comms` beside it.
 *
 * Under `deno run` the property throws and cannot be redefined, so
 * `globalThis.Deno` is replaced by a copy that has it.
 *
 * @module
 */

import { join } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { isRecord } from "../../bridge/is_record.ts";
import { capture, type Take } from "../cells/capture.ts";
import { broadcast, DISPLAYS, type Extra } from "./broadcast.ts";
import { denoTest } from "./deno_test.ts";
import { comms, noteBroadcast } from "./comms.ts";
import { refuseOthers } from "./known_options.ts";
import {
  DISPLAY,
  format,
  formatNow,
  isThenable,
  picture,
} from "../show/format.ts";
import { type MimeBundle, wholeBundle } from "../show/whole_bundle.ts";
import { post } from "../output/output.ts";
import { withIntrinsics } from "../language/intrinsics.ts";
import { Array, Object, TypeError } from "../language/natives.ts";

const { readFileSync } = Deno;
/** Without what a cell may have given all objects. */
const NOTHING: DisplayOptions = Object.create(null);
const DISPLAY_OPTIONS = ["raw", "update", "display_id"];

interface DisplayOptions {
  /** The object is a MIME bundle already. */
  raw?: boolean;
  /** Replace what was shown under `display_id`. */
  update?: boolean;
  display_id?: string;
}

function displayable(bundle: MimeBundle) {
  return { [DISPLAY]: () => bundle };
}

function tagged(name: string, mime: string) {
  return (strings: TemplateStringsArray, ...values: unknown[]) => {
    if (!Array.isArray(strings)) {
      throw new TypeError(
        `Deno.jupyter.${name} is a tag of templates: Deno.jupyter.${name}` +
          "`${text}`",
      );
    }
    return displayable({
      [mime]: strings.reduce((text, string, index) =>
        text + (values[index - 1] === undefined ? "" : values[index - 1]) +
        string
      ),
    });
  };
}

/**
 * Shows a value among what the cell prints. Only where its display method is
 * asynchronous, what is printed meanwhile comes before it.
 */
async function display(value: unknown, options: DisplayOptions = NOTHING) {
  refuseOthers("Deno.jupyter.display()", options, DISPLAY_OPTIONS);
  const given = options.raw && isRecord(value)
    ? withIntrinsics(() => wholeBundle(value))
    : withIntrinsics(() => formatNow(value));
  const data = isThenable(given) ? await given : given;
  if (!data) return;
  broadcast(options.update ? "update_display_data" : "display_data", {
    data,
    metadata: {},
    transient: options.display_id ? { display_id: options.display_id } : {},
  });
}

/**
 * Asks the front end for a cell with this code below the one that runs, or in
 * its place, as IPython's `set_next_input`.
 */
function setNextInput(code: string, options: { replace?: boolean } = {}) {
  if (typeof code !== "string") {
    throw new TypeError("Deno.jupyter.setNextInput() takes the code as text");
  }
  refuseOthers("Deno.jupyter.setNextInput()", options, ["replace"]);
  post("nextInput", { text: code, replace: options?.replace === true });
}

/**
 * Runs `work`, and gives `take` what it shows: the type and content of each
 * message, as `broadcast` takes them. What it returns true for is shown nowhere
 * else. Timers and promises of `work` belong to it.
 */
function captureOutput<T>(work: () => T, take: Take): T {
  if (typeof work === "function" && typeof take === "function") {
    return capture(work, take);
  }
  throw new TypeError(
    "Deno.jupyter.capture() takes the work to do and what takes its output, both functions",
  );
}

function image(source: string | Uint8Array) {
  const bytes = typeof source === "string" ? readFileSync(source) : source;
  const bundle = picture(bytes);
  if (!bundle) {
    throw new TypeError(
      "Deno.jupyter.image() takes the bytes of a PNG or JPEG, or a path to one",
    );
  }
  return displayable(bundle);
}

/** A message that displays something, with plain text for it. */
function withText(msg_type: string, content: Record<string, unknown>) {
  return withIntrinsics(() =>
    DISPLAYS.includes(msg_type) && isRecord(content) && isRecord(content.data)
      ? { ...content, data: wholeBundle(content.data) }
      : content
  );
}

/**
 * Puts `Deno.jupyter` in place and hides the child's own arguments, and that
 * its program came by standard input: cells are `notebook.ts` of their folder.
 */
export function installJupyter() {
  const jupyter = {
    $display: DISPLAY,
    capture: captureOutput,
    broadcast(
      msg_type: string,
      content: Record<string, unknown>,
      extra?: Extra,
    ) {
      const sent = broadcast(msg_type, withText(msg_type, content), extra);
      if (content) noteBroadcast(msg_type, content);
      return sent;
    },
    comms,
    display,
    format,
    html: tagged("html", "text/html"),
    image,
    md: tagged("md", "text/markdown"),
    setNextInput,
    svg: tagged("svg", "image/svg+xml"),
  };
  const path = join(Deno.cwd(), "notebook.ts");
  process.argv.splice(1, process.argv.length, path);
  const descriptors = Object.getOwnPropertyDescriptors(Deno);
  const constant = (value: unknown) => ({
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  });
  const copy = Object.defineProperties(
    Object.create(Object.getPrototypeOf(Deno)),
    {
      ...descriptors,
      jupyter: constant(jupyter),
      args: constant([]),
      test: constant(denoTest),
      mainModule: constant(pathToFileURL(path).href),
    },
  );
  Object.defineProperty(globalThis, "Deno", {
    value: copy,
    writable: true,
    enumerable: false,
    configurable: true,
  });
}
