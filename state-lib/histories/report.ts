import type { HistoryResult } from './reckon.js';

/** Prints what a history came to, its counterexamples, and last the line for machines; gives whether it kept the contract. */
export function report({ operations, hits, calmHits, faults, inFault, inRecovery, found }: HistoryResult): boolean {
  const shortest = found.toSorted((one, other) => one.text.length - other.text.length);
  for (const { kind, text } of shortest.slice(0, 5)) console.error(`${kind}: ${text}`);
  for (const [fault, count] of Object.entries(faults)) console.log(`${String(count).padStart(4)} ${fault}`);
  console.log(`hits outside of faults ${calmHits.toFixed(3)}, operations in recovery ${inRecovery}`);
  const total = Object.values(faults).reduce((one, other) => one + other, 0);
  const count = (wanted: string): number => found.filter(({ kind }) => kind === wanted).length;
  const [stale, lost] = [count('stale'), count('lost')];
  console.log(
    `operations=${operations} hits=${hits.toFixed(3)} faults=${total} in_fault=${inFault} stale=${stale} lost=${lost}`,
  );
  return found.length === 0;
}
