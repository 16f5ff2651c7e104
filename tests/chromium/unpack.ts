/**
 * Unpacks the Chromium of npm:@sparticuz/chromium, with the libraries it
 * links, into the folder that TMPDIR names. A process of its own, because the
 * package reads its environment when it is loaded; and with a configuration of
 * its own, because `deno task` downloads all that the checkout's lock names,
 * and nobody but these tests needs 70 MB of browser.
 */

import chromium from "@sparticuz/chromium";

await chromium.executablePath();
