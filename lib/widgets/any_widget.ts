/**
 * Widgets with a front end of one's own, by anywidget: a state here, and a
 * function that draws it in the page.
 *
 * @see https://anywidget.dev/en/afm/
 *
 * @module
 */

import { requireKind } from "../options/require_kind.ts";
import { checkOptions } from "../options/check_options.ts";
import { kernelComms } from "./comm.ts";
import { SEEN } from "./control.ts";
import { anything, type StateOf, text, type Trait } from "./traits.ts";
import { defineProperties } from "./define_properties.ts";
import { Widget } from "./widget.ts";

/** The front ends that are accepted, as anywidget 0.11 for Python spells it. */
const ANYWIDGET = { module: "anywidget", version: "~0.11.*" };

/** The state in the page: `model.get(NAME)`, and so on. */
export interface PageModel {
  // deno-lint-ignore no-explicit-any -- as anywidget has it: what the state holds
  get(name: string): any;
  set(name: string, value: unknown): void;
  save_changes(): void;
  on(event: string, listener: (...values: unknown[]) => void): void;
  off(event: string, listener?: (...values: unknown[]) => void): void;
  send(content: unknown): void;
}

/** What draws; it may return a function that cleans up. */
export type Render = (
  // deno-lint-ignore no-explicit-any -- an element of the page, not of Deno
  context: { model: PageModel; el: any },
) => unknown;

/** What an anywidget is made of. */
export interface AnyWidgetOptions<State extends object> {
  /** Values by name: JSON, with bytes anywhere in it. */
  state?: State;
  /**
   * Draws in the page, from its own source text: it sees nothing of the
   * program around it.
   */
  render?: Render;
  /**
   * In place of `render` a module that exports it by default, as
   * `{ render }`: its text, its `https:` address, or a file, which is loaded
   * anew when it changes.
   */
  esm?: string | URL;
  /** Rules for the page: their text, or a file. */
  css?: string | URL;
}

const OPTIONS = { state: true, render: true, esm: true, css: true } as const;

const OWN = {
  _anywidget_id: text("thaw.AnyWidget"),
  _esm: text(""),
  _css: text(""),
};

function fileOf(source: string | URL | undefined): URL | undefined {
  if (source instanceof URL) {
    return source.protocol === "file:" ? source : undefined;
  }
  // A name of a file: one line that ends so.
  return source && /^[^\n{};]*\.(m?js|css)$/.test(source) &&
      !/^https?:/.test(source)
    ? new URL(source, `file://${Deno.cwd()}/`)
    : undefined;
}

function textOf(source: string | URL | undefined): string {
  const file = fileOf(source);
  return file ? Deno.readTextFileSync(file) : String(source ?? "");
}

/**
 * The text of a module, or its address.
 *
 * @throws {TypeError} If nothing is exported: front ends would show nothing, and
 * say so in the browser's console only.
 */
function moduleTextOf(source: string | URL | undefined): string {
  const text = textOf(source);
  if (/^https?:\S+$/.test(text) || /\bexport\b/.test(text)) return text;
  throw new TypeError(
    "esm must be the text of a module with export default { render }, " +
      `its https: address or a file (.js, .mjs), got ${
        JSON.stringify(text.slice(0, 60))
      }`,
  );
}

/** How long a file is left alone after a change; editors write in steps. */
const SETTLE_MS = 50;

/** Named as what it is of; a user makes it by `widget()`. */
class AnyWidget<State extends object> extends Widget<State> {
  readonly #watchers: Deno.FsWatcher[] = [];

  constructor(options: AnyWidgetOptions<State>) {
    const { state = {} as State, render, esm, css } = options;
    const traits = { ...SEEN, ...OWN } as Record<string, Trait<unknown>>;
    for (const name of Object.keys(state)) {
      if (name === "id" || name in traits || name in Widget.prototype) {
        throw new TypeError(`A state can't have the name ${name}`);
      }
      traits[name] = anything<unknown>(null);
    }
    const module = render ? moduleOf(render) : moduleTextOf(esm);
    super(
      {
        name: "AnyWidget",
        ...ANYWIDGET,
        model: "AnyModel",
        view: "AnyView",
      },
      traits,
      { ...state, _esm: module, _css: textOf(css) } as Partial<State>,
    );
    defineProperties(this, traits);
    this.#watch(esm, "_esm");
    this.#watch(css, "_css");
  }

  override close(): void {
    super.close();
    for (const watcher of this.#watchers) watcher.close();
  }

  #watch(source: string | URL | undefined, name: "_esm" | "_css"): void {
    const file = fileOf(source);
    if (!file || !kernelComms()) return;
    const watcher = Deno.watchFs(decodeURIComponent(file.pathname));
    this.#watchers.push(watcher);
    void (async () => {
      for await (const _ of watcher) {
        await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
        try {
          this.set({ [name]: textOf(file) } as Partial<State>);
        } catch {
          // Gone for a moment: the next event tells of the new one.
        }
      }
    })();
  }
}

/**
 * The module that a function is sent as. What it throws is seen where it draws:
 * front ends only write it to the browser's console.
 */
function moduleOf(render: Render): string {
  return `const draw = ${sourceOf(render)};
export default {
  async render(context) {
    try {
      return await draw(context);
    } catch (error) {
      context.el.append(" render() failed: " + error);
      throw error;
    }
  },
};
`;
}

/** A function's text as an expression; methods have none of their own. */
function sourceOf(render: Render): string {
  const source = String(render);
  return /^(async\s+)?(function\b|\(|\w+\s*=>)/.test(source)
    ? source
    : `({ ${source} }).${render.name}`;
}

/**
 * Makes a widget with a front end of its own.
 *
 * ```ts ignore
 * import { widget } from "thaw";
 *
 * const counter = widget({
 *   state: { count: 0 },
 *   render({ model, el }) {
 *     const button = document.createElement("button");
 *     const show = () => button.textContent = `${model.get("count")} clicks`;
 *     button.onclick = () => {
 *       model.set("count", model.get("count") + 1);
 *       model.save_changes();
 *     };
 *     model.on("change:count", show);
 *     show();
 *     el.append(button);
 *   },
 * });
 * counter; // shown
 * ```
 *
 * @returns The widget; each value of its state is a property.
 * @throws {TypeError} Without `render` or `esm`, with both, on an `esm` that is
 * no module, or on a state that can't travel.
 */
export function widget<State extends object = Record<string, never>>(
  options: AnyWidgetOptions<State>,
): Widget<State & StateOf<typeof SEEN>> & State {
  requireKind("widget", "options", options, "object");
  checkOptions("widget", options, OPTIONS);
  if ((options.render === undefined) === (options.esm === undefined)) {
    throw new TypeError("widget takes either render or esm");
  }
  return new AnyWidget(options) as unknown as
    & Widget<State & StateOf<typeof SEEN>>
    & State;
}
