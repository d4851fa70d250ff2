import type { AlertCase, Series } from './alert-case.js';

const instance = 'job="state",instance="state-0"';
const labels = { job: 'state', instance: 'state-0' };

/** A thousand requests a step, of which `failed` end with status 503. */
function failing(failed: number): Series {
  const route = `${instance},route="/regions/:id",method="GET"`;
  return {
    [`http_request_duration_seconds_count{${route},status="200"}`]: `0+${1000 - failed}x400`,
    [`http_request_duration_seconds_count{${route},status="503"}`]: `0+${failed}x400`,
  };
}

function writes(above: string, upTo: string): Series {
  const route = `${instance},route="/regions/:id",method="PUT",status="200"`;
  return {
    [`http_request_duration_seconds_bucket{${route},le="${above}"}`]: '0x20',
    [`http_request_duration_seconds_bucket{${route},le="${upTo}"}`]: '0+600x20',
    [`http_request_duration_seconds_bucket{${route},le="+Inf"}`]: '0+600x20',
    [`http_request_duration_seconds_count{${route}}`]: '0+600x20',
  };
}

/** Ten queries a second, all between two bounds of the histogram. */
function queries(above: string, upTo: string, name = 'region.bounds'): Series {
  const query = `${instance},query="${name}",outcome="ok"`;
  return {
    [`db_query_duration_seconds_bucket{${query},le="${above}"}`]: '0x30',
    [`db_query_duration_seconds_bucket{${query},le="${upTo}"}`]: '0+600x30',
    [`db_query_duration_seconds_bucket{${query},le="+Inf"}`]: '0+600x30',
    [`db_query_duration_seconds_count{${query}}`]: '0+600x30',
  };
}

function retries(perMinute: number): Series {
  return {
    [`db_query_retries_total{${instance},query="region.update"}`]: `0+${perMinute}x30`,
    [`db_query_duration_seconds_count{${instance},query="region.update",outcome="ok"}`]: '0+600x30',
  };
}

export const stateCases: AlertCase[] = [
  {
    alert: 'StateInstanceDown',
    at: '5m',
    fires: { [`up{${instance}}`]: '1 0x10' },
    labels,
    quiet: { [`up{${instance}}`]: '1 0 1x10' },
  },
  {
    alert: 'StateAllInstancesDown',
    at: '5m',
    fires: { 'up{job="state",instance="state-0"}': '0x10', 'up{job="state",instance="state-1"}': '0x10' },
    quiet: { 'up{job="state",instance="state-0"}': '0x10', 'up{job="state",instance="state-1"}': '1x10' },
  },
  {
    alert: 'StateErrorBudgetBurnsFast',
    at: '90m',
    fires: failing(20),
    shows: '2%',
    quiet: failing(14),
  },
  {
    alert: 'StateErrorBudgetBurnsSlowly',
    at: '6h',
    step: '5m',
    fires: failing(7),
    shows: '0.7%',
    quiet: failing(5),
  },
  {
    alert: 'StatePoolWaiting',
    at: '5m',
    fires: { [`db_pool_waiting{${instance}}`]: '3x10' },
    labels,
    shows: '3',
    quiet: { [`db_pool_waiting{${instance}}`]: '3 0 3 0 3 0 3 0' },
  },
  {
    alert: 'StateRequestsShed',
    at: '5m',
    fires: { [`requests_shed_total{${instance}}`]: '0+60x10' },
    labels: { instance: 'state-0' },
    shows: '1',
    quiet: { [`requests_shed_total{${instance}}`]: '60x10' },
  },
  {
    alert: 'StateWriteLatencyHigh',
    at: '15m',
    fires: writes('0.05', '0.1'),
    shows: '97.5ms',
    quiet: writes('0.025', '0.05'),
  },
  {
    alert: 'DatabaseQuerySlow',
    at: '20m',
    fires: queries('0.01', '0.02'),
    labels: { query: 'region.bounds' },
    shows: '19.5ms',
    quiet: { ...queries('0.005', '0.01'), ...queries('0.01', '0.02', 'epoch.read') },
  },
  {
    alert: 'DatabaseQueryRetries',
    at: '20m',
    fires: retries(90),
    labels: { query: 'region.update' },
    shows: '15%',
    quiet: retries(30),
  },
  {
    alert: 'CacheUntrusted',
    at: '5m',
    fires: { [`cache_trusted{${instance}}`]: '0x10' },
    labels,
    quiet: { [`cache_trusted{${instance}}`]: '0 0 1x10' },
  },
];
