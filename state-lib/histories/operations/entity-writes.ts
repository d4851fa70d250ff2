import { contended, entityKey, entityTypes, mortal } from '../keys.js';
import type { Group } from '../keys.js';
import { unchanged } from '../places.js';
import { choose, pick, some } from '../random.js';
import { deleted, write } from '../tell.js';
import type { Operation } from './operation.js';

/** Half of the time a few entities, so that writers clash. */
const lasting = ({ entityIds }: Group, random: () => number): readonly string[] =>
  random() < 0.5 ? entityIds.slice(0, contended) : entityIds.slice(contended, mortal);

/** As a rule the same region and type for the same entity, so that lists are not always written. */
function placeOf({ entityIds, lists }: Group, id: string, random: () => number) {
  const home = entityIds.indexOf(id);
  const regionId = lists[random() < 0.75 ? home % lists.length : Math.floor(random() * lists.length)] as string;
  const entityType = random() < 0.9 ? (entityTypes[home % 2] as string) : pick(random, entityTypes);
  return { regionId, entityType, place: `${regionId}/${entityType}` };
}

const newEntity = (id: string, regionId: string, entityType: string) => ({
  ...{ id, regionId, entityType, position: {}, payload: 0 },
});

const move: Operation = async (state, group, random, tell) => {
  const id = pick(random, lasting(group, random));
  const { regionId, entityType, place } = placeOf(group, id, random);
  const change = { regionId, entityType, payload: random() };
  await write(tell, group.index, [{ key: entityKey(id), place }], async () => [
    await state.entities.update(id, change),
  ]);
};

const change: Operation = async (state, group, random, tell) => {
  const id = pick(random, lasting(group, random));
  const row = { key: entityKey(id), place: unchanged };
  await write(tell, group.index, [row], async () => [await state.entities.update(id, { payload: random() })]);
};

const changeMany: Operation = async (state, group, random, tell) => {
  const ids = some(random, lasting(group, random), 4);
  const payload = random();
  const rows = ids.map((id) => ({ key: entityKey(id), place: unchanged }));
  const changes = ids.map((key) => ({ key, change: { payload } }));
  await write(tell, group.index, rows, async () => await state.entities.updateMany(changes));
};

const moveMany: Operation = async (state, group, random, tell) => {
  const all = some(random, lasting(group, random), 3).map((id) => ({ id, ...placeOf(group, id, random) }));
  const rows = all.map(({ id, place }) => ({ key: entityKey(id), place }));
  const changes = all.map(({ id, regionId, entityType }) => ({ key: id, change: { regionId, entityType } }));
  await write(tell, group.index, rows, async () => await state.entities.updateMany(changes));
};

/** Of those that may be missing. */
const putMany: Operation = async (state, group, random, tell) => {
  const all = some(random, group.entityIds.slice(mortal - 2), 3).map((id) => ({ id, ...placeOf(group, id, random) }));
  const rows = all.map(({ id, place }) => ({ key: entityKey(id), place }));
  const entities = all.map(({ id, regionId, entityType }) => newEntity(id, regionId, entityType));
  const found = random() < 0.5 ? [] : await state.entities.getMany(all.map(({ id }) => id));
  const expected = all.map((_, index) => found[index]?.version);
  await write(tell, group.index, rows, async () => await state.entities.putMany(entities, { expected }));
};

const deleteOrCreate: Operation = async (state, group, random, tell) => {
  const { index } = group;
  const id = pick(random, group.entityIds.slice(mortal));
  const { regionId, entityType, place } = placeOf(group, id, random);
  const row = await state.entities.get(id);
  const key = entityKey(id);
  if (row === undefined)
    await write(tell, index, [{ key, place }], async () => [
      await state.entities.create(newEntity(id, regionId, entityType)),
    ]);
  else
    await write(tell, index, [deleted(key)], async () => {
      await state.entities.delete(id, { expected: row.version });
      return [row.version];
    });
};

const deleteMany: Operation = async (state, group, random, tell) => {
  const ids = some(random, group.entityIds.slice(mortal), 3);
  const found = (await state.entities.getMany(ids)).filter((row) => row !== undefined);
  const expected = found.map(({ version }) => version);
  const rows = found.map(({ id }) => deleted(entityKey(id)));
  await write(tell, group.index, rows, async () => {
    await state.entities.deleteMany(
      found.map(({ id }) => id),
      { expected },
    );
    return expected;
  });
};

/** A random write of entities of a group. */
export const writeEntities: Operation = async (state, group, random, tell) =>
  await choose(random, [
    [0.35, move],
    [0.2, change],
    [0.1, changeMany],
    [0.1, moveMany],
    [0.08, putMany],
    [0.11, deleteOrCreate],
    [0.06, deleteMany],
  ])(state, group, random, tell);

/** Creates every entity of a group. */
export const createEntities: Operation = async (state, group, random, tell) => {
  const all = group.entityIds.map((id) => ({ id, ...placeOf(group, id, random) }));
  const rows = all.map(({ id, place }) => ({ key: entityKey(id), place }));
  const entities = all.map(({ id, regionId, entityType }) => newEntity(id, regionId, entityType));
  await write(tell, group.index, rows, async () => await state.entities.createMany(entities));
};
