import type { Settings } from '../../config/schema.js';
import { readyPort } from '../../templates/haproxy/haproxy-cfg.js';
import { script } from '../../templates/scripts/script.js';
import type { CertificateRequest, Secret } from '../secret.js';
import { nodesHost, replicaHost, tierHost, type TierName } from '../topology.js';
import { configDirectory, type Workload } from '../workload.js';

// HAProxy's image has neither curl nor wget; bash opens the loopback page by itself.
const ready =
  `exec 3<>/dev/tcp/127.0.0.1/${readyPort} && printf 'GET /ready HTTP/1.0\\r\\n\\r\\n' >&3 && ` +
  `head -n 1 <&3 | grep -q ' 200 '`;

interface Own {
  readonly tier: TierName;
  readonly cfg: string;
  readonly after: Workload['after'];
  readonly networks: Workload['networks'];
  /** Config files that are secrets, by name. */
  readonly secretCfg?: Readonly<Record<string, Secret>>;
}

/** A load balancer: HAProxy with one config file, its own certificate, and a probe that asks whether a backend is up. */
export function haproxy({ loadBalancer }: Settings, { tier, cfg, after, networks, secretCfg = {} }: Own): Workload {
  const request: CertificateRequest = {
    commonName: tier,
    names: [tierHost(tier), nodesHost(tier), replicaHost(tier, 0), 'localhost', '127.0.0.1'],
    uses: ['server'],
  };
  return {
    tier,
    image: 'haproxy',
    replicas: 1,
    command: ['/bin/bash', `${configDirectory}/start.sh`],
    args: [`${configDirectory}/haproxy.cfg`, ...Object.keys(secretCfg).map((name) => `/secrets/${name}`)],
    env: {},
    files: {
      'start.sh': script('haproxy-start.sh'),
      'follow-secrets.sh': script('follow-secrets.sh'),
      'haproxy.cfg': cfg,
    },
    secrets: {
      'ca.crt': { kind: 'authority' },
      'tls.pem': { kind: 'certificate-and-key', request },
      ...secretCfg,
    },
    scratch: { '/tmp': 4 },
    memoryMiB: loadBalancer.memoryMiB,
    cpus: loadBalancer.cpus,
    after,
    storageGiB: undefined,
    openFiles: loadBalancer.openFiles,
    probe: {
      command: ['/bin/bash', '-c', ready],
      intervalSeconds: 3,
      timeoutSeconds: 3,
      failureThreshold: 3,
      startPeriodSeconds: 30,
    },
    awaitReady: true,
    stopGraceSeconds: 30,
    networks,
  };
}
