import type { CertificateRequest } from '../secret.js';
import { replicaHosts, tierHost, type TierName } from '../topology.js';

type MonitoringTier = Extract<TierName, 'redis-exporter' | 'pgbouncer-exporter' | 'prometheus' | 'grafana'>;

/** The certificate of a monitoring tier: it serves with it, and shows it to the tiers that it reads. */
export function monitoringCertificate(tier: MonitoringTier, replicas = 1): CertificateRequest {
  return {
    commonName: tier,
    names: [tierHost(tier), ...replicaHosts(tier, replicas), 'localhost', '127.0.0.1'],
    uses: ['server', 'client'],
  };
}
