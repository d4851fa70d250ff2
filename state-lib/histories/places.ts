/**
 * Where a row is, in a history: of an entity its region and type, of a player its region, of a region whether it is active, so that `0_0_0` holds
 * `0_0_0/thing`.
 */
export type HistoryPlace = string;

/** Of a deleted row. */
export const gone = 'gone';
/** Where the row was before: the write leaves its place alone. */
export const unchanged = '=';
/** Nobody can tell. */
export const anywhere = '?';

/** Whether a row at this place may be in a list. `list`: a place, or the beginning of some up to a slash; empty: every place. */
export function mayBeIn(place: HistoryPlace, list: string): boolean {
  if (place === anywhere) return true;
  return place !== gone && (list === '' || place === list || place.startsWith(`${list}/`));
}

/** Whether a row at this place may be missing in a list. `list` undefined: it was asked for by its key. */
export function mayBeMissing(place: HistoryPlace, list: string | undefined): boolean {
  if (place === gone) return true;
  return list !== undefined && (place === anywhere || !mayBeIn(place, list));
}
