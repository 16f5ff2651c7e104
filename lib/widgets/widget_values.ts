/**
 * The values of a widget: which there are, whether they fit, how they travel
 * and read. What happens when they change is left to the widget.
 *
 * @module
 */

import { suggestion } from "../options/check_options.ts";
import { refuseUnknown } from "./refuse_unknown.ts";
import type { Traits } from "./traits.ts";

export type Values = Record<string, unknown>;

/** What widgets are to the values that hold them. */
export abstract class ReferredWidget {
  /** Its name for front ends. */
  abstract readonly id: string;
  abstract close(): void;
  abstract refuseProperty(name: string): void;
}
refuseUnknown(ReferredWidget);

/** A value as it travels: widgets by reference. */
function wire(value: unknown): unknown {
  if (value instanceof ReferredWidget) return `IPY_MODEL_${value.id}`;
  if (Array.isArray(value)) return value.map(wire);
  return value;
}

/** Whether two values are the same; of lists, item by item. */
export function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  return Array.isArray(a) && Array.isArray(b) && a.length === b.length &&
    a.every((item, at) => isSame(item, b[at]));
}

/** A value in words; undefined if it has none, such as bytes. */
function plainText(value: unknown): string | undefined {
  if (value instanceof ReferredWidget) return value.toString();
  if (Array.isArray(value)) {
    const items = value.map(plainText);
    return items.includes(undefined) ? undefined : `[${items.join(", ")}]`;
  }
  return ["string", "number", "boolean"].includes(typeof value)
    ? JSON.stringify(value)
    : undefined;
}

/** Values under the names that traits describe. */
export class WidgetValues {
  readonly #owner: string;
  readonly #traits: Traits;
  readonly #values: Values = {};
  /** Names of the values that were made for this widget alone. */
  readonly #owned: string[] = [];

  /**
   * @param owner The widget's class, for errors.
   * @param given Values to begin with; the others have their defaults.
   */
  constructor(owner: string, traits: Traits, given: Values) {
    this.#owner = owner;
    this.#traits = traits;
    for (const [name, trait] of Object.entries(traits)) {
      const isGiven = given[name] !== undefined;
      this.#values[name] = trait.create && !isGiven
        ? trait.create()
        : trait.default;
      if (trait.create && !(given[name] instanceof ReferredWidget)) {
        this.#owned.push(name);
      }
    }
  }

  get names(): string[] {
    return Object.keys(this.#values);
  }

  /** @throws {TypeError} If there is none of that name. */
  get(name: string): unknown {
    this.require(name);
    return this.#values[name];
  }

  /** Widgets that were made for this one alone. */
  get owned(): ReferredWidget[] {
    return this.#owned.map((name) => this.#values[name] as ReferredWidget);
  }

  /** Whether front ends know of it. */
  travels(name: string): boolean {
    return Object.hasOwn(this.#traits, name) && !this.#traits[name].isLocal;
  }

  /** As they travel, those that do. */
  wire(names = this.names): Values {
    return Object.fromEntries(
      names.filter((name) => this.travels(name))
        .map((name) => [name, wire(this.#values[name])]),
    );
  }

  /** The values that are not the defaults, in words. */
  toText(): string {
    const parts = Object.entries(this.#values).flatMap(([name, value]) => {
      if (name.startsWith("_") || name === "layout" || name === "style") {
        return [];
      }
      const trait = this.#traits[name];
      const text = plainText(value);
      if (text === undefined || text === plainText(trait.default)) return [];
      return [`${name}: ${text}`];
    });
    return parts.join(", ");
  }

  /** @throws {TypeError} If there is none of that name. */
  require(name: string): void {
    if (Object.hasOwn(this.#traits, name)) return;
    const names = Object.keys(this.#traits).filter((own) =>
      !own.startsWith("_")
    );
    throw new TypeError(
      `${this.#owner} has no ${name}${suggestion(name, names)} It has ${
        names.join(", ")
      }`,
    );
  }

  /**
   * The changes as they are kept; none is made yet.
   *
   * @throws {TypeError} On an unknown name, or a value of another kind.
   */
  checked(changes: Values): Values {
    const checked: Values = {};
    for (const [name, value] of Object.entries(changes)) {
      if (value === undefined) continue;
      this.require(name);
      checked[name] = this.#traits[name].check(name, value);
    }
    return checked;
  }

  /** Takes the values over; returns the names of those that differ. */
  apply(values: Values): string[] {
    const changed = Object.keys(values).filter((name) =>
      !isSame(values[name], this.#values[name])
    );
    for (const name of changed) this.#values[name] = values[name];
    return changed;
  }
}
