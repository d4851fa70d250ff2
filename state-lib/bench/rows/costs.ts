import { Redis } from 'ioredis';
import { silent } from '../../src/observer.js';
import { openState } from '../../src/state.js';
import { trusted } from '../../test/backing/states.js';
import { costOf } from '../cost.js';
import { costTable, Payments } from '../cost-table.js';
import type { Cost, Payer } from '../cost.js';
import type { Course } from '../measure.js';
import { openPeer, peerKinds } from '../peer.js';
import { stateSettings } from '../programs.js';
import type { Programs } from '../programs.js';
import { RedisMeter } from '../redis-meter.js';
import type { Outcome } from '../result.js';
import { takeTurns } from '../rounds.js';
import { readRow } from '../sources.js';
import { makeEntities } from '../world.js';

/** A fifth of the reads are first ones. */
const readsOfRow = 5;
const [full, short] = [
  { rounds: 5, rows: 5_000 },
  { rounds: 3, rows: 1_000 },
] as const;

/** What 1,000 reads cost, of rows that nothing has cached at first. */
export async function measure({ programs, quick, progress }: Course): Promise<Outcome> {
  const { rounds, rows } = quick ? short : full;
  const { entities } = await makeEntities(programs, rows, 80);
  const port = programs.redis[0] as number;
  const redis = new Redis({ host: '127.0.0.1', port });
  const turn = (name: string, db: number, open: () => Promise<Payer>) => {
    const pass = async (some: readonly string[]): Promise<Cost> => {
      progress(`costs: ${name}`);
      await redis.flushall();
      return await costOf(await open(), new RedisMeter(redis, db), some, some.length * readsOfRow);
    };
    return { name, pass };
  };
  const source = readRow(programs);
  const kinds = (await peerKinds()).filter(({ mode }) => mode === 'shared');
  const turns = [
    turn('state-lib', 0, async () => await openOurs(programs)),
    ...kinds.map((kind) =>
      turn(`${kind.name}, ${kind.tuning}`, 1, async () => {
        const peer = await openPeer(kind, { port, db: 1, ttl: 3_600, ...source });
        return { ...peer, queries: source.queries };
      }),
    ),
  ];
  // Warm-up.
  for (const { pass } of turns) await pass(entities.slice(0, rows / 10));
  const costs = await takeTurns(
    turns.map(
      ({ pass }) =>
        async () =>
          await pass(entities),
    ),
    rounds,
  );
  redis.disconnect();
  return costTable(turns.map(({ name }, index) => new Payments(name, costs[index] as Cost[])));
}

async function openOurs(programs: Programs): Promise<Payer> {
  let queries = 0;
  const queried = ({ label }: { label: string }): void => void (queries += Number(label === 'entities.get'));
  const state = await openState({ ...stateSettings(programs), observer: { ...silent, queried } });
  await trusted(state);
  return {
    get: async (key) => await state.entities.get(key),
    queries: () => queries,
    close: async () => await state.close(),
  };
}
