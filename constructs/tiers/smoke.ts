import type { Settings } from '../../config/schema.js';
import { smokeConfig } from '../../smoke/config.js';
import { deployedTiers } from '../../smoke/deployed.js';
import { smokePasswords } from '../../smoke/inside-context.js';
import { databaseUsers } from '../../templates/sql/bootstrap.js';
import type { CertificateRequest } from '../secret.js';
import { configDirectory, type Task } from '../workload.js';
import { clientCertificate } from './cockroach-certificates.js';

/** Shown to exporters and load balancers, which let in who is known to the stack's authority. */
const request: CertificateRequest = { commonName: 'smoke', names: [], uses: ['client'] };

/**
 * The smoke checks that look from inside, run once everything else is up; a failed check fails the deploy. `bundle` is their
 * program, as `bundleSmoke()` makes it.
 */
export function smokeTask(settings: Settings, bundle: string): Task {
  return {
    task: 'smoke',
    image: 'node',
    command: ['node', '--max-old-space-size=128', `${configDirectory}/smoke.cjs`],
    args: [],
    env: { NODE_ENV: 'production' },
    files: {
      'smoke.cjs': bundle,
      'smoke.json': `${JSON.stringify(smokeConfig(settings), undefined, 2)}\n`,
    },
    secrets: {
      ...clientCertificate(databaseUsers.monitor),
      'tls.crt': { kind: 'certificate', request },
      'tls.key': { kind: 'private-key', request },
      ...Object.fromEntries(smokePasswords.map((password) => [password, { kind: 'password', password } as const])),
    },
    scratch: {},
    memoryMiB: 256,
    cpus: 1,
    after: [
      'cockroach-init',
      'cockroach-bootstrap',
      'cockroach-migrate',
      ...deployedTiers(settings).map(({ tier }) => tier),
    ],
    timeoutSeconds: 180,
  };
}
