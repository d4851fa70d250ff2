import type { Line } from './record.js';

/** A state of a row: its version, a deletion half a version later, 0 before its creation. */
interface Write {
  readonly key: string;
  readonly start: number;
  readonly place: string;
  /** Undefined while its outcome is unknown. */
  position: number | undefined;
  end: number;
  lost: boolean;
}

export interface Fault {
  readonly kind: 'stale' | 'lost';
  readonly text: string;
}

const absent = '-';

/**
 * Checks the contract on a history: no read that begins after a write was acknowledged, or after another read ended, finds an older state of
 * the row than those; a list has exactly the rows whose state at some moment of the read was in it; no acknowledged write is lost.
 *
 * The sweep goes by time. The floor of a row is the newest state that an operation which has ended is known to have written or seen.
 */
export function check(lines: readonly Line[], final: ReadonlyMap<string, string>): Fault[] {
  const writes = collectWrites(lines);
  const byKey = new Map<string, Write[]>();
  for (const write of writes.values()) {
    const list = byKey.get(write.key);
    if (list === undefined) byKey.set(write.key, [write]);
    else list.push(write);
  }
  const faults: Fault[] = [];
  const floors = new Map<string, number>();
  const raise = (key: string, position: number): void => void floors.set(key, Math.max(floors.get(key) ?? 0, position));
  const reads = lines.filter((line) => line.op === 'read');
  const keysOf = (read: (typeof reads)[number]): string[] =>
    read.list === undefined
      ? read.rows.map(({ key }) => key)
      : [...byKey.keys()].filter((key) => key.startsWith('entity '));
  const events: { readonly at: number; readonly run: () => void }[] = [];
  for (const write of writes.values())
    if (write.position !== undefined)
      events.push({ at: write.end, run: () => raise(write.key, write.position as number) });
  for (const read of reads) {
    const keys = keysOf(read);
    const atStart: number[] = [];
    events.push({
      at: read.start - 0.5,
      run: () => keys.forEach((key, index) => (atStart[index] = floors.get(key) ?? 0)),
    });
    events.push({
      at: read.end,
      run: () => {
        const found = new Map(read.rows.map(({ key, version }) => [key, version]));
        for (const [index, key] of keys.entries()) {
          const floor = atStart[index] as number;
          const version = found.get(key) ?? absent;
          const position = judgeRow(byKey.get(key) ?? [], floor, version, read.end, read.list);
          if (position === undefined)
            faults.push({
              kind: 'stale',
              text: `${key}: a read from ${read.start} to ${read.end}${read.list === undefined ? '' : ` of list ${read.list}`} found ${version}, but ${floor} was known to be written before ${read.start}`,
            });
          else if (version !== absent) raise(key, position);
        }
      },
    });
  }
  for (const { run } of events.toSorted((one, other) => one.at - other.at)) run();
  return [...faults, ...lostWrites(byKey, final)];
}

/** The position of the state that a read found, or undefined when no possible state fits it. */
function judgeRow(
  writes: readonly Write[],
  floor: number,
  version: string,
  end: number,
  list: string | undefined,
): number | undefined {
  const begun = writes.filter(({ start, lost }) => start <= end && !lost);
  const unknown = begun.filter(({ position }) => position === undefined);
  if (version !== absent) {
    const position = Number(version);
    if (position < floor) return undefined;
    const known = writes.find((write) => write.position === position);
    if (known === undefined) return unknown.length > 0 ? position : undefined;
    return known.start <= end && (list === undefined || known.place === list) ? position : undefined;
  }
  const away = (place: string): boolean => place === 'gone' || (list !== undefined && place !== list);
  if (unknown.some(({ place }) => away(place))) return floor;
  if (floor === 0) return 0;
  // A state that was seen but whose write is unknown may have been anywhere.
  if (!writes.some(({ position }) => position === floor) && list !== undefined) return floor;
  const fits = begun.filter(({ position, place }) => position !== undefined && position >= floor && away(place));
  return fits.length === 0 ? undefined : Math.min(...fits.map(({ position }) => position as number));
}

function collectWrites(lines: readonly Line[]): Map<string, Write> {
  const writes = new Map<string, Write>();
  for (const line of lines)
    if (line.op === 'begin')
      writes.set(line.write, {
        key: line.key,
        start: line.start,
        place: line.place,
        position: undefined,
        end: Infinity,
        lost: false,
      });
  for (const line of lines) {
    if (line.op !== 'done' && line.op !== 'failed') continue;
    const write = writes.get(line.write);
    if (write === undefined) throw new Error(`the history has the end of write ${line.write} but not its beginning`);
    if (line.op === 'failed') write.lost = true;
    else {
      write.position = Number(line.version) + (line.deleted ? 0.5 : 0);
      write.end = line.end;
    }
  }
  return writes;
}

function lostWrites(byKey: ReadonlyMap<string, readonly Write[]>, final: ReadonlyMap<string, string>): Fault[] {
  const faults: Fault[] = [];
  for (const [key, writes] of byKey) {
    const newest = Math.max(0, ...writes.map(({ position }) => position ?? 0));
    const found = final.get(key) ?? absent;
    const unknown = writes.some(({ position, lost }) => position === undefined && !lost);
    const kept = found === absent ? !Number.isInteger(newest) || newest === 0 || unknown : Number(found) >= newest;
    if (!kept)
      faults.push({ kind: 'lost', text: `${key}: ${newest} was acknowledged, the database has ${found} in the end` });
  }
  return faults;
}
