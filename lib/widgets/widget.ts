/**
 * A widget: a state that is kept the same here and in the front ends.
 *
 * @see https://github.com/jupyter-widgets/ipywidgets/blob/main/packages/schema/messages.md
 *
 * @module
 */

import {
  DISPLAY,
  type Displayable,
  INSPECT,
  type MimeBundle,
} from "../display/mime_bundle.ts";
import { nearestName } from "../options/check_options.ts";
import { type BufferPath, putBuffers, removeBuffers } from "./buffers.ts";
import { type Comm, type CommMessage, kernelComms } from "./comm.ts";
import { noteFrontEnd } from "./front_end.ts";
import { answerStateRequests, openWidgets } from "./open_widgets.ts";
import type { StateOf, Traits } from "./traits.ts";

/** Version of the protocol between kernel and front end. */
const PROTOCOL = "2.1.0";

const VIEW = "application/vnd.jupyter.widget-view+json";

/** Which code of the front end a widget is for. */
export interface WidgetClass {
  /** The name that it is shown by. */
  readonly name: string;
  readonly module: string;
  /** A semver range that the front end's version must lie in. */
  readonly version: string;
  readonly model: string;
  /** Absent if it is not seen, such as a link. */
  readonly view?: string;
  /** Where the view is from, if not from `module`. */
  readonly viewModule?: { readonly name: string; readonly version: string };
}

type Values = Record<string, unknown>;
type Listener = (...values: never[]) => unknown;

/** A value as it travels: widgets by reference. */
function wire(value: unknown): unknown {
  if (value instanceof Widget) return `IPY_MODEL_${value.id}`;
  if (Array.isArray(value)) return value.map(wire);
  return value;
}

function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  return Array.isArray(a) && Array.isArray(b) && a.length === b.length &&
    a.every((item, at) => isSame(item, b[at]));
}

/** A value in words; undefined if it has none, such as bytes. */
function plainText(value: unknown): string | undefined {
  if (value instanceof Widget) return value.toString();
  if (Array.isArray(value)) {
    const items = value.map(plainText);
    return items.includes(undefined) ? undefined : `[${items.join(", ")}]`;
  }
  return ["string", "number", "boolean"].includes(typeof value)
    ? JSON.stringify(value)
    : undefined;
}

/**
 * Values under their names, some of which a person changes in a front end.
 *
 * Each value is a property, too: `slider.value = 3`. It stays open until
 * `close()` or the end of the kernel. Without a front end that shows widgets it
 * is a value like others, and nothing waits for anybody.
 */
export class Widget<State extends object = Values> implements Displayable {
  /** Its name for front ends. */
  readonly id: string;
  readonly #class: WidgetClass;
  readonly #traits: Traits;
  readonly #values: Values = {};
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #comm: Comm | undefined;
  readonly #ended = new Set<() => void>();
  /** Names of the values that were made for this widget alone. */
  readonly #owned: string[] = [];
  #isClosed = false;

