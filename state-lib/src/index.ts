export { openState, type State, type StateSettings } from './state.js';
export type { Observer } from './observer.js';
export { bool, int8, nullable, timestamp, varchar } from './schema/columns.js';
export { rowSchema, type RowOf, type Table } from './schema/table.js';
export { regionCoordinates, regionId, type Coordinates, type Region } from './schema/regions.js';
export * from './errors.js';
