/** An object that says no to some properties. */
interface Refusing {
  /** @throws If it is to have no property of that name. */
  refuseProperty(name: string): void;
}

/**
 * Has a class's objects asked before one gets a property that neither it nor its
 * class has, as by `slider.vlaue = 3`, which else would pass in silence.
 *
 * Only the root of the class's prototypes is asked: what is there is found
 * before it.
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
