import { join } from 'node:path';
import { expect, test } from 'vitest';
import { certificateFacts, describeCertificates } from '../../secrets/describe-certificates.js';
import { materialise } from '../../secrets/materialise.js';
import { days, redisRequest, temporaryFolder, testVault } from './fixture.js';

const made = new Date('2026-11-24T12:00:00Z');
const after = (count: number) => new Date(made.getTime() + days(count));

test('every certificate of every tier is described, the first to end before the others', async () => {
  const vault = await testVault({ now: () => made });
  const directory = join(temporaryFolder(), 'secrets');
  const root = { commonName: 'root', names: [], uses: ['client'] } as const;
  await materialise({
    vault,
    directory,
    userId: 10_001,
    requests: [
      {
        tier: 'redis',
        secrets: { 'ca.crt': { kind: 'authority' }, 'tls.pem': { kind: 'certificate-and-key', request: redisRequest } },
      },
      {
        tier: 'init',
        secrets: {
          'root.crt': { kind: 'certificate', request: root },
          'root.key': { kind: 'private-key', request: root },
        },
      },
    ],
  });

  const leaf = { notAfter: after(365), daysLeft: 65, state: 'valid' };
  expect(describeCertificates(directory, after(300))).toEqual([
    { tier: 'init', file: 'root.crt', commonName: 'root', names: [], uses: ['client'], ...leaf },
    {
      tier: 'redis',
      file: 'tls.pem',
      commonName: 'redis',
      names: ['redis', 'redis-0.redis-nodes', 'redis-1.redis-nodes', 'localhost', '127.0.0.1', '0:0:0:0:0:0:0:1'],
      uses: ['server', 'client'],
      ...leaf,
    },
    {
      tier: 'redis',
      file: 'ca.crt',
      commonName: expect.stringMatching(/^Planetary Survival authority [0-9a-f]{8}$/),
      names: [],
      uses: ['authority'],
      notAfter: after(3650),
      daysLeft: 3350,
      state: 'valid',
    },
  ]);
});

test.each([
  [335, 30, 'valid'],
  [335.1, 29, 'expiring'],
  [364.9, 0, 'expiring'],
  [365, 0, 'expired'],
  [365.1, -1, 'expired'],
])('after %d days a leaf has %d days left and is %s', async (age, daysLeft, state) => {
  const vault = await testVault({ now: () => made });
  const { certificate } = await vault.certificate(redisRequest);

  expect(certificateFacts(certificate, after(age))).toMatchObject([{ daysLeft, state }]);
});

test('a text without a certificate has no facts', () => {
  expect(certificateFacts('hunter2')).toEqual([]);
});
