import { describe, expect, it } from 'vitest';
import { judgeLifetimes } from '../../smoke/checks/inside/certificates-valid.js';
import { sameValue } from '../../smoke/checks/inside/cluster-settings.js';
import { targetFaults } from '../../smoke/checks/inside/every-target-up.js';
import { serverFault } from '../../smoke/checks/inside/healthy-load-balancers.js';
import { judgeLicence } from '../../smoke/checks/inside/licence.js';
import { localityFault } from '../../smoke/checks/inside/localities.js';
import { ruleFaults } from '../../smoke/checks/inside/rules-are-loaded.js';
import { sampleValues } from '../../smoke/probes/metrics.js';

describe('the licence', () => {
  it.each([
    [864_000, 3, 'passed', 'valid for 10 days'],
    [0, 3, 'passed', /^warning: none is set: 7 days after its start the cluster is throttled to 5 open transactions/],
    [0, 1, 'passed', 'none, and a single node needs none'],
    [-1, 3, 'failed', /has expired/],
    [undefined, 3, 'failed', 'the node has no metric seconds_until_enterprise_license_expiry'],
  ] as const)('with %s seconds left on %i nodes is %s', (seconds, nodes, status, detail) => {
    expect(judgeLicence(seconds, nodes)).toEqual({ status, detail: expect.stringMatching(detail) });
  });
});

describe('a locality', () => {
  it('must be the declared one', () => {
    expect(localityFault('region=local,zone=a', 'region=local,zone=a')).toBeUndefined();
    expect(localityFault('region=local,zone=b', 'region=local,zone=a')).toBe(
      'is at region=local,zone=b, declared is region=local,zone=a',
    );
  });
});

describe('certificates', () => {
  const now = new Date('2026-11-24T12:00:00Z');
  const judge = (end: string) =>
    judgeLifetimes(
      [
        { owner: 'redis', end },
        { owner: 'grafana', end: 'Nov 24 12:00:00 2027 GMT' },
      ],
      now,
    );

  it.each([
    ['Dec 31 12:00:00 2026 GMT', 'passed', '2 certificates; redis is first, in 37 days'],
    ['Dec 10 12:00:00 2026 GMT', 'passed', /^warning: redis expires in 16 days; renew them/],
    ['Nov 27 12:00:00 2026 GMT', 'failed', /^redis expires in 3 days; renew them/],
    ['Nov 20 12:00:00 2026 GMT', 'failed', /^redis expires in -4 days/],
  ] as const)('that end on %s are %s', (end, status, detail) => {
    expect(judge(end)).toEqual({ status, detail: expect.stringMatching(detail) });
  });
});

describe('two spellings of a cluster setting', () => {
  it.each([
    ['4194304', '4194304'],
    ['0.05', '5e-2'],
    ['00:00:08', '8s'],
    ['50ms', '0.05s'],
    ['1m30s', '90s'],
    ['t', 'true'],
    ['off', 'false'],
    ['Planetary', 'planetary'],
  ])('%s is %s', (one, other) => {
    expect(sameValue(one, other)).toBe(true);
  });

  it.each([
    ['0.05', '0.5'],
    ['8s', '8m'],
    ['true', 'false'],
    ['', '0'],
  ])('%s is not %s', (one, other) => {
    expect(sameValue(one, other)).toBe(false);
  });
});

describe('the targets of Prometheus', () => {
  const target = (job: string, health: 'up' | 'down' | 'unknown') =>
    ({
      labels: { job, instance: 'x:1' },
      health,
      lastError: health === 'down' ? 'refused' : '',
      lastScrape: '',
    }) as const;

  it('are all there, and up', () => {
    expect(targetFaults([target('redis', 'up'), target('redis', 'up')], { redis: 2 })).toEqual([]);
  });

  it('are told apart: too few, down, never scraped', () => {
    const targets = [target('redis', 'down'), target('state', 'unknown')];
    expect(targetFaults(targets, { redis: 2, state: 1, pgbouncer: 1 })).toEqual([
      'job redis has 1 targets, 2 expected',
      'job pgbouncer has 0 targets, 1 expected',
      'redis x:1 is down: refused',
      'state x:1 is unknown: not scraped yet',
    ]);
  });
});

describe('the rules of Prometheus', () => {
  it('are all there, and evaluate', () => {
    const groups = [{ name: 'redis', rules: [{ name: 'RedisDown', health: 'ok' }] }];
    expect(ruleFaults(groups, { redis: 1 })).toEqual([]);
  });

  it('are told apart: too few, in error, never evaluated', () => {
    const rules = [
      { name: 'RedisDown', health: 'err', lastError: 'no such function' },
      { name: 'RedisFull', health: 'unknown' },
    ];
    expect(ruleFaults([{ name: 'redis', rules }], { redis: 3, state: 1 })).toEqual([
      'group redis has 2 rules, 3 expected',
      'group state has 0 rules, 1 expected',
      'RedisDown is err: no such function',
      'RedisFull is unknown: not evaluated yet',
    ]);
  });
});

describe('the servers of a load balancer', () => {
  const up = (proxy: string, server: string, value: number): string =>
    `haproxy_server_status{proxy="${proxy}",server="${server}",state="UP"} ${value}\n` +
    `haproxy_server_status{proxy="${proxy}",server="${server}",state="DOWN"} ${1 - value}\n`;
  const fault = (text: string) => serverFault(sampleValues(text, 'haproxy_server_status'));

  it('are all up', () => {
    expect(fault(up('sql', 'node-0', 1) + up('sql', 'node-1', 1))).toBeUndefined();
  });

  it('must not be down', () => {
    expect(fault(up('sql', 'node-0', 1) + up('sql', 'node-1', 0))).toBe('holds sql/node-1 for down');
  });

  it('must be some', () => {
    expect(fault('haproxy_process_uptime_seconds 3\n')).toBe('it knows no server');
  });

  it('are one of several Redis: the primary', () => {
    expect(fault(up('redis', 'redis-0', 0) + up('redis', 'redis-1', 1))).toBeUndefined();
    expect(fault(up('redis', 'redis-0', 0) + up('redis', 'redis-1', 0))).toBe('holds 0 Redis for the primary');
  });
});
