import { describe, expect, it } from 'vitest';
import { smokeJunit } from '../../smoke/report/junit.js';
import { reportOrder } from '../../smoke/report/order.js';
import { progressLine } from '../../smoke/report/progress.js';
import { smokeTable } from '../../smoke/report/table.js';
import { exitCode, summarize } from '../../smoke/summary.js';
import { result } from './fixture.js';

const results = [
  result(),
  result({ tier: 'grafana', name: 'is there', status: 'skipped', detail: 'no package', ms: 0 }),
  result({ tier: 'stack', name: 'TLS', vantage: 'host', status: 'failed', detail: 'a < b & c', ms: 1234 }),
];

describe('the table', () => {
  it('is aligned, and counts at its end', () => {
    expect(smokeTable(results, { colour: false })).toBe(
      [
        'tier     check     status       ms  detail',
        'redis    answers   passed        3  PONG',
        'grafana  is there  skipped       0  no package',
        'stack    TLS       failed     1234  a < b & c',
        '',
        '1 passed, 1 failed, 1 skipped',
        '',
      ].join('\n'),
    );
  });

  it('lists failed checks alone when asked, and still counts all', () => {
    const lines = smokeTable(results, { colour: false, failedOnly: true }).trimEnd().split('\n');
    expect(lines.slice(1)).toEqual(['stack  TLS   failed     1234  a < b & c', '', '1 passed, 1 failed, 1 skipped']);
  });

  it('is coloured only when asked', () => {
    expect(smokeTable(results, { colour: true })).toContain('\u001B[31mfailed\u001B[39m');
    expect(smokeTable(results, { colour: undefined })).not.toContain('\u001B');
  });

  it('wraps details into the width of a terminal', () => {
    const long = [result({ detail: 'word '.repeat(40).trim() })];
    const lines = smokeTable(long, { colour: false, width: 80 }).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(lines.filter((line) => line.includes('word')).length).toBeGreaterThan(2);
  });
});

describe('the JUnit report', () => {
  const xml = smokeJunit('shop', results);

  it('counts', () => {
    expect(xml).toContain('<testsuite name="smoke shop" tests="3" failures="1" errors="0" skipped="1">');
  });

  it('has the tier as class, seconds, and the detail, escaped', () => {
    expect(xml).toContain('<testcase classname="smoke.stack" name="TLS" time="1.234">');
    expect(xml).toContain('<failure message="a &lt; b &amp; c"/>');
    expect(xml).toContain('<skipped/>');
    expect(xml).toContain('no package');
  });
});

describe('the order of the report', () => {
  it('is that of the tiers, the stack last, from inside before from the host', () => {
    const shuffled = [
      result({ tier: 'stack', name: 'a', vantage: 'host' }),
      result({ tier: 'stack', name: 'b' }),
      result({ tier: 'prometheus' }),
      result({ tier: 'cockroach', name: 'z' }),
      result({ tier: 'cockroach', name: 'y' }),
    ];
    expect(reportOrder(shuffled).map(({ tier, name }) => `${tier} ${name}`)).toEqual([
      'cockroach y',
      'cockroach z',
      'prometheus answers',
      'stack b',
      'stack a',
    ]);
  });
});

describe('the exit code', () => {
  it.each([
    [['passed', 'skipped'], 0],
    [['passed', 'failed'], 1],
    [[], 1],
  ] as const)('of %j is %i', (statuses, code) => {
    expect(exitCode(statuses.map((status) => ({ status })))).toBe(code);
  });

  it('comes from the counts', () => {
    expect(summarize(results)).toEqual({ passed: 1, failed: 1, skipped: 1 });
  });
});

describe('progress', () => {
  const written = (isTTY: boolean): string => {
    let text = '';
    const { onProgress, end } = progressLine({ isTTY, write: (more: unknown) => ((text += String(more)), true) });
    results.forEach((each, index) => onProgress(each, index + 1, results.length));
    end();
    return text;
  };

  it('is one line that changes on a terminal', () => {
    expect(written(true)).not.toContain('\n');
    expect(written(true)).toContain('\r\u001B[Ksmoke 3/3 stack: TLS (failed)');
  });

  it('is a few lines elsewhere', () => {
    expect(written(false)).toBe('smoke 3/3 stack: TLS (failed)\n');
  });
});
