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
import { isRecord } from "../options/is_record.ts";
import { requireKind } from "../options/require_kind.ts";
import { callAll, type Listener, Listeners } from "./listeners.ts";
import { NewestValues } from "./newest_values.ts";
import { noteUnheard } from "./note_unheard.ts";
import { openWidgets } from "./open_widgets.ts";
import type { Traits } from "./traits.ts";
import { WidgetChannel } from "./widget_channel.ts";
import { classState, type WidgetClass } from "./widget_class.ts";
import {
  isSame,
  ReferredWidget,
  type Values,
  WidgetValues,
} from "./widget_values.ts";

const VIEW = "application/vnd.jupyter.widget-view+json";

type ValueOf<State> = State extends { value: infer Value } ? Value : never;

/** Names of the value that people give alone, as Python lets them. */
const FIRST = ["children", "options", "value", "description"];

/** @throws {TypeError} If values are not given by name. */
function requireValues(owner: string, traits: Traits, given: unknown): void {
  if (isRecord(given)) return;
  const name = FIRST.find((one) => one in traits) ?? Object.keys(traits)[0];
  throw new TypeError(
    `${owner} takes its values by name, as in new ${owner}({ ${name}: ... })`,
  );
}

/**
 * Values under their names, some of which a person changes in a front end.
 *
 * Each value is a property, too: `slider.value = 3`. It stays open until
 * `close()` or the end of the kernel. Without a front end that shows widgets it
 * is a value like others, and nothing waits for anybody.
 */
