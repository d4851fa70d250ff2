import type { AlertCase, Series } from './alert-case.js';

const process = 'job="cockroach-lb",instance="lb-0"';
const backend = `${process},proxy="cockroach"`;
const labels = { job: 'cockroach-lb', instance: 'lb-0', proxy: 'cockroach' };

function servers(...up: readonly number[]): Series {
  return Object.fromEntries(
    up.flatMap((value, i) => [
      [`haproxy_server_status{${backend},server="s${i}",state="UP"}`, `${value}x20`],
      [`haproxy_server_status{${backend},server="s${i}",state="DOWN"}`, `${1 - value}x20`],
    ]),
  );
}

function connections(current: number): Series {
  return {
    [`haproxy_process_current_connections{${process}}`]: `${current}x20`,
    [`haproxy_process_max_connections{${process}}`]: '4000x20',
  };
}

export const haproxyCases: AlertCase[] = [
  {
    alert: 'LoadBalancerDown',
    at: '5m',
    fires: { [`up{${process}}`]: '0x10' },
    labels: { job: 'cockroach-lb', instance: 'lb-0' },
    quiet: { [`up{${process}}`]: '1x10' },
  },
  { alert: 'LoadBalancerNoServer', at: '5m', fires: servers(0, 0, 0), labels, quiet: servers(0, 0, 1) },
  {
    alert: 'LoadBalancerServerDown',
    at: '5m',
    fires: servers(1, 0, 1),
    labels: { ...labels, server: 's1', state: 'DOWN' },
    quiet: { ...servers(1, 1, 1), 'haproxy_server_status{job="host-gateway",proxy="redis",state="DOWN"}': '1x20' },
  },
  {
    alert: 'LoadBalancerConnectionsHigh',
    at: '10m',
    fires: connections(3600),
    labels: { job: 'cockroach-lb', instance: 'lb-0' },
    shows: '90%',
    quiet: connections(3000),
  },
  {
    alert: 'LoadBalancerQueueing',
    at: '5m',
    fires: { [`haproxy_backend_current_queue{${backend}}`]: '5x10' },
    labels,
    shows: '5',
    quiet: { [`haproxy_backend_current_queue{${backend}}`]: '5 0 5 0 5 0 5' },
  },
  {
    alert: 'LoadBalancerConnectionErrors',
    at: '10m',
    fires: { [`haproxy_backend_connection_errors_total{${backend}}`]: '0+120x20' },
    labels,
    shows: '2',
    quiet: { [`haproxy_backend_connection_errors_total{${backend}}`]: '0+30x20' },
  },
];
