import { randomUUID } from 'node:crypto';
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DescribedAnswers } from './backing/described-answers.js';
import type { Answer } from './backing/https-client.js';
import { entitySample, playerSample, samples } from './backing/sample-rows.js';
import { startService } from './backing/service.js';
import type { Service } from './backing/service.js';

let service: Service;
let api: DescribedAnswers;

beforeAll(async () => {
  service = await startService();
  api = await DescribedAnswers.of(service.client);
}, 60_000);

afterAll(async () => service.stop(), 60_000);

const send = async (method: string, path: string, body: unknown, headers = {}): Promise<Answer> =>
  await api.ask(method, path, { headers, body: JSON.stringify(body) });
const json = ({ body }: Answer) => JSON.parse(body) as Record<string, never>;

it('the document is OpenAPI 3.1', async () => {
  const { valid, errors } = await new Validator().validate({ ...api.document });
  expect({ valid, errors }).toMatchObject({ valid: true });
});

describe.each(samples)('$plural', ({ plural, key, newKey, row, values, changes: [one, other] }) => {
  it('are created, read, changed and deleted by their version', async () => {
    const id = newKey();
    const path = `/v1/${plural}/${encodeURIComponent(id)}`;
    expect((await api.ask('GET', path)).status).toBe(404);
    const created = await send('PUT', path, values, { 'if-none-match': '*' });
    const tag = String(created.headers['etag']);
    expect({ ...created, body: json(created) }).toMatchObject({ status: 201, body: { [key]: id } });
    expect(tag).toBe(`"${json(created)['version']}"`);
    expect((await send('PUT', path, values, { 'if-none-match': '*' })).status).toBe(412);
    const read = await api.ask('GET', path);
    expect({ ...read, body: json(read) }).toMatchObject({ status: 200, headers: { etag: tag }, body: { [key]: id } });
    const unchanged = await api.ask('GET', path, { headers: { 'if-none-match': `W/"1", ${tag}` } });
    expect(unchanged).toMatchObject({ status: 304, body: '', headers: { etag: tag } });

    const changed = await send('PATCH', path, one, { 'if-match': tag });
    const newTag = String(changed.headers['etag']);
    const late = await send('PATCH', path, other, { 'if-match': tag });
    expect({ status: late.status, ...json(late) }).toMatchObject({ status: 412, code: 'PRECONDITION_FAILED' });
    expect((await send('PUT', path, values, { 'if-match': tag })).status).toBe(412);
    expect((await api.ask('DELETE', path, { headers: { 'if-match': tag } })).status).toBe(412);
    expect((await api.ask('GET', path)).headers['etag']).toBe(newTag);
    expect((await send('PUT', path, values, { 'if-match': '*' })).status).toBe(200);
    expect((await send('PUT', path, values)).status).toBe(200);
    expect((await send('PATCH', path, other)).status).toBe(200);

    expect((await api.ask('DELETE', path)).status).toBe(204);
    expect((await api.ask('DELETE', path)).status).toBe(404);
    expect((await send('PATCH', path, one)).status).toBe(404);
    for (const match of ['*', tag]) {
      expect((await api.ask('DELETE', path, { headers: { 'if-match': match } })).status).toBe(412);
      expect((await send('PUT', path, values, { 'if-match': match })).status).toBe(412);
    }
  });

  it('are written in batches, all or none', async () => {
    const keys = [newKey(), newKey()] as const;
    const batch = async (what: string, body: object): Promise<Answer> =>
      await send('POST', `/v1/batch/${plural}/${what}`, body);
    const rows = keys.map((id) => row(id));
    const [version] = json(await batch('create', { rows }))['versions'] as unknown as string[];
    const again = await batch('create', { rows: [row(newKey()), ...rows] });
    expect({ status: again.status, ...json(again) }).toMatchObject({ status: 409, code: 'ALREADY_EXISTS' });
    const change = (...expected: unknown[]) => ({
      changes: expected.map((of, index) => ({ key: keys[index], change: one, expected: of })),
    });
    expect((await batch('change', change(version, '1'))).status).toBe(409);
    expect((await batch('change', change(version))).status).toBe(200);
    expect((await batch('change', { changes: [{ key: newKey(), change: one }] })).status).toBe(404);
    const found = json(await batch('get', { keys: [...keys, newKey()] }))['rows'];
    expect(found).toMatchObject([{ ...one, version: String(BigInt(version ?? 0) + 1n) }, { [key]: keys[1] }, null]);
    expect((await batch('put', { rows })).status).toBe(200);
    expect((await batch('put', { rows: [...rows, ...rows] })).status).toBe(400);
    expect((await batch('delete', { keys: [...keys, newKey()] })).status).toBe(404);
    expect((await batch('delete', { keys })).status).toBe(204);
    expect(json(await batch('get', { keys }))['rows']).toEqual([null, null]);
  });
});

