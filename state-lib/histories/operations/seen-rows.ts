import { regionId } from '../../src/schema/regions.js';
import type { Coordinates } from '../../src/schema/regions.js';
import { entityKey, playerKey, regionKey } from '../keys.js';
import type { SeenRow } from '../record.js';

interface Versioned {
  readonly version: bigint;
}

function seen(key: string, row: Versioned | undefined): SeenRow {
  return { key, version: row === undefined ? '-' : `${row.version}` };
}

/** Rows that were asked for by their keys, in the order of the keys. */
export function askedEntities(ids: readonly string[], rows: readonly (Versioned | undefined)[]): SeenRow[] {
  return ids.map((id, index) => seen(entityKey(id), rows[index]));
}

export function askedRegions(places: readonly Coordinates[], rows: readonly (Versioned | undefined)[]): SeenRow[] {
  return places.map((at, index) => seen(regionKey(regionId(at)), rows[index]));
}

export function askedPlayers(names: readonly string[], rows: readonly (Versioned | undefined)[]): SeenRow[] {
  return names.map((name, index) => seen(playerKey(name), rows[index]));
}

/** Rows of a list. */
export function listedEntities(rows: readonly (Versioned & { readonly id: string })[]): SeenRow[] {
  return rows.map((row) => seen(entityKey(row.id), row));
}

export function listedRegions(rows: readonly (Versioned & { readonly id: string })[]): SeenRow[] {
  return rows.map((row) => seen(regionKey(row.id), row));
}

export function listedPlayers(rows: readonly (Versioned & { readonly username: string })[]): SeenRow[] {
  return rows.map((row) => seen(playerKey(row.username), row));
}
