/** An object that takes only the properties it knows. */
interface Refusing {
  /** @throws If it does not take a property of that name. */
  refuseProperty(name: string): void;
}

/**
 * Has a class's objects asked before one gets a property that neither it nor its
 * class has, as by `slider.vlaue = 3`, which else would pass in silence.
 *
 * The check stands at the end of the chain of prototypes, where JavaScript looks
 * last: a property that the object or one of its classes has never gets there.
 */
export function refuseUnknown(root: { prototype: Refusing }): void {
  const asked = new Proxy({}, {
    set(target, name, value, receiver) {
      if (typeof name === "string" && !(name in target)) {
        (receiver as Refusing).refuseProperty(name);
      }
      return Reflect.set(target, name, value, receiver);
    },
  });
  Object.setPrototypeOf(root.prototype, asked);
}
