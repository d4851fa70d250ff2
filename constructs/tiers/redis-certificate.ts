import { redisUsers } from '../../templates/redis-users.js';
import type { CertificateRequest } from '../secret.js';
import { nodesHost, replicaHosts, tierHost, type TierName } from '../topology.js';

/** Certificate of Redis or of the Sentinels: they are servers, and clients of each other. */
export function redisCertificate(tier: TierName, replicas: number): CertificateRequest {
  const names = [tierHost(tier), nodesHost(tier), ...replicaHosts(tier, replicas), 'localhost', '127.0.0.1'];
  return { commonName: tier, names, uses: ['server', 'client'] };
}

/** A probe that asks for PONG as the probe user, or another one; `redis-cli -e` fails on an error reply too. */
export function redisPing(port: number, user: string, passwordFile: string): string[] {
  const script =
    `exec redis-cli -e --no-auth-warning --user ${user} --askpass ` +
    `--tls --cacert /secrets/ca.crt --sni localhost -h localhost -p ${port} ping < ${passwordFile}`;
  return ['/bin/sh', '-c', script];
}

export const probeUser = redisUsers.probe;
