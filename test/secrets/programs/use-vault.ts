// Opens a vault and writes secret files, as one of several processes at once; prints what it got.
import { join } from 'node:path';
import { materialise } from '../../../secrets/materialise.js';
import { openVault } from '../../../secrets/vault.js';

const stack = process.argv[2] ?? '';
const startAt = Number(process.argv[3]);
const request = { commonName: 'redis', names: ['redis'], uses: ['server'] } as const;

await new Promise((resolve) => setTimeout(resolve, startAt - Date.now()));
const vault = await openVault({ directory: join(stack, 'vault'), now: () => new Date(Number(process.argv[4])) });
const got = [vault.authority, await vault.certificate(request), vault.password('redis-app')];
await materialise({
  vault,
  directory: join(stack, 'secrets'),
  userId: 10_001,
  requests: [
    {
      tier: 'redis',
      secrets: {
        'tls.crt': { kind: 'certificate', request },
        'tls.key': { kind: 'private-key', request },
        password: { kind: 'password', password: 'redis-app' },
        verifier: { kind: 'text', passwords: ['redis-app'], render: (password) => password('redis-app').scram },
      },
    },
  ],
});
process.stdout.write(JSON.stringify(got));
