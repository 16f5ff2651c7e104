import { deepStrictEqual, throws } from "node:assert/strict";
import {
  readPickledArray,
  readPickledDict,
} from "../../../../lib/data/numpy/pickle.ts";

/** A pickle as text, one character a byte. */
function pickle(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** An array of one axis whose list of items is built by `items`. */
function arrayOf(length: number, items: string): Uint8Array {
  return pickle(
    "\x80\x02cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\n" +
      `K\0\x85U\x01b\x87R(K\x01K${String.fromCharCode(length)}\x85` +
      `cnumpy\ndtype\nU\x02O8K\0K\x01\x87R\x89${items}tb.`,
  );
}

Deno.test("readPickledArray() reads lists of numbers", () => {
  const bytes = arrayOf(2, "](](K\x01M\x02\x01J\xff\xff\xff\xffe]e");
  deepStrictEqual(readPickledArray(bytes), {
    shape: [2],
    items: [[1, 258, -1], []],
  });
});

// Each would run something, or make something, in Python.
const HOSTILE: Record<string, string> = {
  "REDUCE of os.system": "cposix\nsystem\nU\x02id\x85R",
  "REDUCE of eval": "c__builtin__\neval\nU\x011\x85R",
  "STACK_GLOBAL of os.system": "\x8c\x05posix\x8c\x06system\x93U\x02id\x85R",
  "a global of NumPy that is not needed": "cnumpy\nload\nU\x01f\x85R",
  "a method of an allowed global": "cnumpy\nndarray.tofile\nU\x01f\x85R",
  "ndarray called": "cnumpy\nndarray\nK\x01\x85R",
  "dtype of another kind": "cnumpy\ndtype\nU\x02f4\x85R",
  "INST": "(U\x02idiposix\nsystem\n",
  "OBJ": "(cposix\nsystem\nU\x02ido",
  "NEWOBJ": "cnumpy\nndarray\n)\x81",
  "NEWOBJ_EX": "cnumpy\nndarray\n)}\x92",
  "EXT1": "\x82\x01",
  "PERSID": "Pid\n",
  "BINPERSID": "K\x01Q",
  "a dictionary": "}U\x09__proto__]s",
  "BUILD of a list": "]K\x01b",
  "BUILD without an array": "cnumpy\nndarray\nK\x01b",
  "APPEND to a number": "K\x01K\x02a",
  "a recall of nothing": "h\x09",
  "a mark that is missing": "K\x01t",
  "an empty stack": "a",
  "an opcode that is none": "\xff",
};

for (const [name, code] of Object.entries(HOSTILE)) {
  Deno.test(`readPickledArray() refuses ${name}`, () => {
    throws(() => readPickledArray(pickle(`\x80\x02${code}.`)), SyntaxError);
    throws(() => readPickledArray(arrayOf(1, `](${code}e`)), SyntaxError);
  });
}

Deno.test("readPickledArray() names what a file asks for", () => {
  throws(
    () => readPickledArray(pickle("\x80\x02cposix\nsystem\nU\x02id\x85R.")),
    /asks for posix\.system; refused/,
  );
});

Deno.test("readPickledArray() throws on a list that contains itself", () => {
  throws(() => readPickledArray(arrayOf(1, "]q\x01h\x01a")), SyntaxError);
});

Deno.test("readPickledArray() throws on lists that unfold without end", () => {
  let code = "]q\x00(K\x01K\x01e";
  for (let level = 1; level < 30; level++) {
    const [now, last] = [level, level - 1].map((it) => String.fromCharCode(it));
    code += `](h${last}h${last}eq${now}`;
  }
  const bytes = arrayOf(30, `](${code}e`);
  throws(() => readPickledArray(bytes), /contain each other too often/);
});

Deno.test("readPickledArray() throws on deep nesting, not by the stack", () => {
  const depth = 100_000;
  const bytes = arrayOf(1, `${"]".repeat(depth)}${"a".repeat(depth - 1)}`);
  throws(() => readPickledArray(bytes), SyntaxError);
});

Deno.test("readPickledArray() throws on more values than it may have", () => {
  const bytes = arrayOf(1, `](${"]".repeat(1000)}e`);
  throws(() => readPickledArray(bytes, 1000), /too large/);
});

/** An array without axes that holds what `item` builds. */
function scalarOf(item: string): Uint8Array {
  return pickle(
    "\x80\x02cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\n" +
      `K\0\x85U\x01b\x87R(K\x01)cnumpy\ndtype\nU\x02O8K\0K\x01\x87R\x89` +
      `](${item}etb.`,
  );
}

Deno.test("readPickledDict() reads a dict, and no array of objects has one", () => {
  const bytes = scalarOf("}(U\x09__proto__K\x07U\x01a](U\x01beu");
  const dict = readPickledDict(bytes);
  deepStrictEqual([...dict], [["__proto__", 7], ["a", ["b"]]]);
  throws(() => readPickledArray(bytes), /more than numbers and lists/);
});

Deno.test("readPickledDict() refuses what is no dict with texts as keys", () => {
  throws(() => readPickledDict(scalarOf("K\x01")), /holds no dict/);
  throws(() => readPickledDict(scalarOf("}(K\x01K\x02u")), /no texts/);
  throws(() => readPickledDict(scalarOf("}(U\x01au")), /no dict/);
  throws(() => readPickledDict(scalarOf("](U\x01aK\x02u")), /no dict/);
  const os = "}(U\x01acposix\nsystem\nU\x02id\x85Ru";
  throws(() => readPickledDict(scalarOf(os)), /posix\.system; refused/);
});

/** An array of `shape` and 8-byte numbers, as a text of a pickle. */
function numbersOf(shape: string, byteOrder: string, bytes: string): string {
  return "cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\n" +
    `K\0\x85U\x01b\x87R(K\x01${shape}cnumpy\ndtype\nU\x02i8K\0K\x01\x87R` +
    `(K\x03U\x01${byteOrder}NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\0tb` +
    `\x88c_codecs\nencode\nX${
      String.fromCharCode(bytes.length)
    }\0\0\0${bytes}` +
    "U\x06latin1\x86Rtb";
}

Deno.test("readPickledDict() checks the size and byte order of numbers", () => {
  const two = "\x05\0\0\0\0\0\0\0\x06\0\0\0\0\0\0\0";
  const read = (...args: Parameters<typeof numbersOf>) =>
    readPickledDict(scalarOf(`}(U\x01a${numbersOf(...args)}u`)).get("a");
  const array = read("K\x02\x85", "<", two) as { numbers: Float64Array };
  deepStrictEqual([...array.numbers], [5, 6]);
  throws(() => read("K\x03\x85", "<", two), /does not fit its 16 bytes/);
  throws(() => read("K\x02\x85", ">", two), /byte order/);
});
