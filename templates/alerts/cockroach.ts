import type { Settings } from '../../config/schema.js';
import type { RuleGroup } from './rule.js';

const job = 'job="cockroachdb"';

export function cockroachRules({ cockroach }: Settings): RuleGroup[] {
  const majority = Math.floor(cockroach.nodes / 2) + 1;
  return [
    {
      name: 'cockroach-availability',
      records: [],
      alerts: [
        {
          alert: 'CockroachNodeDown',
          expr: `up{${job}} == 0`,
          for: '2m',
          severity: 'warning',
          summary: 'CockroachDB node {{ $labels.instance }} is down',
          description: 'Prometheus has not reached it for 2 minutes; the others serve its ranges.',
        },
        {
          alert: 'CockroachQuorumLost',
          expr: `sum(up{${job}}) < ${majority}`,
          for: '30s',
          severity: 'critical',
          summary: 'CockroachDB has lost its majority',
          description: `{{ $value }} of ${cockroach.nodes} nodes are up, ${majority} are needed: nothing can be read or written.`,
        },
      ],
    },
  ];
}
