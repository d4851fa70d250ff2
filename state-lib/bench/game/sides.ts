import { openState } from '../../src/state.js';
import type { StateSettings } from '../../src/state.js';
import { regionCoordinates } from '../../src/schema/regions.js';
import type { Coordinates } from '../../src/schema/regions.js';
import { silent } from '../../src/observer.js';
import { trusted } from '../../test/backing/states.js';
import { openPeer } from '../peer.js';
import type { Peer, PeerKind } from '../peer.js';
import type { Programs } from '../programs.js';
import { handPool, readRow, regionStatements } from '../sources.js';
import type { Side } from './player.js';

/** A side and how many rows it had to read from the database. */
export interface OpenSide extends Side {
  readonly missed: () => number;
  close(): Promise<unknown>;
}

/** Two instances of state-lib: one reads, the other one writes. */
export async function ourSide(settings: StateSettings): Promise<OpenSide> {
  let missed = 0;
  const observer = { ...silent, missed: (_: string, count: number) => void (missed += count) };
  const [reader, writer] = await Promise.all([openState({ ...settings, observer }), openState(settings)]);
  await Promise.all([reader, writer].map(trusted));
  // A game server knows where its players are.
  const places = new Map<string, Coordinates>();
  const placeOf = (id: string): Coordinates => {
    const known = places.get(id) ?? regionCoordinates(id);
    places.set(id, known);
    return known;
  };
  return {
    regions: async (ids) => await reader.regions.getMany(ids.map(placeOf)),
    entities: async (ids) => await reader.entities.getMany(ids),
    move: async (id) => await writer.entities.update(id, { position: { x: Math.random(), y: 0, z: 0 } }),
    missed: () => missed,
    close: async () => await Promise.all([reader.close(), writer.close()]),
  };
}

const bump = {
  name: 'hand_move',
  text: 'UPDATE entities SET position = $2, updated_at = now(), version = version + 1 WHERE id = $1 RETURNING version',
};

/** Two instances of another library, used as its documents tell: cache-aside, and the key dropped after the commit. */
export async function peerSide(kind: PeerKind, programs: Programs, redisPort: number): Promise<OpenSide> {
  const pool = handPool(programs);
  const [entities, regions] = [readRow(programs), readRow(programs, regionStatements)];
  const context = { port: redisPort, ttl: 3_600 };
  const [reader, writer, places] = await Promise.all([
    openPeer(kind, { ...context, db: 1, ...entities }),
    openPeer(kind, { ...context, db: 1, ...entities }),
    openPeer(kind, { ...context, db: 2, ...regions }),
  ]);
  const many = async (peer: Peer, ids: readonly string[]): Promise<readonly unknown[]> =>
    peer.getMany === undefined ? await Promise.all(ids.map(async (id) => await peer.get(id))) : await peer.getMany(ids);
  return {
    regions: async (ids) => await many(places, ids),
    entities: async (ids) => await many(reader, ids),
    move: async (id) => {
      const position = JSON.stringify({ x: Math.random(), y: 0, z: 0 });
      const { rows } = await pool.query<{ version: string }>({ ...bump, values: [id, position] });
      await writer.drop(id);
      return BigInt(rows[0]?.version ?? 0);
    },
    missed: () => entities.rows() + regions.rows(),
    close: async () => {
      await Promise.all([reader.close(), writer.close(), places.close()]);
      await Promise.all([pool.end(), entities.close(), regions.close()]);
    },
  };
}
