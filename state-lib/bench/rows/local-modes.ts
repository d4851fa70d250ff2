import { Redis } from 'ioredis';
import { openState } from '../../src/state.js';
import { trusted } from '../../test/backing/states.js';
import { besideWrites, everyMs } from '../beside-writes.js';
import type { Beside, BesideSample } from '../beside-writes.js';
import type { Course } from '../measure.js';
import { openPeer, peerKinds } from '../peer.js';
import type { PeerKind } from '../peer.js';
import { stateSettings } from '../programs.js';
import type { Programs } from '../programs.js';
import { compared } from '../result.js';
import type { Outcome } from '../result.js';
import { alternate } from '../rounds.js';
import type { Contender, Pace, Standing } from '../rounds.js';
import { handPool, readRow } from '../sources.js';
import { makeEntities } from '../world.js';

const keys = 500;
/** What a caller may allow, see ReadOptions. */
const staleMs = 1_000;
const [fullPace, quickPace]: readonly [Pace, Pace] = [
  { rounds: 5, roundMs: 1_400, warmUpMs: 300 },
  { rounds: 3, roundMs: 400, warmUpMs: 100 },
];

/** Reads through one instance while another one writes: how fast, and how many reads were older than a write acknowledged before them. */
export async function measure({ programs, quick, progress }: Course): Promise<Outcome> {
  const { entities } = await makeEntities(programs, keys, 80);
  const redis = new Redis({ host: '127.0.0.1', port: programs.redis[0] as number });
  // What a library that forgets nothing left stale in one round would count in the next one: every round has new instances.
  const contender = (name: string, open: () => Promise<Beside>): Contender<BesideSample> => ({
    name,
    round: async (milliseconds) => {
      progress(`local modes: ${name}`);
      await redis.flushall();
      const beside = await open();
      const sample = await besideWrites(beside, entities, milliseconds);
      await beside.close();
      return sample;
    },
  });
  const openOther = peerOpener(programs);
  const kinds = (await peerKinds()).filter(({ tuning }) => tuning === 'tuned');
  const standings = await alternate(
    [
      contender('state-lib', async () => await openOurs(programs)),
      contender(`state-lib, ${staleMs} ms allowed`, async () => await openOurs(programs, staleMs)),
      ...kinds.map((kind) => contender(`${kind.name}, ${kind.mode}`, async () => await openOther(kind))),
    ],
    quick ? quickPace : fullPace,
  );
  redis.disconnect();
  return outcome(standings);
}

function outcome(standings: readonly Standing<BesideSample>[]): Outcome {
  const total = ({ rounds }: Standing<BesideSample>, field: 'stale' | 'writes'): number =>
    rounds.reduce((sum, round) => sum + round[field], 0);
  const [ours, allowing, ...peers] = standings as [
    Standing<BesideSample>,
    Standing<BesideSample>,
    ...Standing<BesideSample>[],
  ];
  const fastest = peers.reduce((best, peer) => (peer.perSecond > best.perSecond ? peer : best));
  const result = (what: string, one: Standing<BesideSample>): Outcome['results'][number] =>
    compared(what, one, fastest, `per second; stale reads: ${total(one, 'stale')}, ${total(fastest, 'stale')}`);
  return {
    results: [
      result('reads beside writes of another instance', ours),
      result(`the same, ${staleMs} ms of staleness allowed`, allowing),
      {
        ...{ measure: 'the same, stale reads', ours: total(ours, 'stale'), reference: total(fastest, 'stale') },
        ...{ ratio: null, spread: null, goal: '0', pass: total(ours, 'stale') === 0 },
        note: `of all rounds; reference: ${fastest.name}`,
      },
    ],
    details: [
      {
        title: `Reads of ${keys} rows beside a write every ${everyMs} ms by another instance`,
        head: [
          ...['contender', 'reads per second', 'P99 ms', 'stale reads of all rounds', 'writes of all rounds'],
          'reads per second, lowest to highest round',
        ],
        rows: standings.map((standing) => {
          const all = standing.rounds.map(({ perSecond }) => Math.round(perSecond));
          return [
            ...[standing.name, standing.perSecond, standing.p99, total(standing, 'stale'), total(standing, 'writes')],
            `${Math.min(...all)} to ${Math.max(...all)}`,
          ];
        }),
      },
    ],
  };
}

async function openOurs(programs: Programs, allowedMs?: number): Promise<Beside> {
  const settings = stateSettings(programs);
  const [one, two] = await Promise.all([openState(settings), openState(settings)]);
  await Promise.all([one, two].map(trusted));
  const options = allowedMs === undefined ? undefined : { staleMs: allowedMs };
  return {
    read: async (key) => await one.entities.get(key, options),
    write: async (key) => await two.entities.update(key, { payload: { owner: 'other', health: Math.random() } }),
    close: async () => await Promise.all([one.close(), two.close()]),
  };
}

/** Opens two instances of another library, used as its documents tell: cache-aside, and the key dropped after the commit. */
function peerOpener(programs: Programs): (kind: PeerKind) => Promise<Beside> {
  const pool = handPool(programs);
  const context = { port: programs.redis[0] as number, db: 1, ttl: 3_600, ...readRow(programs) };
  const text = 'UPDATE entities SET version = version + 1 WHERE id = $1 RETURNING version';
  return async (kind) => {
    const [reader, writer] = [await openPeer(kind, context), await openPeer(kind, context)];
    return {
      read: async (key) => await reader.get(key),
      write: async (key) => {
        const result = await pool.query<{ version: string }>({ name: 'hand_bump', text, values: [key] });
        await writer.drop(key);
        return BigInt(result.rows[0]?.version ?? 0);
      },
      close: async () => await Promise.all([reader.close(), writer.close()]),
    };
  };
}
