/** Prints which backend runs without a choice. */

import { selectBackend } from "../../../lib/backend/select_backend.ts";

console.log(`${await selectBackend()}`);
