import { previousMs } from '../src/coherence/settings.js';
import type { Line, ListRead, ReadLine, SeenRow } from './record.js';
import { absent, RowHistory } from './row-history.js';
import type { Write } from './row-history.js';

export interface Fault {
  readonly kind: 'stale' | 'lost';
  /** The operations that contradict each other, and no others. Times are microseconds. */
  readonly text: string;
}

/** For so long after one read has seen a write that is not acknowledged yet, another may find the state from before it. */
const graceMicroseconds = previousMs * 1_000;

/**
 * Checks the contract on the lines of one group: no read that begins after a write was acknowledged, or a while after another read ended, finds an
 * older state of the row than those, unless it allowed that; a list has exactly the rows whose state at some moment of the read was in it; no acknowledged write is lost.
 *
 * Versions of a row are unique and ordered, so that one sweep by time decides it, row by row. `final`: versions in the database in the end.
 */
export function check(lines: readonly Line[], final: ReadonlyMap<string, string>): Fault[] {
  const writes = collectWrites(lines);
  const byKey = new Map<string, Write[]>();
  for (const write of writes) {
    const list = byKey.get(write.key);
    if (list === undefined) byKey.set(write.key, [write]);
    else list.push(write);
  }
  const rows = new Map([...byKey].map(([key, list]) => [key, new RowHistory(list, final.get(key) ?? absent)]));
  const keysIn = (table: ListRead['table']): string[] => [...rows.keys()].filter((key) => key.startsWith(`${table} `));
  const all = { entity: keysIn('entity'), region: keysIn('region'), player: keysIn('player') };
  const keysOf = ({ list, rows: seen }: ReadLine): readonly string[] =>
    list === undefined ? seen.map(({ key }) => key) : (list.keys ?? all[list.table]);
  const faults: Fault[] = [];
  const events: { readonly at: number; readonly run: () => void }[] = [];
  for (const { key, position, start, end } of writes)
    if (position !== undefined)
      events.push({
        at: end,
        run: () => rows.get(key)?.raise(position, `write of ${position} from ${start} to ${end}`),
      });
  for (const line of lines)
    if (line.op === 'read') {
      const keys = keysOf(line);
      let floors: number[] = [];
      const asked = line.start - (line.staleMs ?? 0) * 1_000;
      events.push({ at: asked - 0.5, run: () => (floors = keys.map((key) => rows.get(key)?.floor ?? 0)) });
      let raise = (): void => {};
      events.push({
        at: line.end,
        run: () => {
          const judged = judgeRead(line, keys, floors, rows);
          faults.push(...judged.faults);
          ({ raise } = judged);
        },
      });
      events.push({ at: line.end + graceMicroseconds, run: () => raise() });
    }
  events.sort((one, other) => one.at - other.at);
  for (const { run } of events) run();
  for (const [key, row] of rows) {
    const lost = row.lost(final.get(key) ?? absent);
    if (lost !== undefined) faults.push({ kind: 'lost', text: `${key}: ${lost}` });
  }
  return faults;
}

/** What contradicts a read, and what later reads must not contradict. */
interface Judged {
  readonly faults: readonly Fault[];
  readonly raise: () => void;
}

function judgeRead(
  { start, end, list, staleMs, rows: seen }: ReadLine,
  keys: readonly string[],
  floors: readonly number[],
  rows: ReadonlyMap<string, RowHistory>,
): Judged {
  const faults: Fault[] = [];
  const raises: (() => void)[] = [];
  const found = new Map(seen.map(({ key, version }) => [key, version]));
  const strange = outOfPlace(seen, keys, list);
  if (strange !== undefined)
    faults.push({ kind: 'stale', text: `${strange}: read from ${start} to ${end} gave it where it cannot be` });
  for (const [index, key] of keys.entries()) {
    const row = rows.get(key);
    const version = found.get(key) ?? absent;
    const floor = floors[index] as number;
    if (row === undefined) {
      if (version !== absent) faults.push({ kind: 'stale', text: `${key}: a read found ${version}, never written` });
      continue;
    }
    const position = row.judge(version, floor, end, list?.place);
    const name = `read from ${start} to ${end}${list === undefined ? '' : ` of list ${list.table} ${list.place}`}`;
    if (position !== undefined) raises.push(() => row.raise(position, `${name} that found ${version}`));
    else
      faults.push({
        kind: 'stale',
        text: [
          `${key}: ${name} found ${version}, but ${floor} was known ${staleMs === undefined ? '' : `${staleMs} ms `}before; the newest known by its end: ${row.floorBy}`,
          ...row.describe(floor, ...(version === absent ? [] : [Number(version)])),
        ].join('\n  '),
      });
  }
  return { faults, raise: () => raises.forEach((raise) => raise()) };
}

/** A key that a read gave without having been asked for it, twice, or on a page before one that it follows. */
function outOfPlace(seen: readonly SeenRow[], keys: readonly string[], list: ListRead | undefined): string | undefined {
  const places = new Map(keys.map((key, index) => [key, index]));
  const given = new Set<string>();
  let last = -1;
  for (const { key } of seen) {
    const place = places.get(key);
    const isMisplaced = list?.keys !== undefined && place !== undefined && place < last;
    if (place === undefined || given.has(key) || isMisplaced) return key;
    given.add(key);
    last = place;
  }
  return undefined;
}

/** Writes that may have happened: those that failed for sure are left out. */
function collectWrites(lines: readonly Line[]): Write[] {
  const writes = new Map<string, Write>();
  for (const line of lines)
    if (line.op === 'begin')
      writes.set(line.write, {
        ...{ key: line.key, start: line.start, place: line.place, position: undefined, end: Infinity },
      });
  for (const line of lines) {
    if (line.op !== 'done' && line.op !== 'failed') continue;
    const write = writes.get(line.write);
    if (write === undefined) throw new Error(`the history has the end of write ${line.write} but not its beginning`);
    if (line.op === 'failed') writes.delete(line.write);
    else {
      write.position = Number(line.version) + (line.deleted ? 0.5 : 0);
      write.end = line.end;
    }
  }
  return [...writes.values()];
}
