import { batches } from './batches.js';
import { entityLists } from './entity-lists.js';
import type { Operation } from './operation.js';
import { playerLists } from './player-lists.js';
import { readRow } from './read-row.js';
import { regionLists } from './region-lists.js';
import { resources } from './resources.js';
import { writeRow } from './write-row.js';

/** Everything that the API does. */
export const operations: readonly Operation[] = [
  ...resources.flatMap((resource) => [readRow(resource), ...writeRow(resource), ...batches(resource)]),
  ...regionLists,
  ...entityLists,
  ...playerLists,
];
