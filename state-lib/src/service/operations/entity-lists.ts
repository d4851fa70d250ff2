import * as z from 'zod';
import { entities } from '../../schema/entities.js';
import { operation } from './operation.js';
import type { Operation } from './operation.js';
import { pageAnswer, pageOf, pageQuery, timeCursor, timeSchema } from './page.js';
import { entityResource } from './resources.js';

const { regionId, entityType, id } = entities.columns;
const params = z.strictObject({ id: regionId.schema });
const common = { tag: 'entities', answers: { 200: pageAnswer(entityResource) }, problems: [] } as const;
const byTime = { ...pageQuery, after: timeCursor };

/** Entities of a region, by id and by age, and those that changed. */
export const entityLists: readonly Operation[] = [
  operation({
    ...{ ...common, id: 'listEntitiesOfRegion', method: 'GET', path: '/v1/regions/{id}/entities' },
    summary: 'Entities of a region in the order of their ids, all or of one type.',
    params,
    query: z.strictObject({ ...pageQuery, after: id.schema.optional(), type: entityType.schema.optional() }),
    run: async (state, { params: of, query, signal }) =>
      pageOf(entityResource, await state.entities.inRegion(of.id, { ...query, signal })),
  }),
  operation({
    ...{ ...common, id: 'listNewestEntitiesOfRegion', method: 'GET', path: '/v1/regions/{id}/entities/newest' },
    summary: 'Entities of a region, the last created first.',
    params,
    query: z.strictObject(byTime),
    run: async (state, { params: of, query, signal }) =>
      pageOf(entityResource, await state.entities.newest(of.id, { ...query, signal })),
  }),
  operation({
    ...{ ...common, id: 'listChangedEntities', method: 'GET', path: '/v1/entities' },
    summary: 'Entities that were written since a time and still exist, the longest ago first.',
    query: z.strictObject({ changedSince: timeSchema, ...byTime }),
    run: async (state, { query: { changedSince, ...options }, signal }) =>
      pageOf(entityResource, await state.entities.changedSince(changedSince, { ...options, signal })),
  }),
];
