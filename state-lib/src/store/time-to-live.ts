/** A time to live with ±10 % jitter, so that what was filled together does not expire together. */
export function jittered(milliseconds: number): number {
  return Math.round(milliseconds * (0.9 + Math.random() * 0.2));
}
