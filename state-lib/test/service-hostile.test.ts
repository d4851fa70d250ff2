import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DescribedAnswers } from './backing/described-answers.js';
import type { Answer } from './backing/https-client.js';
import { playerSample } from './backing/sample-rows.js';
import { startService } from './backing/service.js';
import type { Service } from './backing/service.js';
import { until } from './backing/until.js';

const bodyLimitBytes = 300_000;
let service: Service;
let api: DescribedAnswers;

beforeAll(async () => {
  service = await startService({ bodyLimitBytes, requestsPerSecond: 2, proxies: ['loopback'] });
  api = await DescribedAnswers.of(service.client);
}, 60_000);

afterAll(async () => service.stop(), 60_000);

let clients = 0;

/** Asks as a client of its own, so that only the test of the rate is limited. */
async function send(method: string, path: string, body?: string | Buffer, more = {}): Promise<Answer> {
  const headers = { 'x-forwarded-for': `192.0.2.${(clients += 1)}`, ...more };
  return await api.ask(method, path, { headers, ...(body === undefined ? {} : { body }) });
}

const json = ({ body }: Answer) => JSON.parse(body) as Record<string, unknown>;
const region = '/v1/regions/0_0_0';
const entity = '/v1/entities/00000000-0000-4000-8000-000000000001';
const payload = (text: string): string => `{"regionId":"r","entityType":"t","position":0,"payload":${text}}`;

