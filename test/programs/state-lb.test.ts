import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stateLoadBalancer } from '../../constructs/tiers/state-lb.js';
import { Bench } from './bench.js';
import { docker } from './docker.js';
import { Client, fakeState, type Answer, type Request } from './fakes/index.js';
import { local } from './profiles.js';

// 40 × 10 s is more than all tests below send, but the one of the limit.
const settings = local({ loadBalancer: { requestsPerSecond: 40 }, state: { bodyLimitKiB: 4 } });
const workload = stateLoadBalancer(settings);
const names = { instances: ['state-0.state-nodes', 'state-1.state-nodes'], balancer: 'state-lb' } as const;

let bench: Bench;
let balancer: string;
let client: Client;

beforeAll(async () => {
  bench = await Bench.open({ network: { state: 2, 'state-lb': 1, prometheus: 1 } });
  for (const index of [0, 1]) await bench.start(fakeState(settings), index);
  balancer = await bench.start(workload);
  client = await Client.start(bench, settings);
  await bench.ready(workload, balancer);
  await bench.until(balancer, bothUp);
});
afterAll(async () => bench.close());

const ask = (request: Partial<Request>) => client.ask({ host: names.balancer, port: 8443, ...request });
const instance = (index: number, path: string) => client.ask({ host: names.instances[index] ?? '', port: 8443, path });

async function bothUp(): Promise<boolean> {
  const { body } = await client.ask({ host: names.balancer, port: 8404, path: '/metrics', certificate: true });
  return body.match(/^haproxy_server_status\{proxy="state",server="state-\d",state="UP"\} 1$/gm)?.length === 2;
}

/** How often the instances were asked something. */
async function times(what: string): Promise<number> {
  const bodies = await Promise.all([0, 1].map(async (index) => (await instance(index, '/seen')).body));
  return bodies
    .map((body) => (JSON.parse(body) as { seen: Record<string, number> }).seen[what] ?? 0)
    .reduce((one, other) => one + other);
}

/** A request that takes a while, once an instance has it. */
async function begun(milliseconds: number): Promise<{ readonly answer: Promise<Answer> }> {
  const before = await times('GET /slow');
  const answer = ask({ path: `/slow?ms=${milliseconds}` });
  await bench.until(balancer, async () => (await times('GET /slow')) > before);
  return { answer };
}

/** What an instance was sent of a request through the load balancer. */
async function received(request: Partial<Request>): Promise<Record<string, string>> {
  const { body } = await ask({ path: '/echo', ...request });
  return (JSON.parse(body) as { headers: Record<string, string> }).headers;
}

