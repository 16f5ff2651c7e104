/**
 * Connection files with wrong, missing and mutilated fields. Each is refused in
 * words, or names five sockets that open and close.
 *
 * @module
 */

import { curveKeyPair } from "zeromq";
import { parseConnectionFile } from "../../kernel/transport/connection_info.ts";
import { openKernelSockets } from "../../kernel/transport/open_kernel_sockets.ts";
import { TransportError } from "../../kernel/transport/transport_error.ts";
import { Signer } from "../../kernel/wire/signer.ts";
import { WireError } from "../../kernel/wire/wire_error.ts";
import type { Attack, AttackOptions, Figures } from "./attack.ts";
import { Chance } from "./chance.ts";

const CHANNELS = ["shell", "iopub", "stdin", "control", "hb"];
/** Files whose sockets are opened. */
const OPENED = 20;

function file(chance: Chance): string {
  const { publicKey, secretKey } = curveKeyPair();
  const ports = CHANNELS.map((channel) => [
    `${channel}_port`,
    10_000 + chance.below(20_000),
  ]);
  const odd = [
    "}".repeat(40),
    "#".repeat(40),
    "%".repeat(40),
    publicKey.slice(1),
    secretKey,
    `${publicKey}\0`,
    "",
  ];
  const info: Record<string, unknown> = {
    transport: "tcp",
    ip: chance.pick(["127.0.0.1", "*", "::1", "localhost"]),
    key: "secret",
    signature_scheme: "hmac-sha256",
    ...Object.fromEntries(ports),
    ...chance.is(0.5)
      ? { curve_publickey: publicKey, curve_secretkey: secretKey }
      : {},
  };
  for (let changes = chance.below(3); changes > 0; changes--) {
    const field = chance.pick(Object.keys(info));
    if (chance.is(0.2)) delete info[field];
    else if (chance.is(0.4)) info[field] = chance.pick(odd);
    else info[field] = chance.json(1);
  }
  const text = JSON.stringify(info);
  return chance.is(0.1) ? text.slice(0, chance.below(text.length)) : text;
}

async function run({ seed, tries }: AttackOptions): Promise<Figures> {
  const chance = new Chance(seed);
  const figures = { refused: 0, read: 0, opened: 0 };
  for (let i = 0; i < tries; i++) {
    try {
      const info = parseConnectionFile(file(chance));
      new Signer(info.key, info.signature_scheme).sign(["a"]);
      figures.read++;
      if (info.transport === "ipc" || figures.opened >= OPENED) continue;
      const sockets = await openKernelSockets(info, {
        onShell: () => false,
        onControl: () => false,
        onStdin: () => false,
      });
      figures.opened++;
      await sockets.close();
    } catch (error) {
      const isTold = error instanceof TransportError ||
        error instanceof WireError;
      if (!isTold) throw error;
      figures.refused++;
    }
  }
  return figures;
}

export const connectionFileAttack: Attack = {
  name: "connection files",
  tries: { small: 2000, full: 100_000 },
  run,
};
