/**
 * How long a notebook's end waits for what cells have begun and not awaited, in
 * ms. A timeout that is longer is not waited for.
 */
export const BACKGROUND_WAIT_MS = 2000;
