/**
 * What a key of the cache holds. A value is `V`, generation (8), format (6), `R` row or `A` absent or `L` list, version (16 hex digits),
 * fill (8), payload; a lease is `L`, generation, token. All that precedes the payload has a fixed length and names the very fill, so that
 * two values of a key with the same header are the same. While a write runs, `P` in place of the `V` marks the value from before it.
 */
export const headerLength = 40;

/** Generation in the 8 characters of a frame. */
export function generationText(generation: number): string {
  return generation.toString(36).padStart(8, '0');
}

/** How a value of this generation begins. */
export function valuePrefix(generation: string): string {
  return `V${generation}`;
}

/** A value without the mark of a write under way. */
export function unmarked(value: string): string {
  return value.startsWith('P') ? `V${value.slice(1)}` : value;
}

export type FrameKind = 'R' | 'A' | 'L';

/** What a fill marks its values with: which generation they belong to, and the token of the lease. */
export interface FillMark {
  readonly generation: string;
  readonly token: string;
}

/** A value as the cache keeps it. */
export function frame(mark: FillMark, format: string, kind: FrameKind, version: bigint, payload: string): string {
  const digits = BigInt.asUintN(64, version).toString(16).padStart(16, '0');
  return `V${mark.generation}${format}${kind}${digits}${mark.token.slice(0, 8)}${payload}`;
}

/** The header of a value, which does not keep the whole value in memory as a slice of it would. */
export function frameHeader(value: string): string {
  return Buffer.from(value.slice(0, headerLength), 'latin1').toString('latin1');
}

/** The format of a value; a reader of another schema takes it for absent. */
export function frameFormat(value: string): string {
  return value.slice(9, 15);
}

export function frameKind(value: string): FrameKind {
  return value.charAt(15) as FrameKind;
}
