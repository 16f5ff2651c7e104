import {
  deepStrictEqual,
  rejects,
  strictEqual,
  throws,
} from "node:assert/strict";
import sodium from "libsodium-wrappers";
import { curveMechanism } from "../../../../kernel/transport/zmtp/curve_mechanism.ts";
import {
  COMMAND,
  concat,
  FrameReader,
  MORE,
} from "../../../../kernel/transport/zmtp/frames.ts";
import { properties } from "../../../../kernel/transport/zmtp/handshake.ts";
import { ZmtpError } from "../../../../kernel/transport/zmtp/zmtp_error.ts";

const encoder = new TextEncoder();

function keyPair() {
  const { publicKey, privateKey } = sodium.crypto_box_keypair();
  return { publicKey, secretKey: privateKey };
}

function numbered(words: string, number: number): Uint8Array {
  const short = new Uint8Array(8);
  short[7] = number;
  return concat([encoder.encode(words), short]);
}

/** What a client may say wrong. */
interface Slips {
  /** The server's key, as the client has it. */
  serverKey?: Uint8Array;
  /** The key that it vouches with; not its own. */
  vouchKey?: Uint8Array;
  cookie?: Uint8Array;
  hello?: (data: Uint8Array) => Uint8Array;
  initiate?: (data: Uint8Array) => Uint8Array;
}

/** Shakes hands with a kernel as a client of the specification does. */
async function shakeHands(slips: Slips = {}) {
  const kernel = keyPair();
  const own = keyPair();
  const transient = keyPair();
  const serverKey = slips.serverKey ?? kernel.publicKey;
  let key: Uint8Array = new Uint8Array();
  const said: Uint8Array[] = [];
  const hello = () => {
    const box = sodium.crypto_box_easy(
      new Uint8Array(64),
      numbered("CurveZMQHELLO---", 1),
      serverKey,
      transient.secretKey,
    );
    return concat([
      new Uint8Array([1, 0, ...new Array(72).fill(0)]),
      transient.publicKey,
      numbered("", 1),
      box,
    ]);
  };
  const initiate = () => {
    const welcome = said.at(-1)!;
    const opened = sodium.crypto_box_open_easy(
      welcome.subarray(16),
      concat([encoder.encode("WELCOME-"), welcome.subarray(0, 16)]),
      kernel.publicKey,
      transient.secretKey,
    );
    const theirs = opened.subarray(0, 32);
    key = sodium.crypto_box_beforenm(theirs, transient.secretKey);
    const vouchNonce = new Uint8Array(16).fill(7);
    const vouch = sodium.crypto_box_easy(
      concat([transient.publicKey, serverKey]),
      concat([encoder.encode("VOUCH---"), vouchNonce]),
      theirs,
      slips.vouchKey ?? own.secretKey,
    );
    const plain = concat([
      own.publicKey,
      vouchNonce,
      vouch,
      properties("DEALER"),
    ]);
    const box = sodium.crypto_box_easy_afternm(
      plain,
      numbered("CurveZMQINITIATE", 2),
      key,
    );
    return concat([slips.cookie ?? opened.subarray(32), numbered("", 2), box]);
  };
  const commands: Record<string, () => Uint8Array> = {
    HELLO: () => (slips.hello ?? ((data) => data))(hello()),
    INITIATE: () => (slips.initiate ?? ((data) => data))(initiate()),
  };
  const { peer, cipher } = await curveMechanism(kernel).shakeHands({
    write: ([bytes]) => {
      const reader = new FrameReader();
      reader.space().set(bytes);
      reader.filled(bytes.length);
      const unit = reader.next(1000);
      if (unit?.kind === "command") said.push(unit.data);
    },
    command: (name) => Promise.resolve(commands[name]()),
  }, "ROUTER");
  /** A message of the client's. */
  const message = (number: number, plain: number[]) =>
    concat([
      encoder.encode("\x07MESSAGE"),
      numbered("", number),
      sodium.crypto_box_easy_afternm(
        new Uint8Array(plain),
        numbered("CurveZMQMESSAGEC", number),
        key,
      ),
    ]);
  return { peer, cipher: cipher!, message, ready: said.at(-1)!, key };
}

Deno.test("curveMechanism() shakes hands and encrypts both ways", async () => {
  const { peer, cipher, message, ready, key } = await shakeHands();
  strictEqual(peer.type, "DEALER");
  const open = (words: string, short: Uint8Array, box: Uint8Array) =>
    sodium.crypto_box_open_easy_afternm(
      box,
      concat([encoder.encode(words), short]),
      key,
    );
  deepStrictEqual(
    open("CurveZMQREADY---", ready.subarray(0, 8), ready.subarray(8)),
    properties("ROUTER"),
  );
  const sealed = cipher.seal({ flags: MORE, body: new Uint8Array([5, 6]) });
  deepStrictEqual(
    [...open("CurveZMQMESSAGES", sealed.subarray(8, 16), sealed.subarray(16))],
    [1, 5, 6],
  );
  const frames = [[0, 9], [1, 9], [2, 9]]
    .map((plain, index) => cipher.open(message(3 + index, plain)));
  deepStrictEqual(frames.map(({ flags }) => flags), [0, MORE, COMMAND]);
  deepStrictEqual([...frames[0].body], [9]);
});

Deno.test("curveMechanism() refuses who lacks the keys, and all that is not as it must be", async () => {
  const flip = (at: number) => (data: Uint8Array) =>
    data.with(at, data[at] ^ 1);
  const cases: Slips[] = [
    { serverKey: keyPair().publicKey },
    { vouchKey: keyPair().secretKey },
    { cookie: new Uint8Array(96) },
    { hello: (data) => data.subarray(1) },
    { hello: flip(193) },
    // A point of small order in place of the client's key.
    { hello: (data) => data.fill(0, 74, 106) },
    { initiate: flip(100) },
    { initiate: flip(200) },
    { initiate: (data) => data.subarray(0, 50) },
    { initiate: (data) => data.subarray(0, 120) },
  ];
  for (const [index, slips] of cases.entries()) {
    await rejects(shakeHands(slips), ZmtpError, `case ${index}`);
  }
});

Deno.test("a CURVE connection takes no message twice, and none that was changed", async () => {
  const { cipher, message } = await shakeHands();
  const first = message(3, [0, 1]);
  strictEqual(cipher.open(first).body[0], 1);
  for (
    const wrong of [
      first,
      message(2, [0, 1]),
      message(9, [0, 1]).with(20, 0).with(21, 0),
      message(9, [0, 1]).with(1, 0),
      message(9, []).subarray(0, 10),
    ]
  ) throws(() => cipher.open(wrong), ZmtpError);
  strictEqual(cipher.open(message(10, [0, 2])).body[0], 2);
});
