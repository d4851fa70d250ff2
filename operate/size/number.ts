/** A figure as a person reads it: at most three digits after the point. */
export function number(value: number): string {
  return String(Math.round(value * 1_000) / 1_000);
}
