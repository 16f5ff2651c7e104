/** The 97.5 % point of the normal distribution: half a 95 % interval. */
export const NORMAL_QUANTILE = 1.959963984540054;
