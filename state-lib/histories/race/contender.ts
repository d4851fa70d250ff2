import { openPeer, peerKinds } from '../../bench/peer.js';
import type { Peer } from '../../bench/peer.js';
import type { Programs } from '../../bench/programs.js';
import { stateSettings } from '../../bench/programs.js';
import { openState } from '../../src/state.js';
import { trusted } from '../../test/backing/states.js';

/** A library in two instances on one Redis; what it reads are versions. */
export interface Contender {
  readonly name: string;
  readonly mode: string;
  /** Reads through the first instance; what it fills waits for the gate, after the source was read. */
  readSlowly(key: string, gate: Promise<void>): Promise<unknown>;
  /** Reads through both instances. */
  read(key: string): Promise<number[]>;
  /** Writes the next version through the second instance and invalidates as the library says. */
  write(key: string): Promise<void>;
  close(): Promise<void>;
}

/** Every other library in its shared mode, on a source that answers at once. */
export async function peers(programs: Programs): Promise<(() => Promise<Contender>)[]> {
  const kinds = await peerKinds();
  const shared = kinds.filter(({ mode }) => mode === 'shared');
  return shared.map((kind, index) => async () => {
    const versions = new Map<string, number>();
    const gates = new Map<string, Promise<void>>();
    const load = async (key: string): Promise<{ version: number }> => {
      const version = versions.get(key) ?? 1;
      await gates.get(key);
      return { version };
    };
    const context = {
      ...{ port: programs.redis[0] as number, db: 1 + (index % 15), ttl: 300, load },
      loadMany: async (keys: readonly string[]) => await Promise.all(keys.map(load)),
    };
    const both: readonly Peer[] = [await openPeer(kind, context), await openPeer(kind, context)];
    const [first, second] = both as [Peer, Peer];
    return {
      name: kind.name,
      mode: `${kind.mode}, ${kind.tuning}`,
      readSlowly: async (key, gate) => {
        gates.set(key, gate);
        const reading = first.get(key);
        // The source was read once its caller has got this far.
        await new Promise((resolve) => setTimeout(resolve, 20));
        gates.delete(key);
        return await reading;
      },
      read: async (key) =>
        await Promise.all(both.map(async (peer) => ((await peer.get(key)) as { version: number }).version)),
      write: async (key) => {
        versions.set(key, (versions.get(key) ?? 1) + 1);
        await second.drop(key);
      },
      close: async () => void (await Promise.all(both.map(async (peer) => await peer.close()))),
    };
  });
}

/** This library, on the real database. */
export async function stateLib(programs: Programs): Promise<Contender> {
  const [first, second] = await Promise.all([openState(stateSettings(programs)), openState(stateSettings(programs))]);
  await Promise.all([trusted(first), trusted(second)]);
  const versions = new Map<string, bigint>();
  const at = (key: string) => ({ x: BigInt(key), y: 0n, z: 0n });
  let gate: Promise<void> | undefined;
  const fill = first.cache.fill.bind(first.cache);
  first.cache.fill = async (...values) => {
    await gate;
    return await fill(...values);
  };
  return {
    ...{ name: 'state-lib', mode: 'shared' },
    readSlowly: async (key, wait) => {
      versions.set(key, await second.regions.create(at(key)));
      gate = wait;
      const row = await first.regions.get(at(key));
      await wait;
      gate = undefined;
      return row;
    },
    read: async (key) =>
      await Promise.all(
        [first, second].map(async (state) => {
          const row = await state.regions.get(at(key));
          return Number((row?.version ?? 0n) - (versions.get(key) ?? 0n)) + 1;
        }),
      ),
    write: async (key) => void (await second.regions.update(at(key), { playerCount: 1n })),
    close: async () => void (await Promise.all([first.close(), second.close()])),
  };
}
