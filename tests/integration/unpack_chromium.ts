/**
 * Unpacks the Chromium of npm:@sparticuz/chromium, with the libraries it
 * links, into the folder that TMPDIR names. A process of its own, because the
 * package reads its environment when it is loaded.
 */

import chromium from "@sparticuz/chromium";

await chromium.executablePath();
