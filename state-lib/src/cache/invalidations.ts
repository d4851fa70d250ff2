/** How Redis begins to tell a client that follows its keys (CLIENT TRACKING, RESP3) of a change. */
const marker = Buffer.from('>2\r\n$10\r\ninvalidate\r\n');

/** Longer than the keys of usual tables; of a longer one, everything counts as changed. */
const longestKey = 65_536;

type Parsed = { readonly key: string } | 'all' | 'short';

/**
 * Finds what Redis tells of changed keys among the bytes of a connection, which ioredis drops. It looks for the marker instead of taking
 * replies apart once more. Where a key has the same bytes in it, keys count as changed that were not, which costs reads; so does what it
 * cannot take apart, which counts as a change of everything.
 */
export class Invalidations {
  #rest: Buffer | undefined;

  /** `told` gets each changed key, or undefined when all have changed. It is called before a later reply of the same bytes is looked at. */
  constructor(private readonly told: (key: string | undefined) => void) {}

  write(chunk: Buffer): void {
    const bytes = this.#rest === undefined ? chunk : Buffer.concat([this.#rest, chunk]);
    let keep = bytes.length - beginning(bytes);
    for (let at = bytes.indexOf(marker); at >= 0; at = bytes.indexOf(marker, at + 1)) {
      const parsed = parse(bytes, at + marker.length);
      if (parsed === 'short') keep = Math.min(keep, at);
      else this.told(parsed === 'all' ? undefined : parsed.key);
    }
    this.#rest = keep === bytes.length ? undefined : Buffer.from(bytes.subarray(keep));
  }
}

/** Bytes at the end that may be the beginning of a marker. */
function beginning(bytes: Buffer): number {
  const from = Math.max(0, bytes.length - marker.length + 1);
  for (let at = bytes.indexOf(marker[0] as number, from); at >= 0; at = bytes.indexOf(marker[0] as number, at + 1))
    if (marker.subarray(0, bytes.length - at).equals(bytes.subarray(at))) return bytes.length - at;
  return 0;
}

/** What follows a marker: one key (`*1 $length key`), or `_` for all. */
function parse(bytes: Buffer, from: number): Parsed {
  const count = integer(bytes, from, '*');
  if (typeof count === 'string') return count;
  const length = count.value === 1 ? integer(bytes, count.end, '$') : 'all';
  if (typeof length === 'string') return length;
  const end = length.end + length.value;
  return end > bytes.length ? 'short' : { key: bytes.toString('utf8', length.end, end) };
}

/** `<type><digits>\r\n`; `all`: it is something else. */
function integer(bytes: Buffer, at: number, type: '*' | '$'): { value: number; end: number } | 'short' | 'all' {
  if (at >= bytes.length) return 'short';
  if (bytes[at] !== type.charCodeAt(0)) return 'all';
  let value = 0;
  for (let index = at + 1; index < bytes.length; index += 1) {
    const byte = bytes[index] as number;
    if (byte === 13) return { value, end: index + 2 };
    if (byte < 48 || byte > 57) return 'all';
    value = value * 10 + byte - 48;
    if (value > longestKey) return 'all';
  }
  return 'short';
}
