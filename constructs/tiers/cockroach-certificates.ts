import type { CertificateRequest, Secret } from '../secret.js';
import { nodesHost, replicaHost, replicaHosts, tierHost } from '../topology.js';

/** Certificate of the nodes; CockroachDB wants the name `node`. The load balancer passes TLS on, so its name is in it too. */
export function nodeCertificate(nodes: number): CertificateRequest {
  return {
    commonName: 'node',
    names: [
      tierHost('cockroach'),
      tierHost('cockroach-lb'),
      nodesHost('cockroach-lb'),
      replicaHost('cockroach-lb', 0),
      nodesHost('cockroach'),
      ...replicaHosts('cockroach', nodes),
      'localhost',
      '127.0.0.1',
    ],
    uses: ['server', 'client'],
  };
}

/** Secret files with which `cockroach --certs-dir=/secrets` logs in as a user. */
export function clientCertificate(user: string): Record<string, Secret> {
  const request: CertificateRequest = { commonName: user, names: [], uses: ['client'] };
  return {
    'ca.crt': { kind: 'authority' },
    [`client.${user}.crt`]: { kind: 'certificate', request },
    [`client.${user}.key`]: { kind: 'private-key', request },
  };
}
