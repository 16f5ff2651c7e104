import type { StateOf, Traits } from "./traits.ts";
import type { Widget } from "./widget.ts";

/** What a widget is made with: a layout or a style also as its values. */
export type Given<State> = {
  [Name in keyof State]?: Name extends "layout" | "style"
    ? State[Name] | Partial<Omit<State[Name], keyof Widget>>
    : State[Name];
};

/** A class of widgets whose values are properties. */
export type WidgetConstructor<T extends Traits> = new (
  given?: Given<StateOf<T>>,
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
