import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { check } from './checker.js';
import type { Fault } from './checker.js';
import type { HitsLine, Line, Window } from './record.js';

export interface HistoryResult {
  readonly operations: number;
  /** Share of reads answered from the cache, of all that may be; those that always ask the database do not count. */
  readonly hits: number;
  /** The same, outside of faults and the recoveries from them. */
  readonly calmHits: number;
  /** Faults of each kind. */
  readonly faults: Readonly<Record<string, number>>;
  /** Operations during faults, recovery not included. */
  readonly inFault: number;
  /** Operations during recoveries. */
  readonly inRecovery: number;
  readonly found: readonly Fault[];
}

/** Reads what the instances recorded and checks it. */
export async function reckon(
  files: readonly string[],
  windows: readonly Window[],
  final: ReadonlyMap<string, string>,
): Promise<HistoryResult> {
  const texts = new Map<number, string[]>();
  const hits: HitsLine[] = [];
  for (const file of files) await sortLines(file, texts, hits);
  let [operations, inFault, inRecovery] = [0, 0, 0];
  const found: Fault[] = [];
  for (const group of texts.values()) {
    const lines = group.map((text) => JSON.parse(text) as Line);
    for (const line of lines) {
      if (line.op === 'begin') continue;
      operations += 1;
      const start = line.op === 'read' ? line.start : line.end;
      if (windows.some((window) => line.end >= window.start && start <= window.mended)) inFault += 1;
      else if (windows.some((window) => line.end >= window.mended && start <= window.recovered)) inRecovery += 1;
    }
    found.push(...check(lines, final));
  }
  // The buckets of hits are 50 ms long, so that one more belongs to the fault.
  const calm = hits.filter(
    ({ at }) => !windows.some(({ start, recovered }) => at >= start && at <= recovered + 60_000),
  );
  const faults: Record<string, number> = {};
  for (const { fault } of windows) faults[fault] = (faults[fault] ?? 0) + 1;
  return { operations, hits: share(hits), calmHits: share(calm), faults, inFault, inRecovery, found };
}

function share(lines: readonly HitsLine[]): number {
  const sum = (of: 'hits' | 'misses'): number => lines.reduce((total, line) => total + line[of], 0);
  return sum('hits') / Math.max(1, sum('hits') + sum('misses'));
}

async function sortLines(file: string, groups: Map<number, string[]>, hits: HitsLine[]): Promise<void> {
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    // A killed process may leave half a line, of reads, at its end, before the next process goes on.
    if (!line.endsWith('}') || !line.startsWith('{"group":') || line.indexOf('{"group":', 1) > 0) continue;
    const group = Number.parseInt(line.slice(9, 13), 10);
    if (group < 0) hits.push(JSON.parse(line) as HitsLine);
    else {
      const list = groups.get(group);
      if (list === undefined) groups.set(group, [line]);
      else list.push(line);
    }
  }
}
