import { stringify } from 'yaml';
import type { AlertRule } from '../../templates/alerts/rule.js';
import { runbookPath } from '../../templates/alerts/rules-yml.js';
import type { AlertCase, Series } from './cases/alert-case.js';

/**
 * Test files for promtool, name → text: two tests for each case, one file for each step. Throws when a case is of an alert that is
 * not among the rules.
 */
export function promtoolTests(
  ruleFiles: readonly string[],
  rules: readonly AlertRule[],
  cases: readonly AlertCase[],
): Record<string, string> {
  const byName = new Map(rules.map((rule) => [rule.alert, rule]));
  const files = (['1m', '5m'] as const).map((step) => {
    const tests = cases
      .filter((each) => (each.step ?? '1m') === step)
      .flatMap((each) => {
        const rule = byName.get(each.alert);
        if (!rule) throw new Error(`a case is for the alert ${each.alert}, which no rule defines`);
        return [test(each, 'fires', each.fires, [expected(rule, each)]), test(each, 'is quiet', each.quiet, [])];
      });
    return {
      name: `test-${step}.yml`,
      rule_files: ruleFiles,
      evaluation_interval: step,
      tests,
    };
  });
  return Object.fromEntries(
    files
      .filter(({ tests }) => tests.length > 0)
      .map(({ name, ...file }) => [name, stringify(file, { lineWidth: 0, aliasDuplicateObjects: false })]),
  );
}

function test({ alert, at, step }: AlertCase, name: string, series: Series, alerts: readonly unknown[]) {
  return {
    name: `${alert} ${name}`,
    interval: step ?? '1m',
    input_series: Object.entries(series).map(([selector, values]) => ({ series: selector, values })),
    alert_rule_test: [{ eval_time: at, alertname: alert, exp_alerts: alerts }],
  };
}

function expected(rule: AlertRule, { labels = {}, shows = '' }: AlertCase) {
  const render = (text: string) =>
    text
      .replaceAll(/\{\{ \$labels\.(\w+) \}\}/g, (_, label: string) => labels[label] ?? '')
      .replaceAll(/\{\{ \$value[^}]*\}\}/g, shows);
  return {
    exp_labels: { severity: rule.severity, ...labels },
    exp_annotations: {
      summary: render(rule.summary),
      description: render(rule.description),
      runbook_url: runbookPath(rule.alert),
    },
  };
}
