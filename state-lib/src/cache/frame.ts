/**
 * What a key of the cache holds. A value is `V`, generation (8), format (6), `R` row or `A` absent or `L` list, version (16 hex digits),
 * payload; a lease is `L`, generation, token. All that precedes the payload has a fixed length, so that GETRANGE 0 31 tells whether
 * a copy is current.
 */
export const headerLength = 32;

/** Generation in the 8 characters of a frame. */
export function generationText(generation: number): string {
  return generation.toString(36).padStart(8, '0');
}

/** How a value of this generation begins. */
export function valuePrefix(generation: string): string {
  return `V${generation}`;
}

export type FrameKind = 'R' | 'A' | 'L';

/** A value as the cache keeps it. */
export function frame(generation: string, format: string, kind: FrameKind, version: bigint, payload: string): string {
  const digits = BigInt.asUintN(64, version).toString(16).padStart(16, '0');
  return `V${generation}${format}${kind}${digits}${payload}`;
}

/** The format of a value; a reader of another schema takes it for absent. */
export function frameFormat(value: string): string {
  return value.slice(9, 15);
}

export function frameKind(value: string): FrameKind {
  return value.charAt(15) as FrameKind;
}
