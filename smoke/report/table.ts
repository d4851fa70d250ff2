import Table from 'cli-table3';
import { createColors } from 'picocolors';
import type { CheckResult } from '../outcome.js';
import { summarize } from '../summary.js';

export interface TableOptions {
  /** Whether to colour the statuses; a stream that is no terminal says undefined. */
  readonly colour: boolean | undefined;
  /** Columns of the terminal; details are wrapped to fit. Default: they are not. */
  readonly width?: number;
  /** Whether to list failed checks alone; the counts stay those of all. Default: false. */
  readonly failedOnly?: boolean;
}

const frame = {
  ...{ top: '', 'top-mid': '', 'top-left': '', 'top-right': '' },
  ...{ bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '' },
  ...{ left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '', middle: '  ' },
};

/** The report as aligned text, and below it the counts. */
export function smokeTable(all: readonly CheckResult[], options: TableOptions): string {
  const { colour, width, failedOnly = false } = options;
  const results = failedOnly ? all.filter(({ status }) => status === 'failed') : all;
  const colours = createColors(colour === true);
  const paint = { passed: colours.green, failed: colours.red, skipped: colours.yellow };
  const longest = (texts: readonly string[]): number => Math.max(4, ...texts.map((text) => text.length));
  const tier = longest(results.map((each) => each.tier));
  const check = longest(results.map(({ name }) => name));
  const fixed = [tier, check, 'skipped'.length, 6];
  const rest = (width ?? 0) - fixed.reduce((sum, each) => sum + each + frame.middle.length, 0);
  const detail = width === undefined ? null : Math.max(40, rest);
  const table = new Table({
    head: ['tier', 'check', 'status', 'ms', 'detail'],
    chars: frame,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    colWidths: [...fixed, detail],
    colAligns: ['left', 'left', 'left', 'right', 'left'],
    wordWrap: true,
    wrapOnWordBoundary: true,
  });
  for (const each of results)
    table.push([each.tier, each.name, paint[each.status](each.status), String(each.ms), each.detail]);
  const lines = table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
  return `${lines.filter((line) => line !== '').join('\n')}\n\n${counts(all)}\n`;
}

/** `41 passed, 0 failed, 3 skipped` */
function counts(results: readonly CheckResult[]): string {
  const { passed, failed, skipped } = summarize(results);
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
