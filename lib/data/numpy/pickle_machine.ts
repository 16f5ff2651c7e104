/**
 * Pickle's stack machine, as far as arrays of numbers, texts and lists of
 * these need it. It makes plain values and calls nothing.
 *
 * @module
 */

import {
  build,
  lookUp,
  PickledDict,
  type PickleItem,
  reduce,
} from "./pickle_numpy.ts";
import { PickleReader } from "./pickle_reader.ts";

/** Runs one pickle; one opcode is one case, and there are no others. */
export class PickleMachine {
  readonly #reader: PickleReader;
  readonly #stack: PickleItem[] = [];
  readonly #marks: number[] = [];
  readonly #memo = new Map<number, PickleItem>();
  #left: number;

  /** @param maxValues How many values, lists included, there may be. */
  constructor(bytes: Uint8Array, maxValues: number) {
    this.#reader = new PickleReader(bytes);
    this.#left = maxValues;
  }

  /** @throws {SyntaxError} If the pickle is cut off, or needs anything else. */
  run(): PickleItem {
    while (this.#step());
    const result = this.#pop();
    if (!this.#reader.atEnd || this.#stack.length > 0) {
      throw new SyntaxError("The pickle goes on after its end");
    }
    return result;
  }

  /** Carries out one opcode; `false` at the last. */
  #step(): boolean {
    const reader = this.#reader;
    const opcode = reader.uint8();
    switch (opcode) {
      case 0x4b: // BININT1
        return this.#push(reader.uint8());
      case 0x4d: // BININT2
        return this.#push(reader.uint16());
      case 0x4a: // BININT
        return this.#push(reader.int32());
      case 0x8a: // LONG1
        return this.#push(reader.integer(reader.uint8()));
      case 0x47: // BINFLOAT
        return this.#push(reader.float64());
      case 0x4e: // NONE
        return this.#push(null);
      case 0x88: // NEWTRUE
        return this.#push(true);
      case 0x89: // NEWFALSE
        return this.#push(false);
      case 0x55: // SHORT_BINSTRING, Python 2's str
        return this.#push(reader.text(reader.uint8(), "latin1"));
      case 0x54: // BINSTRING
        return this.#push(reader.text(reader.uint32(), "latin1"));
      case 0x8c: // SHORT_BINUNICODE
        return this.#push(reader.text(reader.uint8()));
      case 0x58: // BINUNICODE
        return this.#push(reader.text(reader.uint32()));
      case 0x43: // SHORT_BINBYTES
        return this.#push(reader.bytes(reader.uint8()));
      case 0x42: // BINBYTES
        return this.#push(reader.bytes(reader.uint32()));
      case 0x5d: // EMPTY_LIST
      case 0x29: // EMPTY_TUPLE
        return this.#push([]);
      case 0x7d: // EMPTY_DICT
        return this.#push(new PickledDict());
      case 0x75: // SETITEMS
        return this.#setItems(this.#popToMark());
      case 0x85: // TUPLE1
      case 0x86: // TUPLE2
      case 0x87: // TUPLE3
        return this.#tuple(opcode - 0x84);
      case 0x28: // MARK
        this.#marks.push(this.#stack.length);
        return true;
      case 0x74: // TUPLE
        return this.#push(this.#popToMark());
      case 0x61: // APPEND
        return this.#append([this.#pop()]);
      case 0x65: // APPENDS
        return this.#append(this.#popToMark());
      case 0x71: // BINPUT
        return this.#remember(reader.uint8());
      case 0x72: // LONG_BINPUT
        return this.#remember(reader.uint32());
      case 0x94: // MEMOIZE
        return this.#remember(this.#memo.size);
      case 0x68: // BINGET
        return this.#recall(reader.uint8());
      case 0x6a: // LONG_BINGET
        return this.#recall(reader.uint32());
      case 0x63: // GLOBAL
        return this.#push(lookUp(reader.line(), reader.line()));
      case 0x93: { // STACK_GLOBAL
        const name = this.#pop();
        return this.#push(lookUp(String(this.#pop()), String(name)));
      }
      case 0x52: { // REDUCE
        const args = this.#pop();
        return this.#push(reduce(this.#pop(), args));
      }
      case 0x62: { // BUILD
        const state = this.#pop();
        build(this.#top(), state);
        return true;
      }
      case 0x80: // PROTO
        if (reader.uint8() > 5) throw new SyntaxError("Unknown protocol");
        return true;
      case 0x95: // FRAME
        reader.bytes(8);
        return true;
      case 0x2e: // STOP
        return false;
      default:
        throw new SyntaxError(
          `The pickle uses opcode 0x${opcode.toString(16)} at byte ` +
            `${reader.position - 1}, which no array of lists needs; refused`,
        );
    }
  }

  #push(item: PickleItem): true {
    if (--this.#left < 0) throw new SyntaxError("The pickle is too large");
    this.#stack.push(item);
    return true;
  }

  #top(): PickleItem {
    if (this.#stack.length <= (this.#marks.at(-1) ?? 0)) {
      throw new SyntaxError("The pickle takes from an empty stack");
    }
    return this.#stack[this.#stack.length - 1];
  }

  #pop(): PickleItem {
    const item = this.#top();
    this.#stack.pop();
    return item;
  }

  #popToMark(): PickleItem[] {
    const mark = this.#marks.pop();
    if (mark === undefined) throw new SyntaxError("The pickle misses a mark");
    return this.#stack.splice(mark);
  }

  #tuple(length: number): true {
    const items = Array.from({ length }, () => this.#pop()).reverse();
    return this.#push(items);
  }

  #append(items: PickleItem[]): true {
    const list = this.#top();
    if (!Array.isArray(list)) {
      throw new SyntaxError("The pickle appends to what is no list");
    }
    for (const item of items) (list as PickleItem[]).push(item);
    return true;
  }

  #setItems(items: PickleItem[]): true {
    const dict = this.#top();
    if (!(dict instanceof PickledDict) || items.length % 2 !== 0) {
      throw new SyntaxError("The pickle sets items of what is no dict");
    }
    for (let i = 0; i < items.length; i += 2) {
      const key = items[i];
      if (typeof key !== "string") {
        throw new SyntaxError("The pickle has a dict whose keys are no texts");
      }
      dict.set(key, items[i + 1]);
    }
    return true;
  }

  #remember(slot: number): true {
    this.#memo.set(slot, this.#top());
    return true;
  }

  #recall(slot: number): true {
    const item = this.#memo.get(slot);
    if (item === undefined) {
      throw new SyntaxError("The pickle recalls what it never stored");
    }
    return this.#push(item);
  }
}
