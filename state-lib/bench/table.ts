import Table from 'cli-table3';
import type { Detail, Result } from './result.js';

function figure(value: number | string): string {
  if (typeof value === 'string') return value;
  return Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en-US') : String(Number(value.toPrecision(3)));
}

const verdict = ({ pass }: Result): string => (pass === null ? 'reported' : pass ? 'reached' : 'MISSED');

function cells(result: Result): string[] {
  const { measure, ours, reference, ratio, goal, spread, note } = result;
  return [
    note === undefined ? measure : `${measure} (${note})`,
    figure(ours),
    figure(reference),
    ratio === null ? '' : ratio.toFixed(2),
    goal ?? '',
    spread === null ? '' : `${spread[0].toFixed(2)} to ${spread[1].toFixed(2)}`,
    verdict(result),
  ];
}

const head = ['measure', 'ours', 'reference', 'ratio', 'goal', 'spread', ''];

/** The results for a terminal. */
export function textTable(results: readonly Result[]): string {
  const table = new Table({
    head,
    style: { head: [], border: [] },
    wordWrap: true,
    colWidths: [60, 12, 12, 8, 12, 16, 10],
  });
  for (const result of results) table.push(cells(result));
  return table.toString();
}

function markdown(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (row: readonly string[]): string => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

export function markdownTable(results: readonly Result[]): string {
  return markdown(head, results.map(cells));
}

export function detailTable({ title, head: header, rows }: Detail): string {
  return `### ${title}\n\n${markdown(
    header,
    rows.map((row) => row.map(figure)),
  )}`;
}
