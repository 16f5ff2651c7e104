/**
 * All attacks. A new one is a file beside this one and a line here.
 *
 * @module
 */

import type { Attack } from "./attack.ts";
import { bindingAttack } from "./binding_attack.ts";
import { connectionFileAttack } from "./connection_file_attack.ts";
import { framingAttack } from "./framing_attack.ts";
import { inputAttack } from "./input_attack.ts";
import { stopAttack } from "./stop_attack.ts";
import { trainingAttack } from "./training_attack.ts";
import { wireAttack } from "./wire_attack.ts";

export const ATTACKS: readonly Attack[] = [
  wireAttack,
  framingAttack,
  inputAttack,
  connectionFileAttack,
  bindingAttack,
  stopAttack,
  trainingAttack,
];
