import { execFile } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { pick, seeded } from '../../histories/random.js';
import { openState } from '../../src/state.js';
import type { State } from '../../src/state.js';
import { trusted } from '../../test/backing/states.js';
import { microseconds } from '../closed-loop.js';
import type { Course } from '../measure.js';
import { stateSettings } from '../programs.js';
import type { Detail, Outcome, Result } from '../result.js';
import { makeEntities } from '../world.js';

const docker = promisify(execFile);
const [perSecond, seconds] = [200, 6];

/** Reads at a fixed rate while Redis hangs, and while it is dead and its Sentinels make another one primary; the first write then. */
export async function measure({ programs, progress }: Course): Promise<Outcome> {
  const { entities } = await makeEntities(programs, 1_000, 80);
  const settings = stateSettings(programs);
  const [primary] = programs.containers.redis;
  // The library's own times, which the other rows lengthen.
  const cache = settings.cache && { ...settings.cache, commandTimeoutMs: undefined };
  const state = await openState({ database: settings.database, cache });
  await trusted(state);
  await state.entities.getMany(entities);
  const results: Result[] = [];
  const details: Detail[] = [];
  for (const [name, breakIt, mend] of [
    ['hung', 'pause', 'unpause'],
    ['dead, then another one primary', 'kill', undefined],
  ] as const) {
    progress(`Redis ${name}`);
    await docker('docker', [breakIt, primary as string]);
    const [reads, write] = await Promise.all([openLoop(state, entities), firstWrite(state, entities[0] as string)]);
    if (mend !== undefined) await docker('docker', [mend, primary as string]);
    await trusted(state);
    const measureName = `Redis ${name}: P99 of reads, errors`;
    results.push({
      ...{ measure: measureName, ours: reads.p99, reference: `${reads.errors} errors`, ratio: null, spread: null },
      ...{ goal: '< 100, 0', pass: reads.p99 < 100 && reads.errors === 0, note: `ms; ${perSecond} reads a second` },
    });
    results.push({
      ...{ measure: `Redis ${name}: first write`, ours: write, reference: '', ratio: null, spread: null },
      ...{ goal: null, pass: null, note: 'ms until it is acknowledged' },
    });
    const { p50, p99, max, count, errors } = reads;
    details.push({
      title: `Redis ${name}`,
      head: ['reads', 'P50 ms', 'P99 ms', 'longest ms', 'errors'],
      rows: [[count, p50, p99, max, errors]],
    });
  }
  await state.close();
  return { results, details };
}

interface Reads {
  readonly count: number;
  readonly errors: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** Reads that begin at their time whether or not earlier ones have ended, each measured from that time. */
async function openLoop(state: State, entities: readonly string[]): Promise<Reads> {
  const histogram = microseconds();
  const random = seeded(3);
  let errors = 0;
  const read = async (due: number): Promise<void> => {
    await state.entities.get(pick(random, entities)).catch(() => (errors += 1));
    histogram.recordValue(Math.max(1, Math.round((performance.now() - due) * 1_000)));
  };
  const start = performance.now();
  const calls: Promise<void>[] = [];
  for (let index = 0; index < perSecond * seconds; index += 1) {
    const due = start + (index * 1_000) / perSecond;
    const left = due - performance.now();
    if (left > 0) await setTimeout(left);
    calls.push(read(due));
  }
  await Promise.all(calls);
  const at = (percent: number): number => histogram.getValueAtPercentile(percent) / 1_000;
  return { count: calls.length, errors, p50: at(50), p99: at(99), max: histogram.maxValue / 1_000 };
}

async function firstWrite(state: State, key: string): Promise<number> {
  const start = performance.now();
  const payload = { owner: 'somebody', health: 1 };
  await state.entities.update(key, { payload });
  return performance.now() - start;
}
