/** How Redis begins to tell a client that follows its keys (CLIENT TRACKING, RESP3) of a change. */
const marker = Buffer.from('>2\r\n$10\r\ninvalidate\r\n');

/** Longer than any key of the cache: a name has 10 kB at most. */
const longestKey = 65_536;

type Parsed = { readonly keys: readonly string[] } | 'all' | 'short' | 'none';

/**
 * Finds what Redis tells of changed keys among the bytes of a connection, which ioredis drops. It looks for the marker instead of taking
 * replies apart once more; where a value has the same bytes in it, some key counts as changed that was not, which costs a read.
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
      else if (parsed === 'all') this.told(undefined);
      else if (parsed !== 'none') for (const key of parsed.keys) this.told(key);
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

function parse(bytes: Buffer, from: number): Parsed {
  if (bytes.length === from) return 'short';
  if (bytes[from] === 95) return 'all'; // _
  const count = integer(bytes, from, 42); // *
  if (typeof count === 'string') return count;
  const keys: string[] = [];
  let at = count.end;
  for (let index = 0; index < count.value; index += 1) {
    const length = integer(bytes, at, 36); // $
    if (typeof length === 'string') return length;
    const end = length.end + length.value;
    if (length.value > longestKey) return 'none';
    if (end > bytes.length) return 'short';
    keys.push(bytes.toString('utf8', length.end, end));
    at = end + 2;
  }
  return { keys };
}

/** `<type><digits>\r\n`. */
function integer(bytes: Buffer, at: number, type: number): { value: number; end: number } | 'short' | 'none' {
  if (at >= bytes.length) return 'short';
  if (bytes[at] !== type) return 'none';
  let value = 0;
  for (let index = at + 1; index < bytes.length; index += 1) {
    const byte = bytes[index] as number;
    if (byte === 13) return { value, end: index + 2 };
    if (byte < 48 || byte > 57 || value > longestKey) return 'none';
    value = value * 10 + byte - 48;
  }
  return 'short';
}
