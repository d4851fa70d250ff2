import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type ConnectionOptions, type SecureVersion } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { redisRequest, testVault } from './fixture.js';
import type { KeyPair } from '../../secrets/pem.js';
import type { Vault } from '../../secrets/vault.js';

test.each<SecureVersion>(['TLSv1.2', 'TLSv1.3'])(
  'server and client trust each other by the certificates (%s)',
  async (version) => {
    const vault = await testVault();
    const port = await serve(vault);
    const { certificate: cert, privateKey: key } = await vault.certificate(prometheus);

    const answer = await ask(port, {
      ca: vault.authority,
      servername: 'redis-1.redis-nodes',
      cert,
      key,
      minVersion: version,
      maxVersion: version,
    });

    expect(answer).toBe(`hello prometheus by ${version}`);
  },
);

test('a client refuses the server under a name that its certificate lacks', async () => {
  const vault = await testVault();
  const { certificate: cert, privateKey: key } = await vault.certificate(prometheus);
  const asked = ask(await serve(vault), { ca: vault.authority, servername: 'state', cert, key });

  await expect(asked).rejects.toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
});

test('a client refuses the server of another stack', async () => {
  const vault = await testVault();
  const { certificate: cert, privateKey: key } = await vault.certificate(prometheus);
  const asked = ask(await serve(vault), { ca: (await testVault()).authority, servername: 'redis', cert, key });

  await expect(asked).rejects.toMatchObject({ code: 'SELF_SIGNED_CERT_IN_CHAIN' });
});

test('a server refuses a client of another stack, and one whose certificate is for servers only', async () => {
  const vault = await testVault();
  const port = await serve(vault);
  const foreign = await (await testVault()).certificate(prometheus);
  const wrongUse = await vault.certificate({ ...redisRequest, commonName: 'server-only', uses: ['server'] });
  const asked = ({ certificate: cert, privateKey: key }: KeyPair) =>
    ask(port, { ca: vault.authority, servername: 'redis', cert, key });

  expect(await asked(foreign)).toBe('refused: UNABLE_TO_VERIFY_LEAF_SIGNATURE');
  expect(await asked(wrongUse)).toBe('refused: INVALID_PURPOSE');
});

const prometheus = { commonName: 'prometheus', names: [], uses: ['client'] } as const;

/** A server that asks for a client certificate and greets its owner, or says why not; returns its port. */
async function serve(vault: Vault): Promise<number> {
  const { certificate: cert, privateKey: key } = await vault.certificate(redisRequest);
  const options = { cert, key, ca: vault.authority, requestCert: true, rejectUnauthorized: false };
  const server = createServer(options, (socket) => {
    socket.on('error', () => undefined);
    const greeting = `hello ${String(socket.getPeerCertificate().subject.CN)} by ${socket.getProtocol()}`;
    socket.end(socket.authorized ? greeting : `refused: ${String(socket.authorizationError)}`);
  });
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

async function ask(port: number, options: ConnectionOptions): Promise<string> {
  const socket = connect({ ...options, host: '127.0.0.1', port });
  socket.setEncoding('utf8');
  let answer = '';
  for await (const chunk of socket) answer += String(chunk);
  return answer;
}