it('a condition that cannot be honoured is refused', async () => {
  const path = '/v1/regions/6_6_6';
  const tag = String((await send('PUT', path, {})).headers['etag']);
  for (const never of ['"x"', `W/${tag}`, '""'])
    expect((await send('PATCH', path, { playerCount: 1 }, { 'if-match': never })).status).toBe(412);
  for (const odd of ['x', '"1", "2"', '"1', ''])
    expect((await send('PATCH', path, { playerCount: 1 }, { 'if-match': odd })).status, odd).toBe(400);
  expect((await send('PUT', path, {}, { 'if-match': tag, 'if-none-match': '*' })).status).toBe(400);
  expect((await send('PUT', path, {}, { 'if-none-match': tag })).status).toBe(400);
  expect((await api.ask('DELETE', path, { headers: { 'if-none-match': '*' } })).status).toBe(400);
  const keys = { keys: ['6_6_6'] };
  expect((await send('POST', '/v1/batch/regions/delete', keys, { 'if-match': tag })).status).toBe(400);
  expect((await api.ask('GET', path)).headers['etag']).toBe(tag);
});

it('of writers that saw the same version one wins', async () => {
  const path = '/v1/regions/7_7_7';
  const tag = String((await send('PUT', path, {})).headers['etag']);
  const answers = await Promise.all(
    Array.from({ length: 8 }, async (_, playerCount) => send('PATCH', path, { playerCount }, { 'if-match': tag })),
  );
  expect(answers.map(({ status }) => status).filter((status) => status === 200)).toHaveLength(1);
  expect(answers.map(({ status }) => status).filter((status) => status === 412)).toHaveLength(7);
});

it('pages reach every row once', async () => {
  const ids = Array.from({ length: 7 }, () => randomUUID()).toSorted();
  await send('POST', '/v1/batch/entities/create', {
    rows: ids.map((id) => entitySample.row(id, { regionId: '3_3_3' })),
  });
  const names = ['a:b', 'ä ö', '名前', '😀', '{"'].toSorted((one, other) =>
    Buffer.compare(Buffer.from(one), Buffer.from(other)),
  );
  await send('POST', '/v1/batch/players/put', {
    rows: names.map((name) => playerSample.row(name, { regionId: '3_3_3' })),
  });
  const at = [-1, 0, 1].map((x) => ({ x, y: '5', z: 5, ownerServerId: 77 }));
  await send('POST', '/v1/batch/regions/put', { rows: at });
  const lists = [
    ['/v1/regions/3_3_3/entities?type=tree&', 'id', ids],
    ['/v1/regions/3_3_3/entities/newest?', 'id', ids.toReversed()],
    ['/v1/entities?changedSince=2026-01-01T00:00:00Z&', 'id', undefined],
    ['/v1/regions/3_3_3/players?', 'username', names],
    ['/v1/players?activeSince=2026-11-24T09:00:00%2B00:00&', 'username', names],
    ['/v1/regions?min=-8_5_5&max=8_5_5&', 'id', ['-1_5_5', '0_5_5', '1_5_5']],
    ['/v1/regions?min=-8000_5_5&max=8000_5_5&active=true&', 'id', ['-1_5_5', '0_5_5', '1_5_5']],
    ['/v1/servers/77/regions?', 'id', ['-1_5_5', '0_5_5', '1_5_5']],
  ] as const;
  for (const [path, key, wanted] of lists) {
    const found: string[] = [];
    let after: string | null = null;
    do {
      const cursor: string = after === null ? '' : `&after=${encodeURIComponent(after)}`;
      const page = json(await api.ask('GET', `${path}limit=2${cursor}`)) as unknown as {
        rows: Record<string, string>[];
        next: string | null;
      };
      found.push(...page.rows.map((row) => row[key] ?? ''));
      after = page.next;
    } while (after !== null);
    expect(new Set(found).size, path).toBe(found.length);
    expect(found, path).toEqual(wanted ?? found);
  }
  const places = json(await send('POST', '/v1/batch/players/positions', { keys: ['😀', 'nobody'] }));
  expect(places['places']).toMatchObject([{ positionZ: 1e300 }, null]);
});

it('an id of the caller comes back, and one is made where there is none', async () => {
  const id = async (given?: string) =>
    (await api.ask('GET', '/v1/regions/0_0_0', { headers: given === undefined ? {} : { 'x-request-id': given } }))
      .headers['x-request-id'];
  expect(await id('game-7.42')).toBe('game-7.42');
  for (const odd of ['two words', 'x'.repeat(65), 'a"b', undefined]) expect(await id(odd)).toMatch(/^[0-9a-f-]{36}$/);
  const { body, headers } = await api.ask('GET', '/v1/regions/9_9_9', { headers: { 'x-request-id': 'n-1' } });
  expect({ body: JSON.parse(body) as unknown, headers }).toMatchObject({
    headers: { 'content-type': 'application/problem+json', 'x-state-source': 'database' },
    body: {
      type: 'urn:planetary-survival:problem:not-found',
      ...{ title: 'Not Found', status: 404, code: 'NOT_FOUND', source: 'database' },
      ...{ instance: 'urn:request:n-1', detail: 'region 9_9_9 does not exist' },
    },
  });
});

it('every operation was asked here, and answered as it should', () => {
  const wanted = Object.entries(api.document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  );
  const asked = new Set([...api.seen].filter((one) => /2\d\d$/.test(one)).map((one) => one.replace(/ \d+$/, '')));
  expect(wanted.filter((one) => !asked.has(one))).toEqual([]);
});
