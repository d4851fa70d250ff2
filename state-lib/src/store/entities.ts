import { entities } from '../schema/entities.js';
import type { Entity } from '../schema/entities.js';
import { FieldList } from './field-list.js';
import type { Page, PageOptions } from './page.js';
import { readDirectly } from './read-options.js';
import { selectNewest, selectSince } from './select-statements.js';
import { TableStore } from './table-store.js';
import type { StoreParts } from './table-store.js';
import { highestUuid, lastTime, lowestUuid, timePage } from './time-list.js';

export const selectNewestEntities = selectNewest(entities, 'regionId', 'createdAt');
export const selectChangedEntities = selectSince(entities, 'updatedAt');

/** Things in regions, by UUID. */
export class Entities extends TableStore<typeof entities.columns> {
  readonly #byRegion: FieldList<typeof entities.columns>;

  constructor(parts: StoreParts) {
    super(entities, parts);
    this.#byRegion = new FieldList(entities, parts, 'regionId', 'entityType');
  }

  /** Entities of a region in the order of their ids, all or of one type. */
  async inRegion(
    regionId: string,
    options: PageOptions & { readonly type?: string | undefined } = {},
  ): Promise<Page<Entity>> {
    return await this.#byRegion.page(regionId, options, options.type);
  }

  /** Entities of a region, the last created first; always from the database. */
  async newest(regionId: string, options: PageOptions = {}): Promise<Page<Entity>> {
    return await timePage(entities, options, { time: lastTime, key: highestUuid }, async ({ time, key }, limit) =>
      readDirectly(this.parts.database, selectNewestEntities, [regionId, time, key, limit], options),
    );
  }

  /** Entities that were written since a time and still exist, the longest ago first; always from the database. */
  async changedSince(since: Date, options: PageOptions = {}): Promise<Page<Entity>> {
    const from = since.toISOString();
    return await timePage(entities, options, { time: from, key: lowestUuid }, async ({ time, key }, limit) =>
      readDirectly(this.parts.database, selectChangedEntities, [from, time, key, limit], options),
    );
  }
}
