import type { RecordingRule, RuleGroup } from './rule.js';
import { enoughRequests, playerRequests } from './targets.js';

/** Requests that may fail: 0.1 %, as a service level of 99.9 % allows. */
const errorBudget = 0.001;

/** The app tier: its instances, its pool, its errors and how long its queries take. */
export function stateRules(): RuleGroup[] {
  return [
    {
      name: 'state',
      records: ['5m', '30m', '1h', '6h'].map(errorRatio),
      alerts: [
        {
          alert: 'StateInstanceDown',
          expr: 'up{job="state"} == 0',
          for: '1m',
          severity: 'warning',
          summary: 'state-lib instance {{ $labels.instance }} is down',
          description: 'Prometheus has not reached its /metrics for a minute; the other instances carry its load.',
        },
        {
          alert: 'StateAllInstancesDown',
          expr: 'sum(up{job="state"}) == 0',
          for: '30s',
          severity: 'critical',
          summary: 'No state-lib instance is up',
          description: 'Players can neither load nor save.',
        },
        {
          alert: 'StateErrorBudgetBurnsFast',
          expr: burn(14.4, '1h', '5m'),
          for: '2m',
          severity: 'critical',
          summary: 'Players’ requests fail: the error budget of a month would be gone in two days',
          description: '{{ $value | humanizePercentage }} of the requests of the last hour failed with a 5xx status.',
        },
        {
          alert: 'StateErrorBudgetBurnsSlowly',
          expr: burn(6, '6h', '30m'),
          for: '15m',
          severity: 'warning',
          summary: 'Players’ requests fail: the error budget of a month would be gone in five days',
          description:
            '{{ $value | humanizePercentage }} of the requests of the last 6 hours failed with a 5xx status.',
        },
        {
          alert: 'StatePoolWaiting',
          expr: 'min_over_time(db_pool_waiting{job="state"}[1m]) > 0',
          for: '1m',
          severity: 'warning',
          summary: 'Requests of {{ $labels.instance }} wait for a database connection',
          description: 'At least {{ $value }} have been waiting without a pause for over a minute.',
        },
        {
          alert: 'StateRequestsShed',
          expr: 'sum by (instance) (rate(requests_shed_total{job="state"}[5m])) > 0',
          for: '1m',
          severity: 'critical',
          summary: '{{ $labels.instance }} turns requests away',
          description: 'It refuses {{ $value | humanize }} requests a second to keep the rest within the targets.',
        },
        {
          alert: 'StateWriteLatencyHigh',
          expr: `state:http_write_duration_seconds:p95_5m > 0.050 and ${enoughRequests}`,
          for: '5m',
          severity: 'warning',
          summary: 'P95 latency of writes is above 50 ms',
          description:
            'One write in twenty takes {{ $value | humanizeDuration }} or longer; conflicting transactions are the usual cause.',
        },
        {
          // Not the heartbeat of the epoch: it goes on while nobody plays, and CacheUntrusted tells when it is too slow.
          alert: 'DatabaseQuerySlow',
          expr: 'query:db_query_duration_seconds:p95_5m > 0.010 and on (query) sum by (query) (rate(db_query_duration_seconds_count{job="state",query!~"epoch.*"}[5m])) > 1',
          for: '10m',
          severity: 'warning',
          summary: 'P95 of the query {{ $labels.query }} is above 10 ms',
          description:
            'One in twenty takes {{ $value | humanizeDuration }} or longer, seen from state-lib; a missing index is the usual cause.',
        },
        {
          alert: 'DatabaseQueryRetries',
          expr:
            'sum by (query) (rate(db_query_retries_total{job="state"}[5m])) / ' +
            '(sum by (query) (rate(db_query_duration_seconds_count{job="state"}[5m])) > 0.2) > 0.1',
          for: '10m',
          severity: 'warning',
          summary: 'The query {{ $labels.query }} is tried again and again',
          description:
            'There are {{ $value | humanizePercentage }} as many retries as statements: transactions conflict.',
        },
        {
          alert: 'CacheUntrusted',
          expr: 'cache_trusted{job="state"} == 0',
          for: '2m',
          severity: 'warning',
          summary: '{{ $labels.instance }} does not use the cache',
          description: 'It does not know which Redis is primary, so every read goes to the database.',
        },
      ],
    },
  ];
}

function errorRatio(window: string): RecordingRule {
  return {
    record: `state:http_errors:ratio_rate${window}`,
    expr:
      `sum(rate(http_request_duration_seconds_count{${playerRequests},status=~"5.."}[${window}])) / ` +
      `sum(rate(http_request_duration_seconds_count{${playerRequests}}[${window}]))`,
  };
}

/** Burning `rate` times the budget over a long window, and still doing so over a short one. */
function burn(rate: number, long: string, short: string): string {
  const limit = Number((rate * errorBudget).toPrecision(3));
  return `state:http_errors:ratio_rate${long} > ${limit} and state:http_errors:ratio_rate${short} > ${limit}`;
}
