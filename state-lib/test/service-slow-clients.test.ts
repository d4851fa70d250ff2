import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:https';
import { connect as connectTcp } from 'node:net';
import type { Socket } from 'node:net';
import { connect } from 'node:tls';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { entitySample } from './backing/sample-rows.js';
import { startService } from './backing/service.js';
import type { Service } from './backing/service.js';
import { until } from './backing/until.js';

let service: Service;

beforeAll(async () => {
  service = await startService({
    handshakeTimeoutMs: 2_000,
    headersTimeoutMs: 2_000,
    requestTimeoutMs: 6_000,
    idleTimeoutMs: 1_500,
  });
}, 60_000);

afterAll(async () => service.stop(), 60_000);

async function connected(): Promise<Socket> {
  const { port, ca } = service.client.options();
  const socket = connect({ host: '127.0.0.1', port, ca });
  await once(socket, 'secureConnect');
  return socket;
}

/** Sends `text` and then a byte every 50 ms; gives what came until the connection was closed, and after how long. */
async function drip(socket: Socket, text: string): Promise<{ answer: string; milliseconds: number }> {
  const start = performance.now();
  let answer = '';
  socket.on('data', (chunk) => (answer += String(chunk))).on('error', () => {});
  socket.write(text);
  const timer = setInterval(() => socket.write('x'), 50);
  await once(socket, 'close');
  clearInterval(timer);
  return { answer, milliseconds: performance.now() - start };
}

const head = 'PUT /v1/regions/0_0_0 HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer api\r\n';

it('who sends headers slowly is told so and cut', async () => {
  const { answer, milliseconds } = await drip(await connected(), `${head}x-slow: `);
  expect(milliseconds).toBeGreaterThan(1_900);
  // Before the time of the whole request is over.
  expect(milliseconds).toBeLessThan(5_900);
  expect(answer).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\ncontent-type: application\/problem\+json\r\n/);
  expect(answer).toContain('"code":"REQUEST_TIMEOUT"');
});

it('who sends a body slowly is cut', async () => {
  const text = `${head}content-type: application/json\r\ncontent-length: 1000\r\n\r\n{"a":"`;
  const { answer, milliseconds } = await drip(await connected(), text);
  expect(milliseconds).toBeGreaterThan(5_900);
  expect(milliseconds).toBeLessThan(30_000);
  expect(answer).not.toContain(' 200 ');
});

it('who connects and does not speak TLS is cut', async () => {
  const socket = connectTcp(service.port, '127.0.0.1').resume();
  const start = performance.now();
  await once(socket, 'close');
  expect(performance.now() - start).toBeLessThan(30_000);
});

it('who speaks no HTTP is answered with a problem', async () => {
  const { answer } = await drip(await connected(), 'EHLO\r\n\r\n');
  expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\ncontent-type: application\/problem\+json\r\n/);
});

it('who does not take an answer is cut', async () => {
  const payload = 'x'.repeat(100_000);
  for (let batch = 0; batch < 8; batch += 1) {
    const rows = Array.from({ length: 10 }, () => entitySample.row(randomUUID(), { regionId: 'large', payload }));
    const body = JSON.stringify({ rows });
    expect((await service.client.ask('POST', '/v1/batch/entities/create', { token: 'api', body })).status).toBe(200);
  }
  const socket = await connected();
  // More than the kernel's buffers take.
  const answers = 6;
  const ask = 'GET /v1/regions/large/entities HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer api\r\n\r\n';
  let taken = 0;
  socket.on('data', (chunk: Buffer) => (taken += chunk.length)).on('error', () => {});
  socket.write(ask.repeat(answers));
  const [first] = (await once(socket, 'data')) as [Buffer];
  expect(String(first)).toContain('HTTP/1.1 200 OK');
  socket.pause();
  await new Promise((resolve) => setTimeout(resolve, 4_000));
  const length = Number(/content-length: (\d+)/.exec(String(first))?.[1]);
  socket.resume();
  await once(socket, 'close');
  expect(taken).toBeLessThan(answers * length);
});

it('who leaves does not wait for a connection of the database any more', async () => {
  const metric = async (name: string): Promise<number> => {
    const { body } = await service.client.ask('GET', '/metrics', { token: 'scrape' });
    return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(body)?.[1]);
  };
  await service.backing.pgbouncer.pause();
  const headers = { authorization: 'Bearer api' };
  const path = '/v1/servers/1/regions';
  const sent = Array.from({ length: 15 }, () => request({ ...service.client.options(), path, headers }));
  for (const one of sent) one.on('error', () => {}).end();
  await until(async () => expect(await metric('db_pool_waiting')).toBe(5));
  for (const one of sent) one.destroy();
  await until(async () => expect(await metric('db_pool_waiting')).toBe(0), 5_000);
  await service.backing.pgbouncer.unpause();
  expect((await service.client.ask('GET', path, { token: 'api' })).status).toBe(200);
});