describe('JSON', () => {
  it.each([
    ['not JSON', region, '{'],
    ['text after it', region, '{} {}'],
    ['nothing', region, ''],
    ['NaN', entity, payload('NaN')],
    ['a prototype', region, '{"__proto__":{"isActive":true}}'],
    ['a prototype deep inside', entity, payload('{"a":[{"__proto__":1}]}')],
    ['a constructor', entity, payload('{"constructor":{"prototype":{"a":1}}}')],
    ['100,000 levels', entity, payload('['.repeat(100_000) + ']'.repeat(100_000))],
    ['65 levels', entity, payload('['.repeat(65) + ']'.repeat(65))],
    ['a number that is infinite', entity, payload('1e400')],
    ['NUL', entity, payload('"\\u0000"')],
    ['half a character', entity, payload('"\\ud800"')],
    ['NUL in a name of a field', entity, payload('{"\\u0000":1}')],
    ['bytes that are no UTF-8', entity, Buffer.from(payload('"\xff"'), 'latin1')],
    ['another shape', region, '[]'],
    ['null', region, 'null'],
    ['unknown fields', region, '{"player_count":1}'],
    ['a 64-bit integer that is not exact', region, '{"playerCount":9007199254740993}'],
    ['an integer above 64 bits', region, '{"playerCount":"9223372036854775808"}'],
    ['a fraction', region, '{"playerCount":0.5}'],
    ['a number as text in hexadecimal', region, '{"playerCount":"0x10"}'],
    ['coordinates of another region', region, '{"x":1}'],
  ])('%s is refused', async (_what, path, body) => {
    const answer = await send('PUT', path, body, { 'content-type': 'application/json' });
    expect({ status: answer.status, detail: json(answer)['detail'] }).toMatchObject({
      status: 400,
      detail: expect.stringMatching(/.{5}/) as string,
    });
  });

  it('says where each fault is', async () => {
    const rows = [{ x: 1, y: 2, z: 3 }, { x: 'a', y: 2, z: 3, isActive: 1 }, { 'a/~b': 1 }];
    const { body } = await send('POST', '/v1/batch/regions/put', JSON.stringify({ rows }));
    expect(JSON.parse(body)).toMatchObject({
      code: 'INVALID_INPUT',
      errors: expect.arrayContaining([
        { pointer: '#/rows/1/x', detail: expect.stringContaining('64-bit') as string },
        { pointer: '#/rows/1/isActive', detail: expect.stringContaining('boolean') as string },
        { pointer: '#/rows/2', detail: expect.stringContaining('a/~b') as string },
      ]) as unknown,
    });
  });

  it('of another type is refused', async () => {
    expect((await send('PUT', region, 'a=1', { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(
      415,
    );
  });

  it('of the deepest and strangest kind that is allowed comes back as it was', async () => {
    const strange = `{"a:b":${'['.repeat(60)}"\\ud83d\\ude00 \\u2028\\u0001"${']'.repeat(60)},"constructor":1,"":1e-300}`;
    expect((await send('PUT', entity, payload(strange))).status).toBe(200);
    expect(json(await send('GET', entity))['payload']).toEqual(JSON.parse(strange));
  });
});

describe('size', () => {
  it('above the limit is refused, announced or not', async () => {
    const large = `{"a":"${'x'.repeat(bodyLimitBytes)}"}`;
    expect((await send('PUT', region, large)).status).toBe(413);
    expect((await send('PUT', region, large, { 'transfer-encoding': 'chunked' })).status).toBe(413);
    const rows = Array.from({ length: 1_001 }, (_, x) => ({ x, y: 0, z: 0 }));
    expect((await send('POST', '/v1/batch/regions/put', JSON.stringify({ rows }))).status).toBe(400);
    for (const limit of ['0', '1001', '1.5', 'x', '', '1&limit=2'])
      expect((await send('GET', `/v1/servers/1/regions?limit=${limit}`)).status, limit).toBe(400);
  });

  it('of headers is bounded', async () => {
    const answer = await service.client.ask('GET', '/healthz', { headers: { 'x-large': 'x'.repeat(20_000) } });
    expect(answer).toMatchObject({ status: 431, headers: { 'content-type': 'application/problem+json' } });
  });
});

describe('names', () => {
  it.each(['a:b', ' ', 'ps:player:x', '*', '..', '%2f', '😀'.repeat(64), "';--", '"', 'ａ\u0301', 'batch'])(
    '%j is one',
    async (name) => {
      const path = `/v1/players/${encodeURIComponent(name).replaceAll('.', '%2e')}`;
      const { username, ...body } = playerSample.row(name);
      expect((await send('PUT', path, JSON.stringify(body))).status).toBe(200);
      expect(json(await send('GET', path))).toMatchObject({ username, positionX: 0.5 });
    },
  );

  it.each(['x'.repeat(10_000), '€'.repeat(1_000), 'x'.repeat(65), '\0'])('one of %# is not', async (name) => {
    const encoded = encodeURIComponent(name);
    const answers = [
      await send('GET', `/v1/players/${encoded}`),
      await send('GET', `/v1/regions/${encoded}/players`),
      await send('GET', `/v1/regions/1_1_1/players?after=${encoded}`),
      await send('POST', '/v1/batch/players/get', JSON.stringify({ keys: ['x', name] })),
    ];
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400]);
    expect(answers.map((answer) => JSON.stringify(json(answer)['errors']).slice(0, 40))).toEqual([
      expect.stringContaining('"parameter":"username"'),
      expect.stringContaining('"parameter":"id"'),
      expect.stringContaining('"parameter":"after"'),
      expect.stringContaining('"pointer":"#/keys/1"'),
    ]);
  });

  it('that are no UTF-8, and routes that are not there, are problems', async () => {
    for (const [method, path, status] of [
      ['GET', '/v1/players/%ff', 400],
      ['GET', '/v1/nothing', 404],
      ['POST', region, 404],
    ] as const) {
      const answer = await service.client.ask(method, path, { token: 'api' });
      const type = 'application/problem+json';
      expect({ path, ...answer }).toMatchObject({ path, status, headers: { 'content-type': type } });
    }
  });
});

it('coordinates reach to the limits of 64 bits, and not beyond', async () => {
  const [low, high] = [-(2n ** 63n), 2n ** 63n - 1n];
  for (const at of [low, high]) {
    expect((await send('PUT', `/v1/regions/${at}_${at}_${at}`, '{}')).status).toBe(200);
    expect(json(await send('GET', `/v1/regions/${at}_${at}_${at}`))).toMatchObject({ x: String(at), z: String(at) });
  }
  const whole = `min=${low}_${low}_${low}&max=${high}_${high}_${high}`;
  expect(json(await send('GET', `/v1/regions?${whole}`))['rows']).toHaveLength(2);
  const corner = `min=${high}_${high}_${high - 1n}&max=${high}_${high}_${high}`;
  expect(json(await send('GET', `/v1/regions?${corner}`))['rows']).toHaveLength(1);
  for (const id of [`0_0_${high + 1n}`, `0_0_${low - 1n}`, '0_0', '0_0_00', '0_0_-0', '0_0_1e3', ' 0_0_0'])
    expect((await send('GET', `/v1/regions/${encodeURIComponent(id)}`)).status, id).toBe(400);
  expect((await send('GET', `/v1/regions?min=0_0_1&max=0_0_0`)).status).toBe(400);
  expect((await send('GET', `/v1/servers/${high + 1n}/regions`)).status).toBe(400);
});

it('cursors of another list are refused', async () => {
  const time = encodeURIComponent('2026-01-01T00:00:00Z not-a-uuid');
  for (const path of [
    '/v1/regions/0_0_0/entities?after=x',
    '/v1/regions/0_0_0/entities/newest?after=x',
    `/v1/entities?changedSince=2026-01-01T00:00:00Z&after=${time}`,
    `/v1/entities?changedSince=2026-01-01T00:00:00Z&after=2026-99-01T00:00:00Z%2000000000-0000-4000-8000-000000000001`,
    '/v1/entities?changedSince=yesterday',
    '/v1/regions?min=0_0_0&max=1_1_1&after=x',
  ])
    expect((await send('GET', path)).status, path).toBe(400);
});

it('two tokens overlap while one is replaced', async () => {
  const status = async (token: string): Promise<number> =>
    (await api.ask('GET', region, { token, headers: { 'x-forwarded-for': `198.51.100.${(clients += 1)}` } })).status;
  expect(await Promise.all(['api', 'next'].map(status))).toEqual([404, 401]);
  service.write('token', 'api\nnext');
  await until(async () =>
    expect(await Promise.all(['api', 'next', 'nex', ''].map(status))).toEqual([404, 404, 401, 401]),
  );
  service.write('token', '');
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  expect(await Promise.all(['api', 'next'].map(status))).toEqual([404, 404]);
  service.write('token', 'next');
  await until(async () => expect(await Promise.all(['api', 'next'].map(status))).toEqual([401, 404]));
  service.write('token', 'api');
  await until(async () => expect(await status('api')).toBe(404));
});

it('who asks too often is refused and told when to come again, others are not', async () => {
  const headers = { 'x-forwarded-for': '203.0.113.7' };
  const start = performance.now();
  const ask = async (token: string): Promise<Answer> => await api.ask('GET', region, { token, headers });
  const answers = await Promise.all([...Array<string>(20).fill('api'), ...Array<string>(40).fill('wrong')].map(ask));
  const refused = answers.filter(({ status }) => status === 429);
  const filled = Math.ceil(((performance.now() - start) / 1_000) * 2);
  expect(refused.length).toBeLessThanOrEqual(40);
  expect(refused.length).toBeGreaterThanOrEqual(40 - filled);
  const seconds = Number(refused.at(-1)?.headers['retry-after']);
  expect(seconds).toBeGreaterThanOrEqual(1);
  expect((await send('GET', region)).status).toBe(404);
  await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
  expect((await ask('api')).status).toBe(404);
});

it('a batch that reads one row many times is refused', async () => {
  const { status, body } = await send('POST', '/v1/batch/regions/get', JSON.stringify({ keys: ['1_2_3', '1_2_3'] }));
  expect(status).toBe(400);
  expect(body).toContain('twice');
});
