import type { Sum, Sums } from './load.js';
import { number } from './number.js';

/** The sums as text: a line each, in columns that are aligned over all headings. */
export function sumsTable(all: readonly Sums[]): string {
  const lines = all.flatMap((sums) => sums.lines);
  const width = (cell: (line: Sum) => string) => Math.max(...lines.map((line) => cell(line).length));
  const what = width((line) => line.what);
  const sum = width((line) => line.sum);
  const result = width((line) => number(line.result));
  const unit = width((line) => line.unit);
  const row = (line: Sum) =>
    [
      `  ${line.what.padEnd(what)}`,
      line.sum.padEnd(sum),
      `= ${number(line.result).padStart(result)} ${line.unit.padEnd(unit)}`,
      line.key ?? '',
    ]
      .join('  ')
      .trimEnd();
  return all
    .map(({ heading, lines: rows, notes = [] }) =>
      [heading, ...rows.map(row), ...notes.map((note) => `  ${note}`), ''].join('\n'),
    )
    .join('\n');
}