export class Widget<State extends object = Values> extends ReferredWidget
  implements Displayable {
  readonly #class: WidgetClass;
  readonly #values: WidgetValues;
  readonly #listeners = new Listeners();
  readonly #channel: WidgetChannel;
  #isClosed = false;

  /**
   * @param given Values to begin with; the others have their defaults.
   * @throws {TypeError} On a name that it does not have, or a value of another
   * kind.
   */
  constructor(own: WidgetClass, traits: Traits, given: Partial<State> = {}) {
    super();
    requireValues(own.name, traits, given);
    this.#class = own;
    this.#values = new WidgetValues(own.name, traits, given as Values);
    this.#values.apply(this.complete(this.#values.checked(given as Values)));
    this.#channel = new WidgetChannel(this.wireState(), {
      onState: (state) => this.#update(state),
      onStateRequest: () => this.#sendState(this.#values.names),
      onMessage: (content, buffers) => this.takeMessage(content, buffers),
      onClose: () => this.#end(),
    });
    if (this.#channel.exists) {
      openWidgets.set(this.id, this as unknown as Widget);
    }
  }

  /** Its name for front ends. */
  override get id(): string {
    return this.#channel.id;
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

  /**
   * Refuses a property that is none of its values: one that is misspelt. What a
   * class of a user's own keeps in its objects is his.
   *
   * @throws {TypeError} That names what there is.
   */
  override refuseProperty(name: string): void {
    if (this.constructor.name === this.#class.name) this.#values.require(name);
  }

  /** Whether it was closed, here or by the front end. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** The state as front ends have it, bytes still in it. */
  wireState(): Values {
    return { ...classState(this.#class), ...this.#values.wire() };
  }

  /** The value of that name. */
  get<Name extends keyof State & string>(name: Name): State[Name] {
    return this.#values.get(name) as State[Name];
  }

  /**
   * Changes values, and tells listeners and front ends of those that differ.
   *
   * @throws {TypeError} On a name that it does not have, or a value of another
   * kind; then nothing was changed.
   */
  set(changes: Partial<State>): void {
    requireKind("set", "changes", changes, "object");
    const complete = this.complete(this.#values.checked(changes as Values));
    const changed = this.#values.apply(complete);
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
    if (name !== undefined) this.#values.require(name);
    else this.#requireEvent(event);
    requireKind("on", "listener", listener, "function");
    return this.#listeners.add(event, listener);
  }

  /** The events that there are beside `change:NAME`. */
  protected get events(): string[] {
    return ["msg", "close"];
  }

  #requireEvent(event: string): void {
    const { events } = this;
    if (events.includes(event)) return;
    const names = this.#values.names.filter((name) => !name.startsWith("_"));
    const change = nearestName(event, names);
    const meant = nearestName(event, events) ?? (change && `change:${change}`);
    throw new TypeError(
      `${this.#class.name} has no event ${event}` +
        (meant ? `; did you mean ${meant}?` : ".") +
        ` It has ${["change:NAME", ...events].join(", ")}`,
    );
  }

  /**
   * Calls who listens, and waits for what they await.
   *
   * @throws What a listener throws, once all were called.
   */
  protected emit(event: string, ...values: unknown[]): Promise<unknown> {
    return this.#listeners.call(event, ...values);
  }

  /** Sends a message that is no state to the front ends. */
  send(content: Values, buffers: BufferSource[] = []): void {
    this.#channel.send(content, buffers);
  }

  /** Takes it off all pages, with its own layout and style. */
  override close(): void {
    this.#channel.close();
    this.#end();
    for (const widget of this.#values.owned) widget.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /**
   * The values of `value` from now on, until it is closed. Of those that come
   * while the loop is busy only the newest is given.
   */
  async *[Symbol.asyncIterator](): AsyncGenerator<ValueOf<State>> {
    const values = new NewestValues<ValueOf<State>>();
    const ends = [
      noteUnheard(this.toString()),
      this.#listeners.add("change:value", (value) => values.put(value)),
      this.#listeners.add("close", () => values.end()),
    ];
    if (this.#isClosed) values.end();
    try {
      yield* values;
    } finally {
      for (const end of ends) end();
    }
  }

  /** Shows it; without widgets in the front end, its text. */
  [DISPLAY](): MimeBundle {
    return {
      ...(this.#channel.exists && this.#class.view && !this.#isClosed && {
        [VIEW]: { version_major: 2, version_minor: 0, model_id: this.id },
      }),
      "text/plain": this.toString(),
    };
  }

  [INSPECT](): string {
    return this.toString();
  }

  /** Its class, and the values that are not the defaults; widgets in it, too. */
  override toString(): string {
    return `${this.#class.name}(${this.#values.toText()})`;
  }

  #tell(changed: string[]): Promise<unknown> {
    return callAll(
      changed.map((name) => () => {
        const value = this.#values.get(name);
        const isNews = () => isSame(this.#values.get(name), value);
        return this.#listeners.callWhile(isNews, `change:${name}`, value);
      }),
    );
  }

  #sendState(
    all: string[],
    method: "update" | "echo_update" = "update",
  ): void {
    const names = all.filter((name) => this.#values.travels(name));
    if (this.#isClosed || names.length === 0) return;
    this.#channel.sendState(this.#values.wire(names), method);
  }

  /** A person changed values. */
  #update(state: Values): unknown {
    const given: Values = {};
    for (const [name, value] of Object.entries(state)) {
      // Front ends also send what only they know of.
      if (!this.#values.travels(name)) continue;
      // References to other widgets are not taken over: only the kernel says
      // which widgets belong to this one.
      if (typeof value === "string" && value.startsWith("IPY_MODEL_")) continue;
      given[name] = value;
    }
    let complete: Values;
    try {
      complete = this.complete(this.#values.checked(given));
    } catch (error) {
      this.#sendState(Object.keys(given));
      throw error;
    }
    const changed = this.#values.apply(complete);
    // A value that was taken as it was given is echoed, so that other pages
    // show it, too.
    const isGiven = (name: string) =>
      isSame(this.#values.get(name), given[name]);
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
    void this.emit("close");
  }
}

// deno-lint-ignore no-explicit-any -- of any state
export type AnyWidget = Widget<any>;
