import { keptAuthority } from '../../../secrets/kept-authority.js';
import { issueCertificate } from '../../../secrets/certificate.js';
import { selfSigned } from '../../../smoke/probes/other-authority.js';
import { monitoringCertificate } from '../../../constructs/tiers/monitoring-certificate.js';
import type { Bench, Repair } from './bench.js';
import { healthy, notRunning, refuses, type BrokenStack } from './broken-stack.js';

const targets = 'prometheus: every target is up';
const dayMs = 86_400_000;

/** Gives the Redis exporter another certificate, which it reads at the next handshake. */
function withCertificate(bench: Bench, { cert, key }: { cert: string; key: string }): Repair {
  const undo = [
    bench.changeSecret('redis-exporter', 'tls.crt', () => cert),
    bench.changeSecret('redis-exporter', 'tls.key', () => key),
  ];
  return async () => undo.forEach((restore) => restore());
}

export const brokenMonitoring: readonly BrokenStack[] = [
  {
    what: 'both exporters are stopped',
    fails: [`redis-exporter: ${healthy}`, `pgbouncer-exporter: ${healthy}`, targets, ...notRunning],
    break: async (bench) => await bench.stopped('redis-exporter-0', 'pgbouncer-exporter-0'),
  },
  {
    what: 'Prometheus is stopped',
    fails: [
      `prometheus: ${healthy}`,
      `prometheus: ${refuses}`,
      targets,
      'prometheus: rules are loaded and evaluate',
      'stack: published addresses answer over TLS',
      ...notRunning,
    ],
    break: async (bench) => await bench.stopped('prometheus-0'),
  },
  {
    what: 'Prometheus asks for no password',
    fails: [`prometheus: ${refuses}`],
    break: async (bench) => {
      const undo = bench.changeSecret('prometheus', 'web.yml', (text) => text.replace(/basic_auth_users:[^]*/, ''));
      return async () => undo();
    },
  },
  {
    what: 'a rule file of Prometheus is empty',
    fails: ['prometheus: rules are loaded and evaluate'],
    break: async (bench) => {
      const undo = await bench.changeConfig('prometheus', 'rules-redis.yml', () => 'groups: []\n');
      const reload = async (): Promise<void> => {
        const begun = new Date();
        await bench.signal('prometheus-0', 'HUP');
        await bench.untilLogged('prometheus-0', /Completed loading of configuration file/, begun);
      };
      await reload();
      return async () => {
        undo();
        await reload();
      };
    },
  },
  {
    what: 'an exporter has a certificate of another authority',
    fails: ["stack: TLS with the stack's certificates on every port", `redis-exporter: ${healthy}`],
    mayFail: [targets],
    break: async (bench) => withCertificate(bench, selfSigned('redis-exporter')),
  },
  {
    what: 'an exporter has a certificate that expires soon',
    fails: ['stack: certificates are valid for weeks to come'],
    break: async (bench) => {
      const { issuer } = await keptAuthority({
        vault: bench.context.facts.vault,
        given: undefined,
        now: new Date(),
        report: () => undefined,
      });
      const issued = new Date(Date.now() - 362 * dayMs);
      const pair = await issueCertificate(issuer, monitoringCertificate('redis-exporter'), issued);
      return withCertificate(bench, { cert: pair.certificate, key: pair.privateKey });
    },
  },
  {
    what: 'the metrics of a load balancer are open to everybody',
    fails: ['stack: no client certificate, or a forged one, is refused'],
    break: async (bench) => {
      const undo = await bench.changeConfig('cockroach-lb', 'haproxy.cfg', (cfg) =>
        cfg.replace('verify required\n  http-request', 'verify optional\n  http-request'),
      );
      const reload = async (): Promise<void> => {
        const begun = new Date();
        await bench.signal('cockroach-lb-0', 'HUP');
        await bench.untilLogged('cockroach-lb-0', /Loading success/, begun);
      };
      await reload();
      return async () => {
        undo();
        await reload();
      };
    },
  },
];
