import { mortalPlayer, playerKey } from '../keys.js';
import type { Group } from '../keys.js';
import { unchanged } from '../places.js';
import { choose, pick, some } from '../random.js';
import { deleted, write } from '../tell.js';
import type { Operation } from './operation.js';

const lasting = ({ playerNames }: Group): readonly string[] => playerNames.slice(0, mortalPlayer);

const newPlayer = (username: string, regionId: string) => ({
  ...{ username, regionId, positionX: 0, positionY: 0, positionZ: 0, lastLogin: new Date(), session: {} },
});

/** Within its region. */
const step: Operation = async (state, group, random, tell) => {
  const name = pick(random, lasting(group));
  await write(tell, group.index, [{ key: playerKey(name), place: unchanged }], async () => [
    await state.players.update(name, { positionX: random() }),
  ]);
};

const stepMany: Operation = async (state, group, random, tell) => {
  const names = some(random, lasting(group), 4);
  const rows = names.map((name) => ({ key: playerKey(name), place: unchanged }));
  const changes = names.map((key) => ({ key, change: { positionX: random() } }));
  await write(tell, group.index, rows, async () => await state.players.updateMany(changes));
};

const move: Operation = async (state, group, random, tell) => {
  const name = pick(random, lasting(group));
  const regionId = pick(random, group.lists);
  await write(tell, group.index, [{ key: playerKey(name), place: regionId }], async () => [
    await state.players.update(name, { regionId }),
  ]);
};

const putMany: Operation = async (state, group, random, tell) => {
  const players = some(random, group.playerNames.slice(mortalPlayer - 1), 2).map((name) =>
    newPlayer(name, pick(random, group.lists)),
  );
  const rows = players.map(({ username, regionId }) => ({ key: playerKey(username), place: regionId }));
  await write(tell, group.index, rows, async () => await state.players.putMany(players));
};

const deleteOrCreate: Operation = async (state, group, random, tell) => {
  const name = pick(random, group.playerNames.slice(mortalPlayer));
  const row = await state.players.get(name);
  const regionId = pick(random, group.lists);
  if (row === undefined)
    await write(tell, group.index, [{ key: playerKey(name), place: regionId }], async () => [
      await state.players.create(newPlayer(name, regionId)),
    ]);
  else
    await write(tell, group.index, [deleted(playerKey(name))], async () => {
      await state.players.delete(name, { expected: row.version });
      return [row.version];
    });
};

/** A random write of players of a group. */
export const writePlayers: Operation = async (state, group, random, tell) =>
  await choose(random, [
    [0.4, step],
    [0.1, stepMany],
    [0.25, move],
    [0.1, putMany],
    [0.15, deleteOrCreate],
  ])(state, group, random, tell);

/** Creates every player of a group. */
export const createPlayers: Operation = async (state, group, random, tell) => {
  const players = group.playerNames.map((name) => newPlayer(name, pick(random, group.lists)));
  const rows = players.map(({ username, regionId }) => ({ key: playerKey(username), place: regionId }));
  await write(tell, group.index, rows, async () => await state.players.createMany(players));
};
