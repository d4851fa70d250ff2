import { entities } from '../schema/entities.js';
import type { Entity } from '../schema/entities.js';
import { RegionList } from './region-list.js';
import type { Page, PageOptions } from './region-list.js';
import { TableStore } from './table-store.js';
import type { StoreParts } from './table-store.js';

/** Things in regions, by UUID. */
export class Entities extends TableStore<typeof entities.columns> {
  readonly #byRegion: RegionList<typeof entities.columns>;

  constructor(parts: StoreParts) {
    super(entities, parts);
    this.#byRegion = new RegionList(entities, parts, 'entityType');
  }

  /** Entities of a region in the order of their ids, all or of one type. */
  async inRegion(
    regionId: string,
    options: PageOptions & { readonly type?: string | undefined } = {},
  ): Promise<Page<Entity>> {
    return (await this.#byRegion.page(regionId, options, options.type)).value;
  }
}
