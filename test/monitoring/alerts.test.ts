import { describe, expect, test } from 'vitest';
import { settingsSchema } from '../../config/schema.js';
import { ruleFiles, ruleGroups } from '../../templates/alerts/index.js';
import type { AlertRule, RuleGroup } from '../../templates/alerts/rule.js';
import type { AlertCase } from './cases/alert-case.js';
import { alertCases, noEvictionCases } from './cases/index.js';
import { promtool } from './promtool.js';
import { promtoolTests } from './promtool-tests.js';

const local = settingsSchema.parse({ platform: 'docker' });
const noEviction = settingsSchema.parse({ platform: 'docker', redis: { evictionPolicy: 'noeviction' } });
const minute = 60_000;

/** Rules of other files are there too, since some alerts read their recordings. */
async function run(settings: typeof local, file: string, cases: readonly AlertCase[]) {
  const rules = ruleFiles(settings);
  const alerts = alertsOf(ruleGroups(settings)[file] ?? []);
  const read = file === 'state' ? ['rules-targets.yml', 'rules-state.yml'] : [`rules-${file}.yml`];
  const tests = promtoolTests(read, alerts, cases);
  return promtool(['test', 'rules', ...Object.keys(tests)], { ...rules, ...tests });
}

function alertsOf(groups: readonly RuleGroup[]): AlertRule[] {
  return groups.flatMap(({ alerts }) => alerts);
}

describe('every alert fires in one case and is quiet in another', () => {
  test.each(Object.keys(alertCases))('%s', { timeout: 2 * minute }, async (file) => {
    const { exitCode, output } = await run(local, file, alertCases[file] ?? []);
    expect(output).not.toContain('FAILED');
    expect(exitCode).toBe(0);
  });

  test('a full Redis, when nothing may be evicted', { timeout: minute }, async () => {
    expect(await run(noEviction, 'redis', noEvictionCases)).toMatchObject({ exitCode: 0 });
  });

  test('the watchdog always fires', { timeout: minute }, async () => {
    const watchdog: AlertCase = { alert: 'Watchdog', at: '0s', fires: {}, quiet: {} };
    const { exitCode, output } = await run(local, 'monitoring', [watchdog]);
    expect(exitCode).toBe(1);
    expect(output).toContain('Watchdog is quiet');
    expect(output).not.toContain('Watchdog fires');
  });
});

describe('the cases can fail', () => {
  test('an alert that stays quiet where it should fire is named', { timeout: minute }, async () => {
    const [first, ...others] = alertCases['haproxy'] ?? [];
    const { exitCode, output } = await run(local, 'haproxy', [{ ...first!, fires: first!.quiet }, ...others]);
    expect(exitCode).toBe(1);
    expect(output).toContain('LoadBalancerDown fires');
  });

  test('an alert that fires where it should be quiet is named', { timeout: minute }, async () => {
    const [first, ...others] = alertCases['haproxy'] ?? [];
    const { exitCode, output } = await run(local, 'haproxy', [{ ...first!, quiet: first!.fires }, ...others]);
    expect(exitCode).toBe(1);
    expect(output).toContain('LoadBalancerDown is quiet');
  });
});

test('every alert has a case', () => {
  const withCase = new Set(Object.values(alertCases).flatMap((cases) => cases.map(({ alert }) => alert)));
  const alerts = Object.values(ruleGroups(local)).flatMap((groups) => alertsOf(groups).map(({ alert }) => alert));
  expect([...withCase, 'Watchdog'].toSorted()).toEqual(alerts.toSorted());
});
