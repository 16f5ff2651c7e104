/**
 * Where the matrices of a product lie, and its parts for several threads.
 *
 * @module
 */

/** Sizes of a product. */
export interface ProductSize {
  rows: number;
  inner: number;
  columns: number;
}

/**
 * Three matrices of 32-bit values: their addresses, and the bytes from one of
 * their rows to the next.
 */
export interface MatrixProduct extends ProductSize {
  /** `[rows, inner]`, or `[inner, rows]` where it is transposed. */
  left: number;
  leftStep: number;
  /** `[inner, columns]`. */
  right: number;
  rightStep: number;
  /** `[rows, columns]`. */
  out: number;
  outStep: number;
}

/** A product of dense matrices. */
export function denseProduct(
  place: { left: number; right: number; out: number } & ProductSize,
  isLeftTransposed: boolean,
): MatrixProduct {
  const { rows, inner, columns } = place;
  return {
    ...place,
    leftStep: 4 * (isLeftTransposed ? rows : inner),
    rightStep: 4 * columns,
    outStep: 4 * columns,
  };
}

/**
 * Rows and columns of a part that is worth its reading; large parts go by
 * panels.
 */
const LARGE = 64;
const USUAL = 32;

/** Of large parts there may be so many times fewer than were asked for. */
const MOST_FEWER = 4;

/** Rows of a part are whole tiles of sums, and columns whole panels. */
const TILE_ROWS = 4;
const TILE_COLUMNS = 8;

/** Columns of the smallest part: a cache line. */
const FEWEST_COLUMNS = 16;

/**
 * A right matrix of so many values does not stay in the cache. Of long rows at
 * least so many columns are read: short pieces, far apart, take twice as long.
 */
const UNCACHED = 2 ** 18;
const FEWEST_UNCACHED_COLUMNS = 256;

/**
 * Likewise of a transposed left matrix at least so many rows of the result, two
 * pages of each of its own rows, as long as all threads have some.
 */
const FEWEST_UNCACHED_ROWS = 2_048;

/**
 * A product as up to `count` products, each of a part of the result: of some of
 * its rows, which are dense, and of some of its columns where the rows are too
 * few. Threads that write to one cache line hold each other up.
 */
export function partsOf(
  product: MatrixProduct,
  isLeftTransposed: boolean,
  count: number,
  threads: number,
): MatrixProduct[] {
  const { left, leftStep, right, out, outStep } = product;
  const { rows, columns, inner } = product;
  const fitting = (length: number, size: number) =>
    Math.max(1, Math.floor(length / size));
  const isLarge = Math.min(rows, columns) >= LARGE &&
    fitting(rows, LARGE) * fitting(columns, LARGE) >= count / MOST_FEWER;
  const least = isLarge ? LARGE : USUAL;
  const isLong = inner * columns >= UNCACHED &&
    columns >= FEWEST_UNCACHED_COLUMNS;
  // Of a flat product each thread takes some rows, and reads all on the right
  // in its order.
  const isFlat = isLong && isLeftTransposed && rows < USUAL;
  const wanted = isFlat ? Math.min(count, threads) : count;
  const fewest = isLong ? FEWEST_UNCACHED_COLUMNS : FEWEST_COLUMNS;
  const isTall = isLeftTransposed && !isLarge && inner * rows >= UNCACHED;
  const down = Math.min(
    wanted,
    fitting(rows, isFlat ? TILE_ROWS : least),
    isTall ? threads * fitting(rows, threads * FEWEST_UNCACHED_ROWS) : Infinity,
  );
  const across = Math.min(
    Math.ceil(wanted / down),
    fitting(columns, isLarge ? LARGE : fewest),
  );
  const columnSpans = spans(product.columns, across, TILE_COLUMNS);
  const rowSpans = spans(product.rows, down, TILE_ROWS);
  return columnSpans.flatMap(([column, columns]) =>
    rowSpans.map(([row, rows]) => ({
      ...product,
      left: left + row * (isLeftTransposed ? 4 : leftStep),
      right: right + 4 * column,
      out: out + row * outStep + 4 * column,
      rows,
      columns,
    }))
  );
}

/** `length` in up to `count` spans alike, of a multiple of `unit` but the last. */
export function spans(
  length: number,
  count: number,
  unit: number,
): [start: number, length: number][] {
  const size = unit * Math.ceil(length / (unit * Math.max(1, count)));
  const found: [number, number][] = [];
  for (let start = 0; start < length; start += size) {
    found.push([start, Math.min(size, length - start)]);
  }
  return found;
}

/**
 * Likewise, but as many for each of some threads where that is possible: of 15
 * tasks one of two threads would wait for the last.
 */
export function evenSpans(
  length: number,
  count: number,
  unit: number,
  threads: number,
): [start: number, length: number][] {
  const usual = spans(length, count, unit);
  for (let fewer = usual.length; fewer >= threads; fewer--) {
    const found = spans(length, fewer, unit);
    if (found.length % threads === 0) return found;
  }
  return usual;
}
