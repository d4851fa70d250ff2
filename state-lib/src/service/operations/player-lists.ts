import * as z from 'zod';
import { players } from '../../schema/players.js';
import { listLimit } from '../../store/page.js';
import { operation } from './operation.js';
import type { Operation } from './operation.js';
import { pageAnswer, pageOf, pageQuery, timeCursor, timeSchema } from './page.js';
import { playerResource } from './resources.js';
import { shapeOf } from './resource.js';

const { regionId, username } = players.columns;
const common = { tag: 'players', problems: [] } as const;
const page = { 200: pageAnswer(playerResource) } as const;
const place = z.strictObject(shapeOf(players, ['username', 'regionId', 'positionX', 'positionY', 'positionZ']));

/** Players of a region, those who logged in, and where players are. */
export const playerLists: readonly Operation[] = [
  operation({
    ...{ ...common, id: 'listPlayersOfRegion', method: 'GET', path: '/v1/regions/{id}/players', answers: page },
    summary: 'Players in a region in the order of their names.',
    params: z.strictObject({ id: regionId.schema }),
    query: z.strictObject({ ...pageQuery, after: username.schema.optional() }),
    run: async (state, { params, query, signal }) =>
      pageOf(playerResource, await state.players.inRegion(params.id, { ...query, signal })),
  }),
  operation({
    ...{ ...common, id: 'listActivePlayers', method: 'GET', path: '/v1/players', answers: page },
    summary: 'Players who logged in since a time, the longest ago first.',
    query: z.strictObject({ activeSince: timeSchema, ...pageQuery, after: timeCursor }),
    run: async (state, { query: { activeSince, ...options }, signal }) =>
      pageOf(playerResource, await state.players.active(activeSince, { ...options, signal })),
  }),
  operation({
    ...{ ...common, id: 'getPlayerPositions', method: 'POST', path: '/v1/batch/players/positions' },
    summary: 'Where players are, without their sessions.',
    body: { name: 'PlayerNames', schema: z.strictObject({ keys: z.array(username.schema).min(1).max(listLimit) }) },
    answers: {
      200: {
        description: 'The places in the order of the names; null: there is no such player.',
        body: { name: 'PlayerPlaces', schema: z.strictObject({ places: z.array(place.nullable()) }) },
      },
    },
    run: async (state, { body, signal }) => {
      const places = await state.players.positions(body.keys, { signal });
      return { status: 200, body: { places: places.map((one) => one ?? null) } };
    },
  }),
];
