import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { askInPlaintext, plaintextFault } from '../../smoke/probes/plaintext.js';

describe('an answer without TLS', () => {
  it.each([
    ['postgres', 'R\0\0\0\u0008\0\0\0\0', 'went on to the login without TLS'],
    ['postgres', 'ESFATAL\0', undefined],
    ['postgres', '', undefined],
    ['redis', '+PONG\r\n', 'answered "+PONG"'],
    ['redis', '-NOAUTH Authentication required.\r\n', 'answered "-NOAUTH Authentication required."'],
    ['redis', '\u0015\u0003\u0003\0\u0002\u0002F', undefined],
    ['https', 'HTTP/1.1 200 OK\r\n\r\n', 'answered HTTP 200 without TLS'],
    ['https', 'HTTP/1.1 401 Unauthorized\r\n\r\n', 'answered HTTP 401 without TLS'],
    ['https', 'HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.', undefined],
    ['https', 'HTTP/1.1 307 Temporary Redirect\r\nLocation: https://localhost/\r\n\r\n', undefined],
    [
      'https',
      'HTTP/1.1 307 Temporary Redirect\r\nLocation: http://localhost/\r\n\r\n',
      'answered HTTP 307 without TLS',
    ],
  ] as const)('of %s, %j, is judged: %s', (speaks, answer, fault) => {
    expect(plaintextFault(speaks, Buffer.from(answer, 'latin1'))).toBe(fault);
  });
});

describe('asking without TLS', () => {
  let server: Server;
  afterEach(() => server.close());

  async function serve(onSocket: (socket: Socket) => void) {
    server = createServer(onSocket);
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return { host: '127.0.0.1', port: (server.address() as AddressInfo).port, speaks: 'redis' } as const;
  }

  it('sends the greeting and gives the answer', async () => {
    const endpoint = await serve((socket) => socket.on('data', (data) => socket.end(`+${data.toString()}`)));
    expect((await askInPlaintext(endpoint)).toString()).toBe('+PING\r\n');
  });

  it('takes a hang-up for no answer', async () => {
    const endpoint = await serve((socket) => socket.on('data', () => socket.destroy()));
    expect(await askInPlaintext(endpoint)).toEqual(Buffer.alloc(0));
  });

  it('takes silence for no answer', async () => {
    const endpoint = await serve(() => undefined);
    expect(await askInPlaintext(endpoint, 100)).toEqual(Buffer.alloc(0));
  });

  it('throws when nobody listens', async () => {
    const endpoint = await serve(() => undefined);
    await new Promise((resolve) => server.close(resolve));
    await expect(askInPlaintext(endpoint)).rejects.toThrow('ECONNREFUSED');
  });
});
