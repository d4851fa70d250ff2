import { randomUUID } from 'node:crypto';
import { regionId } from '../src/schema/regions.js';
import type { State } from '../src/state.js';
import { StateError } from '../src/errors.js';
import { allRegions, entityIds, entityKey, lists, playerKey, playerNames, regionKey, regionPlaces } from './keys.js';
import { pick } from './random.js';
import { now } from './record.js';
import type { Line, SeenRow } from './record.js';

type Row = { readonly version: bigint } | undefined;
export type Tell = (line: Line) => void;

const seen = (key: string, row: Row): SeenRow => ({ key, version: row === undefined ? '-' : row.version.toString() });

async function read(tell: Tell, work: () => Promise<readonly SeenRow[]>, list?: string): Promise<void> {
  const start = now();
  const rows = await work();
  tell({ op: 'read', start, end: now(), rows, ...(list === undefined ? {} : { list }) });
}

/** Runs a write and tells how it ended. A deletion names the version that it deletes. */
async function write(
  tell: Tell,
  key: string,
  place: string,
  work: () => Promise<bigint>,
  deleted = false,
): Promise<void> {
  const id = randomUUID();
  tell({ op: 'begin', write: id, key, start: now(), place });
  try {
    const version = await work();
    tell({ op: 'done', write: id, end: now(), version: version.toString(), deleted });
  } catch (error) {
    if (error instanceof StateError && error.code !== 'AMBIGUOUS_WRITE') tell({ op: 'failed', write: id });
    else if (!(error instanceof StateError)) throw error;
  }
}

/** One random read. */
export async function randomRead(state: State, random: () => number, tell: Tell): Promise<void> {
  const dice = random();
  if (dice < 0.5) {
    const id = random() < 0.5 ? pick(random, entityIds.slice(0, 3)) : pick(random, entityIds);
    await read(tell, async () => [seen(entityKey(id), await state.entities.get(id))]);
  } else if (dice < 0.65) {
    const at = pick(random, regionPlaces);
    await read(tell, async () => [seen(regionKey(regionId(at)), await state.regions.get(at))]);
  } else if (dice < 0.75) {
    const names = [pick(random, playerNames), pick(random, playerNames)];
    await read(tell, async () =>
      (await state.players.getMany(names)).map((row, index) => seen(playerKey(names[index] as string), row)),
    );
  } else if (dice < 0.93) {
    const list = pick(random, lists);
    await read(
      tell,
      async () => (await state.entities.inRegion(list)).rows.map((row) => seen(entityKey(row.id), row)),
      list,
    );
  } else
    await read(tell, async () => {
      const { rows } = await state.regions.bounds(allRegions);
      const found = new Map(rows.map((row) => [row.id, row]));
      return regionPlaces.map((at) => seen(regionKey(regionId(at)), found.get(regionId(at))));
    });
}

/** One random write: half of those of entities on three of them, so that writers clash. */
export async function randomWrite(state: State, random: () => number, tell: Tell): Promise<void> {
  const dice = random();
  if (dice < 0.6) {
    const id = random() < 0.5 ? pick(random, entityIds.slice(0, 3)) : pick(random, entityIds.slice(3, 20));
    const regionIdOf = pick(random, lists);
    await write(
      tell,
      entityKey(id),
      regionIdOf,
      async () => await state.entities.update(id, { regionId: regionIdOf, payload: random() }),
    );
  } else if (dice < 0.75) {
    const at = pick(random, regionPlaces);
    await write(
      tell,
      regionKey(regionId(at)),
      '',
      async () => await state.regions.update(at, { playerCount: BigInt(Math.floor(random() * 1e6)) }),
    );
  } else if (dice < 0.85) {
    const username = pick(random, playerNames);
    await write(
      tell,
      playerKey(username),
      '',
      async () => await state.players.update(username, { positionX: random() }),
    );
  } else if (dice < 0.93) await deleteOrCreate(state, random, tell);
  else await transact(state, random, tell);
}

async function deleteOrCreate(state: State, random: () => number, tell: Tell): Promise<void> {
  const id = pick(random, entityIds.slice(20));
  const place = pick(random, lists);
  const row = await state.entities.get(id);
  if (row === undefined) {
    const created = { id, regionId: place, entityType: 'thing', position: {}, payload: 0 };
    await write(tell, entityKey(id), place, async () => await state.entities.create(created));
  } else {
    const remove = async (): Promise<bigint> => {
      await state.entities.delete(id, { expected: row.version });
      return row.version;
    };
    await write(tell, entityKey(id), 'gone', remove, true);
  }
}

/** A transaction on an entity and a region; told as two writes that share its interval. */
async function transact(state: State, random: () => number, tell: Tell): Promise<void> {
  const id = pick(random, entityIds.slice(3, 20));
  const place = pick(random, lists);
  const at = pick(random, regionPlaces);
  let version = 0n;
  const work = async (): Promise<bigint> =>
    await state.transaction(async (transaction) => {
      const other = await transaction.update(state.entities, id, { regionId: place });
      version = await transaction.update(state.regions.rows, regionId(at), { entityCount: 1n });
      return other;
    });
  const region = randomUUID();
  tell({ op: 'begin', write: region, key: regionKey(regionId(at)), start: now(), place: '' });
  let told: Line | undefined;
  await write(
    (line) => {
      if (line.op === 'done') told = { ...line, write: region, version: version.toString() };
      if (line.op === 'failed') told = { op: 'failed', write: region };
      tell(line);
    },
    entityKey(id),
    place,
    work,
  );
  if (told !== undefined) tell(told);
}

/** Creates every row. */
export async function createAll(state: State, tell: Tell): Promise<void> {
  for (const at of regionPlaces)
    await write(tell, regionKey(regionId(at)), '', async () => await state.regions.create(at));
  for (const username of playerNames) {
    const row = {
      username,
      regionId: lists[0],
      positionX: 0,
      positionY: 0,
      positionZ: 0,
      lastLogin: new Date(),
      session: {},
    };
    await write(tell, playerKey(username), '', async () => await state.players.create(row));
  }
  for (const id of entityIds) {
    const row = { id, regionId: lists[0], entityType: 'thing', position: {}, payload: 0 };
    await write(tell, entityKey(id), lists[0], async () => await state.entities.create(row));
  }
}