describe('a request', () => {
  test('gets a number, which the answer has too', async () => {
    const { headers, body } = await ask({ path: '/echo' });
    expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(body).toContain(`"x-request-id":"${headers['x-request-id']}"`);
  });

  test('keeps the number that it came with', async () => {
    const headers = { 'X-Request-Id': 'game-7.42' };
    expect((await received({ headers }))['x-request-id']).toBe('game-7.42');
  });

  test.each(['two words', 'x'.repeat(65), 'a"b', 'good, a"b'])('does not keep %j as its number', async (number) => {
    const sent = await received({ headers: { 'X-Request-Id': number } });
    expect(sent['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('says who sent it, not who it says sent it', async () => {
    const sent = await received({ headers: { 'X-Forwarded-For': '192.0.2.1' } });
    expect(sent['x-forwarded-for']).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
    expect(sent['x-forwarded-for']).not.toBe('192.0.2.1');
  });

  test('with too large a body is refused before an instance sees it', async () => {
    const body = 'x'.repeat(4_097);
    const { status, body: answer } = await ask({
      method: 'POST',
      path: '/large',
      headers: { 'Content-Length': 4_097 },
      body,
    });
    expect([status, JSON.parse(answer)]).toEqual([
      413,
      {
        type: 'urn:planetary-survival:problem:body-too-large',
        ...{ title: 'Body Too Large', status: 413, detail: 'from the load balancer', code: 'BODY_TOO_LARGE' },
        instance: expect.stringMatching(/^urn:request:[0-9a-f-]{36}$/) as string,
      },
    ]);
    const seen = await Promise.all([0, 1].map(async (index) => (await instance(index, '/seen')).body));
    expect(seen.join('')).not.toContain('/large');
  });
});

describe('an instance that takes a request and does not answer', () => {
  test('is not the last word on a read', async () => {
    expect((await ask({ path: '/drop-once' })).status).toBe(200);
    expect(await times('GET /drop-once')).toBeGreaterThan(1);
  });

  test('may have done a write, which is not sent again', async () => {
    for (let turn = 0; turn < 4; turn += 1) await ask({ method: 'POST', path: '/drop-once' });
    expect(await times('POST /drop-once')).toBe(4);
  });
});

test('an instance that is not ready gets nothing, and is asked again when it is', async () => {
  await instance(0, '/ready?is=false');
  await bench.until(balancer, async () => !(await bothUp()));
  const answers = await Promise.all(Array.from({ length: 6 }, async () => (await ask({ path: '/echo' })).body));
  expect(answers.filter((body) => body.includes('"instance":"state-1"'))).toHaveLength(6);
  await instance(0, '/ready?is=true');
  await bench.until(balancer, bothUp);
});

describe('metrics', () => {
  const metrics = (request: Partial<Request>) =>
    client.ask({ host: names.balancer, port: 8404, path: '/metrics', ...request });

  test('are for who has a certificate of the stack', async () => {
    expect((await metrics({ certificate: true })).status).toBe(200);
    expect((await metrics({ certificate: false })).status).toBe(0);
  });

  test('are all that there is', async () => {
    expect((await metrics({ certificate: true, path: '/' })).status).toBe(404);
  });
});

test('HUP takes a renewed certificate, and cuts nobody', async () => {
  const before = (await ask({ path: '/echo' })).names;
  const secret = workload.secrets['tls.pem'];
  if (secret?.kind !== 'certificate-and-key') throw new Error('tls.pem is no certificate');
  const request = { ...secret.request, names: [...secret.request.names, 'renewed'] };
  await bench.secrets('state-lb', { ...workload.secrets, 'tls.pem': { ...secret, request } });
  const slow = await begun(3_000);
  await docker('kill', '--signal=HUP', balancer);
  expect((await slow.answer).status).toBe(200);
  expect(before).not.toContain('renewed');
  await bench.until(balancer, async () => (await ask({ path: '/echo' })).names.includes('renewed'));
});

describe('the probe', () => {
  const probe = async () => (await bench.probe(workload, balancer)).exitCode;

  test('fails while no instance is ready', async () => {
    expect(await probe()).toBe(0);
    for (const index of [0, 1]) await instance(index, '/ready?is=false');
    await bench.until(balancer, async () => (await probe()) !== 0);
    const { status, headers, body } = await ask({ path: '/echo' });
    expect([status, headers['content-type']]).toEqual([503, 'application/problem+json']);
    expect(JSON.parse(body)).toMatchObject({ status: 503, code: 'SERVICE_UNAVAILABLE' });
    for (const index of [0, 1]) await instance(index, '/ready?is=true');
    await bench.ready(workload, balancer);
  });

  test('fails when HAProxy hangs', async () => {
    await bench.sh(balancer, 'kill -STOP $(pidof haproxy)');
    expect(await probe()).not.toBe(0);
    await bench.sh(balancer, 'kill -CONT $(pidof haproxy)');
    await bench.ready(workload, balancer);
  });
});

test('who asks too often is refused, and told when to come again', async () => {
  // One process on few connections: one for each request takes longer than the limit's time on a busy machine.
  const asked = await bench.sh(
    balancer,
    `wget -q -S -O /dev/null --no-check-certificate $(seq -f 'https://localhost:8443/echo?%g' 500) 2>&1 | grep -c ' 429 '`,
  );
  expect(Number(asked.output)).toBeGreaterThan(50);
  expect((await ask({ path: '/echo' })).status).toBe(200);
});

test('TERM lets a request end', async () => {
  await bench.until(balancer, bothUp);
  const slow = await begun(5_000);
  await docker('stop', '--time=20', balancer);
  expect((await slow.answer).status).toBe(200);
  const { output } = await docker('inspect', '--format={{.State.ExitCode}}', balancer);
  expect(output).toBe('0');
});
