import { setTimeout } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { silent } from '../../src/observer.js';
import { openState } from '../../src/state.js';
import { trusted } from '../../test/backing/states.js';
import type { Course } from '../measure.js';
import { openPeer, peerKinds } from '../peer.js';
import type { Peer } from '../peer.js';
import { stateSettings } from '../programs.js';
import type { Outcome } from '../result.js';
import { readRow } from '../sources.js';
import { makeEntities } from '../world.js';

const [instances, callers, rounds] = [8, 1_000, 5];
const patienceMs = 2_000;

/** One key that no cache has, asked by 1,000 callers of 8 instances at once: how often the database is asked for it. */
export async function measure({ programs, progress }: Course): Promise<Outcome> {
  const { entities } = await makeEntities(programs, 200, 80);
  const port = programs.redis[0] as number;
  const redis = new Redis({ host: '127.0.0.1', port });
  /** Most queries of a round; each round has another key. */
  const most = async (
    reads: readonly ((key: string) => Promise<unknown>)[],
    count: () => number,
  ): Promise<{ readonly found: number; readonly errors: number }> => {
    let [found, errors] = [0, 0];
    for (const key of entities.slice(0, rounds)) {
      await redis.flushall();
      const before = count();
      const calls = Array.from(
        { length: callers },
        async (_, index) => await Promise.race([reads[index % instances]?.(key), late()]).catch(() => (errors += 1)),
      );
      await Promise.all(calls);
      found = Math.max(found, count() - before);
    }
    return { found, errors };
  };

  let queries = 0;
  const observer = {
    ...silent,
    queried: ({ label }: { label: string }) => (queries += Number(label === 'entities.get')),
  };
  const settings = { ...stateSettings(programs), observer };
  const states = await Promise.all(Array.from({ length: instances }, async () => await openState(settings)));
  await Promise.all(states.map(trusted));
  const ours = await most(
    states.map((state) => async (key) => await state.entities.get(key)),
    () => queries,
  );
  await Promise.all(states.map(async (state) => await state.close()));

  const rows: (string | number)[][] = [['state-lib', ours.found, ours.errors]];
  const source = readRow(programs);
  for (const kind of (await peerKinds()).filter(({ mode, tuning }) => mode === 'shared' && tuning === 'tuned')) {
    progress(`cold key: ${kind.name}`);
    const open = async (): Promise<Peer> => await openPeer(kind, { port, db: 1, ttl: 3_600, ...source });
    const peers = await Promise.all(Array.from({ length: instances }, open));
    const { found, errors } = await most(
      peers.map((peer) => async (key) => await peer.get(key)),
      source.queries,
    );
    rows.push([`${kind.name}, ${kind.mode}, ${kind.tuning}`, found, errors]);
  }
  redis.disconnect();
  const least = Math.min(...rows.slice(1).map(([, found]) => Number(found)));
  const measureName = 'cold key, 8 instances, 1,000 callers: queries of the database';
  const note = `most of ${rounds} rounds; reference: the best library`;
  return {
    results: [
      {
        ...{ measure: measureName, ours: ours.found, reference: least, ratio: null, spread: null, note },
        ...{ goal: '1', pass: ours.found === 1 && ours.errors === 0 },
      },
    ],
    details: [
      { title: 'Cold key', head: ['contender', 'queries', `reads failed or without answer in ${patienceMs} ms`], rows },
    ],
  };
}

/** For a library that leaves callers without an answer. */
async function late(): Promise<never> {
  await setTimeout(patienceMs, undefined, { ref: false });
  throw new Error('no answer');
}
