import { Failure } from '../failure.js';

/**
 * Refuses figures above what their setting may be: key, figure, most.
 *
 * @throws Failure with a line for each.
 */
export function withinRange(...figures: readonly (readonly [key: string, wanted: number, most: number])[]): void {
  const above = figures.filter(([, wanted, most]) => wanted > most);
  if (above.length === 0) return;
  throw new Failure(
    above
      .map(
        ([key, wanted, most]) =>
          `${key} would be ${wanted}, at most ${most} is allowed: one stack does not take this load; spread the regions over several`,
      )
      .join('\n'),
  );
}