  /**
   * @param given Values to begin with; the others have their defaults.
   * @throws {TypeError} On a name that it does not have, or a value of another
   * kind.
   */
  constructor(own: WidgetClass, traits: Traits, given: Partial<State> = {}) {
    this.#class = own;
    this.#traits = traits;
    for (const [name, trait] of Object.entries(traits)) {
      const isGiven = given[name as keyof State] !== undefined;
      this.#values[name] = trait.create && !isGiven
        ? trait.create()
        : trait.default;
      if (trait.create && !(given[name as keyof State] instanceof Widget)) {
        this.#owned.push(name);
      }
    }
    Object.assign(this.#values, this.complete(this.#checked(given)));
    const comms = kernelComms();
    if (!comms) {
      this.id = crypto.randomUUID();
      return;
    }
    const { state, buffer_paths, buffers } = removeBuffers(this.wireState());
    const comm = comms.open("jupyter.widget", { state, buffer_paths }, {
      metadata: { version: PROTOCOL },
      buffers,
    });
    comm.onMsg = (message) => this.#take(message);
    comm.onClose = () => this.#end();
    this.#comm = comm;
    this.id = comm.commId;
    openWidgets.set(this.id, this as unknown as Widget);
    answerStateRequests(comms);
  }

  /**
   * What follows from new values: others that must fit them, or the same held
   * within their bounds.
   *
   * @param changes Values of the right kinds.
   * @returns The changes, completed.
   * @throws {RangeError} If they contradict each other.
   */
  protected complete(changes: Values): Values {
    return changes;
  }

  /** Takes what the front end sends that is no state; `click`, for one. */
  protected takeMessage(content: Values, buffers: Uint8Array[]): unknown {
    return this.emit("msg", content, buffers);
  }

  /** Whether it was closed, here or by the front end. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** The state as front ends have it, bytes still in it. */
  wireState(): Values {
    const { module, version, model, view, viewModule } = this.#class;
    const state: Values = {
      _model_module: module,
      _model_module_version: version,
      _model_name: model,
      _view_module: viewModule?.name ?? module,
      _view_module_version: viewModule?.version ?? version,
      _view_name: view ?? null,
    };
    for (const [name, value] of Object.entries(this.#values)) {
      if (!this.#traits[name].isLocal) state[name] = wire(value);
    }
    return state;
  }

  /** The value of that name. */
  get<Name extends keyof State & string>(name: Name): State[Name] {
    this.#requireTrait(name);
    return this.#values[name] as State[Name];
  }

  /**
   * Changes values, and tells listeners and front ends of those that differ.
   *
   * @throws {TypeError} On a name that it does not have, or a value of another
   * kind; then nothing was changed.
   */
  set(changes: Partial<State>): void {
    const complete = this.complete(this.#checked(changes));
    const changed = this.#apply(complete);
    this.#sendState(changed);
    this.#tell(changed);
  }

  /**
   * Calls `listener` with the new value when that of a name changes, here or
   * in a front end.
   *
   * @param event `change:NAME`; `msg` for messages that are no state; `close`;
   * of a button, `click`.
   * @returns A function that ends it.
   * @throws {TypeError} If there is no such event.
   */
  on<Name extends keyof State & string>(
    event: `change:${Name}`,
    listener: (value: State[Name]) => unknown,
  ): () => void;
  on(
    event: "msg",
    listener: (content: Values, buffers: Uint8Array[]) => unknown,
  ): () => void;
  on(event: "close" | "click", listener: () => unknown): () => void;
  on(event: string, listener: Listener): () => void {
    const name = /^change:(.*)$/.exec(event)?.[1];
    if (name !== undefined) this.#requireTrait(name);
    else this.requireEvent(event);
    return this.listen(event, listener);
  }

  /** @throws {TypeError} If there is no such event. */
  protected requireEvent(event: string): void {
    if (event === "msg" || event === "close") return;
    throw new TypeError(
      `${this.#class.name} has no event ${event}; it has change:NAME, msg and close`,
    );
  }

  protected listen(event: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners.add(listener));
    return () => void listeners.delete(listener);
  }

  /** Calls who listens, and waits for what they await. */
  protected emit(event: string, ...values: unknown[]): Promise<unknown> {
    const listeners = [...this.#listeners.get(event) ?? []];
    return Promise.all(
      listeners.map((listener) => listener(...values as never[])),
    );
  }

  /** Sends a message that is no state to the front ends. */
  send(content: Values, buffers: BufferSource[] = []): void {
    void this.#comm?.send({ method: "custom", content }, { buffers });
  }

  /** Takes it off all pages, with its own layout and style. */
  close(): void {
    void this.#comm?.close();
    this.#end();
    for (const name of this.#owned) (this.#values[name] as Widget).close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /**
   * The values of `value` from now on, until it is closed. Of those that come
   * while the loop is busy only the newest is given.
   */
  async *[Symbol.asyncIterator](): AsyncGenerator<
    State extends { value: infer Value } ? Value : never
  > {
    let newest: { value: unknown } | undefined;
    let wake = () => {};
    const ended = () => wake();
    const stop = this.on("change:value" as never, (value: unknown) => {
      newest = { value };
      wake();
    });
    this.#ended.add(ended);
    try {
      while (!this.#isClosed) {
        if (!newest) await new Promise<void>((resolve) => wake = resolve);
        if (!newest) continue;
        const { value } = newest as { value: unknown };
        newest = undefined;
        yield value as State extends { value: infer Value } ? Value : never;
      }
    } finally {
      stop();
      this.#ended.delete(ended);
    }
  }

  /** Shows it; without widgets in the front end, its text. */
  [DISPLAY](): MimeBundle {
    return {
      ...(this.#comm && this.#class.view && !this.#isClosed && {
        [VIEW]: { version_major: 2, version_minor: 0, model_id: this.id },
      }),
      "text/plain": this.toString(),
    };
  }

  [INSPECT](): string {
    return this.toString();
  }

  /** Its class, and the values that are not the defaults; widgets in it, too. */
  toString(): string {
    const parts = Object.entries(this.#values).flatMap(([name, value]) => {
      if (name.startsWith("_") || name === "layout" || name === "style") {
        return [];
      }
      const trait = this.#traits[name];
      const text = plainText(value);
      if (text === undefined || text === plainText(trait.default)) return [];
      return [`${name}: ${text}`];
    });
    return `${this.#class.name}(${parts.join(", ")})`;
  }

  #requireTrait(name: string): void {
    if (Object.hasOwn(this.#traits, name)) return;
    const names = Object.keys(this.#traits).filter((own) =>
      !own.startsWith("_")
    );
    const meant = nearestName(name, names);
    throw new TypeError(
      `${this.#class.name} has no ${name}${
        meant ? `; did you mean ${meant}?` : "."
      } It has ${names.join(", ")}`,
    );
  }

  #checked(changes: Partial<State>): Values {
    const checked: Values = {};
    for (const [name, value] of Object.entries(changes)) {
      if (value === undefined) continue;
      this.#requireTrait(name);
      checked[name] = this.#traits[name].check(name, value);
    }
    return checked;
  }

  /** Takes the values over; returns the names of those that differ. */
  #apply(values: Values): string[] {
    const changed = Object.keys(values).filter((name) =>
      !isSame(values[name], this.#values[name])
    );
    for (const name of changed) this.#values[name] = values[name];
    return changed;
  }

  #tell(changed: string[]): Promise<unknown> {
    return Promise.all(
      changed.map((name) => this.emit(`change:${name}`, this.#values[name])),
    );
  }

  #sendState(all: string[], method = "update"): void {
    const names = all.filter((name) => !this.#traits[name].isLocal);
    if (!this.#comm || this.#isClosed || names.length === 0) return;
    const values = Object.fromEntries(
      names.map((name) => [name, wire(this.#values[name])]),
    );
    const { state, buffer_paths, buffers } = removeBuffers(values);
    void this.#comm.send({ method, state, buffer_paths }, { buffers });
  }

  #take({ content: { data }, buffers }: CommMessage): unknown {
    noteFrontEnd();
    switch (data.method) {
      case "update": {
        const state = data.state as Values;
        putBuffers(state, (data.buffer_paths ?? []) as BufferPath[], buffers);
        return this.#update(state);
      }
      case "request_state":
        return this.#sendState(Object.keys(this.#values));
      case "custom":
        return this.takeMessage((data.content ?? {}) as Values, buffers);
    }
  }

  /** A person changed values. */
  #update(state: Values): unknown {
    const given: Values = {};
    for (const [name, value] of Object.entries(state)) {
      // Front ends also send what only they know of.
      if (!Object.hasOwn(this.#traits, name)) continue;
      if (this.#traits[name].isLocal) continue;
      // Which widgets belong to this one is said here only.
      if (typeof value === "string" && value.startsWith("IPY_MODEL_")) continue;
      given[name] = value;
    }
    let complete: Values;
    try {
      complete = this.complete(this.#checked(given as Partial<State>));
    } catch (error) {
      this.#sendState(Object.keys(given));
      throw error;
    }
    const changed = this.#apply(complete);
    // What is as it was given is echoed, so that other pages show it, too.
    const isGiven = (name: string) => isSame(this.#values[name], given[name]);
    const names = Object.keys(given);
    this.#sendState(names.filter(isGiven), "echo_update");
    this.#sendState(
      [...new Set([...names, ...changed])].filter((name) => !isGiven(name)),
    );
    return this.#tell(changed);
  }

  #end(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    openWidgets.delete(this.id);
    for (const ended of this.#ended) ended();
    void this.emit("close");
  }
}

// deno-lint-ignore no-explicit-any -- of any state
export type AnyWidget = Widget<any>;

/** A class of widgets whose values are properties. */
export type WidgetConstructor<T extends Traits> = new (
  given?: Partial<StateOf<T>>,
) => Widget<StateOf<T>> & StateOf<T>;

/** Makes properties of the values that `traits` describe. */
export function defineProperties(prototype: object, traits: Traits): void {
  for (const name of Object.keys(traits)) {
    if (name in prototype) continue;
    Object.defineProperty(prototype, name, {
      configurable: true,
      get(this: Widget) {
        return this.get(name);
      },
      set(this: Widget, value: unknown) {
        this.set({ [name]: value });
      },
    });
  }
}
