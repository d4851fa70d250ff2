import { stringify } from 'yaml';
import type { AlertRule, RuleGroup } from './rule.js';

/** Rules → text. Most are the same for every profile, and YAML is the dearest part of a synth. */
const written = new Map<string, string>();

/** A rule file of Prometheus; recording rules come first in their group, since groups are evaluated in order. */
export function rulesYml(groups: readonly RuleGroup[]): string {
  const key = JSON.stringify(groups);
  const text = written.get(key) ?? writeRules(groups);
  written.set(key, text);
  return text;
}

function writeRules(groups: readonly RuleGroup[]): string {
  return stringify(
    {
      groups: groups.map(({ name, records, alerts }) => ({
        name,
        rules: [...records.map(({ record, expr }) => ({ record, expr })), ...alerts.map(alertRule)],
      })),
    },
    { lineWidth: 0, aliasDuplicateObjects: false },
  );
}

/** Where an alert's runbook is, from the root of this repository. */
export function runbookPath(alert: string): string {
  return `docs/runbooks/${alert}.md`;
}

function alertRule(rule: AlertRule) {
  return {
    alert: rule.alert,
    expr: rule.expr,
    for: rule.for,
    labels: { severity: rule.severity },
    annotations: { summary: rule.summary, description: rule.description, runbook_url: runbookPath(rule.alert) },
  };
}
