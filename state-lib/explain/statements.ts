import { epochStatements } from '../src/coherence/epoch-store.js';
import type { Statement } from '../src/database/database.js';
import { entities } from '../src/schema/entities.js';
import { players } from '../src/schema/players.js';
import { regions } from '../src/schema/regions.js';
import { callerFields } from '../src/schema/table.js';
import type { Table } from '../src/schema/table.js';
import { selectChangedEntities, selectNewestEntities } from '../src/store/entities.js';
import { selectPlaces } from '../src/store/locate-rows.js';
import { selectActive, selectPositions } from '../src/store/players.js';
import { selectActiveBounds, selectBounds, selectTiles } from '../src/store/region-bounds.js';
import { selectOwned } from '../src/store/regions.js';
import { asFollower } from '../src/store/read-options.js';
import { statementOf } from '../src/store/row-writes.js';
import {
  selectByKeys,
  selectLists,
  selectManyByKeys,
  selectManyLists,
  selectPage,
} from '../src/store/select-statements.js';
import { guardStatements } from '../src/store/transactions.js';
import type { WriteKind } from '../src/store/write-statements.js';

const kinds: readonly WriteKind[] = ['create', 'update', 'upsert', 'delete'];

/** Every statement on tables that the library can issue. Of the updates, which may change any fields, those of one field and of all. */
export function tableStatements(): Statement[] {
  const fixed = [...Object.values(epochStatements), ...Object.values(guardStatements)];
  const lists = [selectActive, selectPositions, selectNewestEntities, selectChangedEntities, selectOwned];
  const built = [regions, players, entities].flatMap((table) => [...readsOf(table), ...writesOf(table)]);
  return [...fixed, ...lists, selectTiles, selectBounds, selectActiveBounds, ...built];
}

/** Those that a call which allows staleness sends to followers: CockroachDB only, so that they are not run here. */
export function followerStatements(): Statement[] {
  const pages = [regions, players, entities].flatMap((table) =>
    readsOf(table).filter(({ label }) => label.endsWith('.page')),
  );
  const direct = [selectActive, selectPositions, selectNewestEntities, selectChangedEntities, selectOwned];
  return [...direct, selectBounds, selectActiveBounds, ...pages].map(asFollower);
}

function readsOf(table: Table): Statement[] {
  const filters = table === entities ? [[], ['entityType']] : [[]];
  const lists = table.placement.flatMap((field) => [
    selectLists(table, field),
    selectManyLists(table, field),
    ...filters.map((filter) => selectPage(table, field, filter)),
  ]);
  return [selectByKeys(table), selectManyByKeys(table), selectPlaces(table), ...lists];
}

function writesOf(table: Table): Statement[] {
  const fields = callerFields(table).filter((field) => field !== table.key);
  const forms = kinds.flatMap((kind) =>
    (kind === 'delete' ? [[]] : [fields, ...fields.map((field) => [field])]).map((some) => ({ kind, fields: some })),
  );
  const ways = [true, false].flatMap((locked) => [
    { pinned: true, locked, whole: true },
    { pinned: true, locked, whole: false },
    { pinned: false, locked, whole: false },
  ]);
  return forms.flatMap((form) =>
    ways.filter(({ whole }) => !whole || form.kind !== 'delete').map((way) => statementOf(table, { ...form, ...way })),
  );
}
