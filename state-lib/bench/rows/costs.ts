import { Redis } from 'ioredis';
import { pick, seeded } from '../../histories/random.js';
import { silent } from '../../src/observer.js';
import { openState } from '../../src/state.js';
import { trusted } from '../../test/backing/states.js';
import type { Course } from '../measure.js';
import { openPeer, peerKinds } from '../peer.js';
import { stateSettings } from '../programs.js';
import type { Outcome, Result } from '../result.js';
import { readRow } from '../sources.js';
import { makeEntities } from '../world.js';

const [inFlight, reads, rows] = [256, 50_000, 10_000];

/** What 1,000 reads cost, of 10,000 rows that nothing has cached at first. */
export async function measure({ programs, progress }: Course): Promise<Outcome> {
  const { entities } = await makeEntities(programs, rows, 80);
  const port = programs.redis[0] as number;
  const redis = new Redis({ host: '127.0.0.1', port });
  const commands = async (): Promise<number> =>
    Number(/total_commands_processed:(\d+)/.exec(await redis.info('stats'))?.[1]);
  const memory = async (): Promise<readonly [redis: number, process: number]> => {
    globalThis.gc?.();
    return [Number(/used_memory:(\d+)/.exec(await redis.info('memory'))?.[1]), process.memoryUsage().heapUsed];
  };
  const cost = async (name: string, read: (key: string) => Promise<unknown>, queries: () => number): Promise<Cost> => {
    progress(`costs: ${name}`);
    await redis.flushall();
    const random = seeded(4);
    let left = reads;
    const [redisBefore, heapBefore] = await memory();
    const [asked, queried, cpu] = [await commands(), queries(), process.cpuUsage()];
    const worker = async (): Promise<void> => {
      while (left-- > 0) await read(pick(random, entities));
    };
    await Promise.all(Array.from({ length: inFlight }, worker));
    const { user, system } = process.cpuUsage(cpu);
    const each = 1_000 / reads;
    const sent = (await commands()) - asked;
    const [redisAfter, heapAfter] = await memory();
    return {
      name,
      commands: sent * each,
      queries: (queries() - queried) * each,
      cpu: ((user + system) / 1_000) * each,
      redisBytes: (redisAfter - redisBefore) / rows,
      heapBytes: Math.max(0, heapAfter - heapBefore) / rows,
    };
  };

  let queries = 0;
  const observer = {
    ...silent,
    queried: ({ label }: { label: string }) => (queries += Number(label === 'entities.get')),
  };
  const state = await openState({ ...stateSettings(programs), observer });
  await trusted(state);
  const ours = await cost(
    'state-lib',
    async (key) => await state.entities.get(key),
    () => queries,
  );
  await state.close();
  const source = readRow(programs);
  const peers: Cost[] = [];
  for (const kind of (await peerKinds()).filter(({ mode }) => mode === 'shared')) {
    const peer = await openPeer(kind, { port, db: 1, ttl: 3_600, ...source });
    peers.push(await cost(`${kind.name}, ${kind.tuning}`, async (key) => await peer.get(key), source.queries));
  }
  redis.disconnect();
  const least = (field: Figure): Cost =>
    peers
      .filter(({ name }) => !name.startsWith('DataLoader'))
      .reduce((one, other) => (other[field] < one[field] ? other : one));
  const result = (field: Figure, what: string): Result => {
    const best = least(field);
    const note = `least of the libraries: ${best.name}`;
    const pass = ours[field] <= best[field];
    return {
      ...{ measure: what, ours: ours[field], reference: best[field], ratio: null, spread: null },
      goal: 'no more',
      pass,
      note,
    };
  };
  return {
    results: [
      result('commands', 'commands to Redis for 1,000 reads, scripts included with what they call'),
      result('queries', 'queries for 1,000 reads'),
      result('cpu', 'processor ms for 1,000 reads'),
      result('redisBytes', 'bytes in Redis for each row'),
      result('heapBytes', 'bytes of the heap for each row, copies included'),
    ],
    details: [
      {
        title: 'Costs of 1,000 reads, a fifth of them first ones',
        head: [
          'contender',
          'commands to Redis',
          'queries',
          'processor ms',
          'bytes in Redis a row',
          'bytes of the heap a row',
        ],
        rows: [ours, ...peers].map(({ name, commands: sent, queries: asked, cpu, redisBytes, heapBytes }) => [
          ...[name, sent, asked, cpu, redisBytes, heapBytes],
        ]),
      },
    ],
  };
}

interface Cost {
  readonly name: string;
  readonly commands: number;
  readonly queries: number;
  readonly cpu: number;
  readonly redisBytes: number;
  readonly heapBytes: number;
}

type Figure = 'commands' | 'queries' | 'cpu' | 'redisBytes' | 'heapBytes';
