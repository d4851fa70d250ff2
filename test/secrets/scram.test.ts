import { createHash, createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { scramVerifier } from '../../secrets/scram.js';
import { testVault } from './fixture.js';

// RFC 7677, section 3: the password is "pencil".
const salt = 'W22ZaJ0SNY7soEsUEjb6gQ==';
const nonces = 'rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0';
const authMessage = `n=user,r=rOprNGfwEbeRWgbNEkqO,r=${nonces},s=${salt},i=4096,c=biws,r=${nonces}`;
const clientProof = 'dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=';
const serverSignature = '6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=';

test('with its verifier a server accepts the proof of RFC 7677 and gives its signature', () => {
  const verifier = scramVerifier('pencil', Buffer.from(salt, 'base64'), 4096);
  const [, head, keys] = verifier.split('$');
  const [storedKey, serverKey] = (keys ?? '').split(':').map((key) => Buffer.from(key, 'base64'));
  const signature = createHmac('sha256', storedKey ?? '')
    .update(authMessage)
    .digest();
  const clientKey = Buffer.from(clientProof, 'base64').map((byte, index) => byte ^ (signature[index] ?? 0));

  expect(head).toBe(`4096:${salt}`);
  expect(createHash('sha256').update(clientKey).digest()).toEqual(storedKey);
  expect(
    createHmac('sha256', serverKey ?? '')
      .update(authMessage)
      .digest('base64'),
  ).toBe(serverSignature);
});

test('a kept verifier has the form and the cost that CockroachDB leaves alone', async () => {
  const { scram } = (await testVault()).password('database-app');

  expect(scram).toMatch(/^SCRAM-SHA-256\$10610:[A-Za-z0-9+/]{22}==\$[A-Za-z0-9+/]{43}=:[A-Za-z0-9+/]{43}=$/);
});
