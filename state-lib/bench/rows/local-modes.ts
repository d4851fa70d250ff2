import { setImmediate, setTimeout } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { pick, seeded } from '../../histories/random.js';
import { openState } from '../../src/state.js';
import { trusted } from '../../test/backing/states.js';
import { closedLoop } from '../closed-loop.js';
import type { Course } from '../measure.js';
import { openPeer, peerKinds } from '../peer.js';
import { stateSettings } from '../programs.js';
import type { Outcome } from '../result.js';
import { handPool, readRow } from '../sources.js';
import { makeEntities } from '../world.js';

const [inFlight, keys, everyMs] = [256, 500, 5];
/** What a caller may allow, see ReadOptions. */
const staleMs = 1_000;

/** Reads through one instance while another one writes: how fast, and how many reads were older than a write acknowledged before them. */
export async function measure({ programs, pace, progress }: Course): Promise<Outcome> {
  const { entities } = await makeEntities(programs, keys, 80);
  const port = programs.redis[0] as number;
  const redis = new Redis({ host: '127.0.0.1', port });
  const pool = handPool(programs);
  const rows: (string | number)[][] = [];
  const race = async (
    name: string,
    read: (key: string) => Promise<unknown>,
    write: (key: string) => Promise<bigint>,
  ): Promise<void> => {
    progress(`local modes: ${name}`);
    const acknowledged = new Map<string, bigint>();
    const random = seeded(5);
    await Promise.all(entities.map(async (key) => await read(key)));
    // The first write of a new instance waits until no other one can trust what it does not know.
    await write(pick(random, entities));
    let [calls, stale, writing] = [0, 0, true];
    const call = async (): Promise<void> => {
      // Answers from memory alone would let nothing else run, the writer included.
      if ((calls += 1) % 512 === 0) await setImmediate();
      const key = pick(random, entities);
      const before = acknowledged.get(key) ?? 0n;
      const row = (await read(key)) as { readonly version: bigint | string };
      if (BigInt(row.version) < before) stale += 1;
    };
    const writer = async (): Promise<number> => {
      let count = 0;
      for (; writing; count += 1) {
        const key = pick(random, entities);
        acknowledged.set(key, await write(key));
        await setTimeout(everyMs);
      }
      return count;
    };
    const writes = writer();
    const sample = await closedLoop(call, inFlight, pace.roundMs * 2);
    writing = false;
    rows.push([name, sample.perSecond, sample.p99, stale, await writes]);
  };

  const [one, two] = await Promise.all([openState(stateSettings(programs)), openState(stateSettings(programs))]);
  await Promise.all([one, two].map(trusted));
  await race(
    'state-lib',
    async (key) => await one.entities.get(key),
    async (key) => await two.entities.update(key, { payload: { owner: 'other', health: Math.random() } }),
  );
  await race(
    `state-lib, ${staleMs} ms allowed`,
    async (key) => await one.entities.get(key, { staleMs }),
    async (key) => await two.entities.update(key, { payload: { owner: 'other', health: Math.random() } }),
  );
  await Promise.all([one.close(), two.close()]);
  const text = 'UPDATE entities SET version = version + 1 WHERE id = $1 RETURNING version';
  for (const kind of await peerKinds()) {
    if (kind.tuning !== 'tuned') continue;
    await redis.flushall();
    const context = { port, db: 1, ttl: 3_600, ...readRow(programs) };
    const [reader, writer] = [await openPeer(kind, context), await openPeer(kind, context)];
    await race(
      `${kind.name}, ${kind.mode}`,
      async (key) => await reader.get(key),
      async (key) => {
        const result = await pool.query<{ version: string }>({ name: 'hand_bump', text, values: [key] });
        await writer.drop(key);
        return BigInt(result.rows[0]?.version ?? 0);
      },
    );
  }
  redis.disconnect();
  const [ours, allowing, ...peers] = rows as [(string | number)[], (string | number)[], ...(string | number)[][]];
  const fastest = peers.reduce((best, row) => (Number(row[1]) > Number(best[1]) ? row : best));
  const report = { ratio: null, spread: null } as const;
  return {
    results: [
      {
        ...{ measure: 'reads beside writes of another instance', ours: Number(ours[1]), reference: Number(fastest[1]) },
        ...{
          ...report,
          goal: null,
          pass: null,
          note: `per second; reference: ${String(fastest[0])}, ${fastest[3]} stale reads`,
        },
      },
      {
        ...{
          measure: `the same, ${staleMs} ms of staleness allowed`,
          ours: Number(allowing[1]),
          reference: Number(fastest[1]),
        },
        ...{ ...report, goal: null, pass: null, note: `per second; ${allowing[3]} reads older than the last write` },
      },
      {
        ...{ measure: 'the same, stale reads', ours: Number(ours[3]), reference: Number(fastest[3]) },
        ...{ ...report, goal: '0', pass: ours[3] === 0, note: `reference: ${String(fastest[0])}` },
      },
    ],
    details: [
      {
        title: `Reads of ${keys} rows beside a write every ${everyMs} ms by another instance`,
        head: ['contender', 'reads per second', 'P99 ms', 'stale reads', 'writes'],
        rows,
      },
    ],
  };
}
