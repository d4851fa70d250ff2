import { execFile } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { pick, seeded } from '../../histories/random.js';
import { openState } from '../../src/state.js';
import type { State } from '../../src/state.js';
import { trusted } from '../../test/backing/states.js';
import type { Course } from '../measure.js';
import { openLoop } from '../open-loop.js';
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
  await settled(state);
  await state.entities.getMany(entities);
  const random = seeded(3);
  const results: Result[] = [];
  const details: Detail[] = [];
  for (const [name, breakIt, mend] of [
    ['hung', 'pause', 'unpause'],
    ['dead, then another one primary', 'kill', undefined],
  ] as const) {
    progress(`Redis ${name}`);
    await docker('docker', [breakIt, primary as string]);
    const read = async (): Promise<unknown> => await state.entities.get(pick(random, entities));
    const [reads, write] = await Promise.all([
      openLoop(read, perSecond, seconds),
      firstWrite(state, entities[0] as string),
    ]);
    if (mend !== undefined) await docker('docker', [mend, primary as string]);
    await settled(state);
    const measureName = `Redis ${name}: P99 of reads, errors`;
    results.push({
      ...{ measure: measureName, ours: reads.p99, reference: `${reads.errors} errors`, ratio: null, spread: null },
      ...{ goal: '< 100, 0', pass: reads.p99 < 100 && reads.errors === 0, note: `ms; ${perSecond} reads a second` },
    });
    results.push({
      ...{ measure: `Redis ${name}: first write`, ours: write, reference: '', ratio: null, spread: null },
      ...{ goal: null, pass: null, note: 'ms until it is acknowledged' },
    });
    const { p50, p99, max, calls, errors } = reads;
    details.push({
      title: `Redis ${name}`,
      head: ['reads', 'P50 ms', 'P99 ms', 'longest ms', 'errors'],
      rows: [[calls, p50, p99, max, errors]],
    });
  }
  await state.close();
  return { results, details };
}

/** Waits until the cache is trusted, and until writes no longer wait for trust in what was there before it, which takes 2.1 s. */
async function settled(state: State): Promise<void> {
  await trusted(state);
  await setTimeout(3_000);
}

async function firstWrite(state: State, key: string): Promise<number> {
  const start = performance.now();
  const payload = { owner: 'somebody', health: 1 };
  await state.entities.update(key, { payload });
  return performance.now() - start;
}
