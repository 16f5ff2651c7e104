import { ok, strictEqual, throws } from "node:assert/strict";
import { Share, shareOf } from "../../../lib/experiment/share.ts";

function near(found: number, published: number, within: number): void {
  ok(Math.abs(found - published) <= within, `${found}, not ${published}`);
}

Deno.test("Share has Wilson's interval", () => {
  // Newcombe, Stat. Med. 17 (1998), table I, method 3.
  const published = [
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ];
  for (const [count, n, low, high] of published) {
    const share = new Share(count, n);
    near(share.low, low, 5e-5);
    near(share.high, high, 5e-5);
  }
});

Deno.test("Share.test() is the exact binomial test", () => {
  // Conover, Practical Nonparametric Statistics (1971), p. 97, by R's
  // binom.test(682, 925, p = 0.75): 0.3825.
  near(new Share(682, 925).test(0.75), 0.3825, 5e-5);
  // A fair coin, 10 tosses: 2 * (1 + 10) / 1024.
  near(new Share(1, 10).test(0.5), 22 / 1024, 1e-12);
  strictEqual(new Share(0, 10).test(0), 1);
  strictEqual(new Share(1, 10).test(0), 0);
});

Deno.test("Share excludes what lies outside its interval, and shows it", () => {
  const share = new Share(81, 263);
  ok(share.excludes(0.25) && share.excludes(0.37) && !share.excludes(0.3));
  strictEqual(share.format(), "30.8 % (25.5 to 36.6)");
  strictEqual(new Share(5, 5).format(0), "100 % (57 to 100)");
});

Deno.test("shareOf() counts what is true or not zero", () => {
  strictEqual(shareOf([true, false, true, true]).count, 3);
  strictEqual(shareOf(Float32Array.of(0, 2, -0, 1e-9)).value, 0.5);
});

Deno.test("Share refuses what is no share", () => {
  for (const [count, n] of [[1, 0], [-1, 3], [4, 3], [0.5, 3], [NaN, 3]]) {
    throws(() => new Share(count, n), RangeError);
  }
});
