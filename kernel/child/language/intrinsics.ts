/**
 * What the language itself needs, put in place while the kernel's own code
 * works, whatever cells have made of it: a cell may take the methods off
 * `Array.prototype`, or give all objects a `then`.
 *
 * What a cell has changed is put back before its code goes on, as it may be
 * meant so. What it has only added stays, but for names on `Object.prototype`
 * that the language asks every object for.
 *
 * @module
 */

const { defineProperty, deleteProperty, getPrototypeOf, ownKeys } = Reflect;
const { getOwnPropertyDescriptor, setPrototypeOf } = Reflect;
const { is } = Object;

interface Property {
  owner: object;
  key: PropertyKey;
  /** Undefined if the owner has no such property. */
  descriptor: PropertyDescriptor | undefined;
}

/** What promises, JSON and property descriptors would find in every object. */
const ASKED = [
  ...["then", "toJSON", "get", "set", "value"],
  ...["writable", "enumerable", "configurable"],
];

/** Classes whose methods the kernel's code calls; Deno has its own copies. */
const CLASSES = [
  ...[Object, Function, Array, String, RegExp, Promise, Error, Map, Set],
  ...[URL, TextDecoder, TextEncoder, Uint8Array],
];

/** What has prototypes that no global leads to. */
const EXAMPLES = [
  ...[[].values(), new Map().keys(), new Set().keys(), ""[Symbol.iterator]()],
  ...["".matchAll(/a/g), Uint8Array, Uint8Array.prototype],
];

const originals: Property[] = [];
/** Whether the originals are in place for now. */
let undisturbed = false;
/**
 * What cells have changed, kept while the originals are in place. A list of
 * links: adding to an array would look at its prototype, which may be changed.
 */
let aside: { changed: Property; next: typeof aside } | undefined;

function note(owner: object, key: PropertyKey) {
  const descriptor = getOwnPropertyDescriptor(owner, key);
  // A `get` that a cell gave all objects would count for this descriptor, too.
  if (descriptor) setPrototypeOf(descriptor, null);
  originals.push({ owner, key, descriptor });
}

/** To be called once what the bootstrap changes itself is changed. */
export function noteIntrinsics() {
  // Object.prototype first: a `get` put there would corrupt each descriptor
  // that is read below.
  for (const key of ASKED) note(Object.prototype, key);
  note(Array.prototype, "toJSON");
  const owners: object[] = [Reflect, Math];
  for (const Class of CLASSES) owners.push(Class, Class.prototype);
  for (const example of EXAMPLES) owners.push(getPrototypeOf(example)!);
  for (const owner of owners) {
    for (const key of ownKeys(owner)) note(owner, key);
  }
}

/** Puts the originals in place until `giveBack()`. */
export function setAside() {
  if (undisturbed) return;
  undisturbed = true;
  for (let at = 0; at < originals.length; at++) {
    const { owner, key, descriptor } = originals[at];
    if (descriptor && isAsItWas(owner, key, descriptor.value)) continue;
    const found = getOwnPropertyDescriptor(owner, key);
    const same = found && descriptor
      ? is(found.value, descriptor.value) && found.get === descriptor.get &&
        found.set === descriptor.set
      : found === descriptor;
    if (same) continue;
    if (found) setPrototypeOf(found, null);
    aside = { changed: { owner, key, descriptor: found }, next: aside };
    put(originals[at]);
  }
}

/** Whether a method is as it was. Quick: each cell asks twice for all. */
function isAsItWas(owner: object, key: PropertyKey, value: unknown): boolean {
  try {
    return value !== undefined &&
      (owner as Record<PropertyKey, unknown>)[key] === value;
  } catch {
    // A cell's getter.
    return false;
  }
}

/** Gives cells back the world they have made. */
export function giveBack() {
  undisturbed = false;
  while (aside) {
    put(aside.changed);
    aside = aside.next;
  }
}

function put({ owner, key, descriptor }: Property) {
  // What a cell has frozen cannot be helped: both return false then.
  if (descriptor) defineProperty(owner, key, descriptor);
  else deleteProperty(owner, key);
}

/** Runs the kernel's own code; synchronous, it may be called at any time. */
export function withIntrinsics<T>(work: () => T): T {
  if (undisturbed) return work();
  setAside();
  try {
    return work();
  } finally {
    giveBack();
  }
}
