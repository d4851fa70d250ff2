/** Bytes that a decoded value takes in memory at most, roughly (Node.js 20, 64 bits). */
export function weigh(value: unknown): number {
  if (typeof value === 'string') return 24 + 2 * value.length;
  if (typeof value === 'bigint') return 32;
  // Small integers are in the place that their holder has for them.
  if (typeof value === 'number') return Number.isInteger(value) && Math.abs(value) < 2 ** 31 ? 0 : 16;
  if (typeof value !== 'object' || value === null) return 0;
  if (value instanceof Date) return 104;
  let bytes = Array.isArray(value) ? 56 : 104;
  // Keys of objects are shared among those of one shape, or not: then they are counted.
  if (Array.isArray(value)) for (const item of value) bytes += 12 + weigh(item);
  else for (const [key, item] of Object.entries(value)) bytes += 32 + 2 * key.length + weigh(item);
  return bytes;
}
