import * as z from 'zod';
import { int8Schema } from '../../schema/columns.js';
import { regionCoordinates } from '../../schema/regions.js';
import { operation } from './operation.js';
import type { Operation } from './operation.js';
import { pageAnswer, pageOf, pageQuery } from './page.js';
import { regionResource } from './resources.js';

const corner = regionResource.keySchema;

/** Regions of a box, and of a game server. */
export const regionLists: readonly Operation[] = [
  operation({
    id: 'listRegions',
    method: 'GET',
    path: '/v1/regions',
    tag: 'regions',
    summary: 'Regions of a box in the order of x, y, z.',
    query: z.strictObject({
      min: corner.describe('Lowest corner of the box, `x_y_z`, in it.'),
      max: corner.describe('Highest corner of the box, `x_y_z`, in it.'),
      active: z
        .stringbool({ truthy: ['true'], falsy: ['false'] })
        .default(false)
        .describe('Only active regions.'),
      ...pageQuery,
      after: corner.optional().describe('`next` of the page before.'),
    }),
    answers: { 200: pageAnswer(regionResource) },
    problems: [],
    run: async (state, { query: { min, max, ...options }, signal }) => {
      const box = { min: regionCoordinates(min), max: regionCoordinates(max) };
      return pageOf(regionResource, await state.regions.bounds(box, { ...options, signal }));
    },
  }),
  operation({
    id: 'listRegionsOfServer',
    method: 'GET',
    path: '/v1/servers/{serverId}/regions',
    tag: 'regions',
    summary: 'Regions that a game server owns, in the order of their ids.',
    params: z.strictObject({ serverId: int8Schema }),
    query: z.strictObject({ ...pageQuery, after: corner.optional().describe('`next` of the page before.') }),
    answers: { 200: pageAnswer(regionResource) },
    problems: [],
    run: async (state, { params, query, signal }) =>
      pageOf(regionResource, await state.regions.ownedBy(params.serverId, { ...query, signal })),
  }),
];
