/**
 * What is used of a browser, as types.
 *
 * TypeScript's own `lib.dom` would be in force for all files of the project,
 * and contradicts Deno's types of streams.
 *
 * @module
 */

/** An `HTMLElement`. */
export interface PageElement {
  readonly clientWidth: number;
  readonly clientHeight: number;
  readonly dataset: Record<string, string | undefined>;
  readonly style: {
    overflow: string;
    textRendering: string;
    transform: string;
    transformOrigin: string;
    height: string;
  };
  tabIndex: number;
  textContent: string | null;
  setAttribute(name: string, value: string): void;
  append(child: unknown): void;
  remove(): void;
}

/** An `HTMLScriptElement`. */
export interface ScriptElement extends PageElement {
  src: string;
  onload: () => void;
  onerror: () => void;
}

interface Observer<Options> {
  observe(target: PageElement, options?: Options): void;
  disconnect(): void;
}

interface Browser {
  document: {
    readonly body: PageElement;
    readonly head: PageElement;
    readonly currentScript: ScriptElement;
    createElement(name: "script"): ScriptElement;
    createElement(name: "button"): PageElement & { onclick: () => void };
    createElement(name: "div"): PageElement;
  };
  getComputedStyle(element: PageElement): {
    getPropertyValue(name: string): string;
  };
  requestAnimationFrame(callback: () => void): void;
  ResizeObserver: new (callback: () => void) => Observer<never>;
  MutationObserver: new (
    callback: () => void,
  ) => Observer<{ attributeFilter: string[] }>;
}

/** The browser that this runs in. */
export const browser = globalThis as unknown as Browser;
