import fastify from 'fastify';
import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { answerFailure } from '../src/service/http/answer-failure.js';
import { routes } from '../src/service/http/routes.js';
import { operations } from '../src/service/operations/all.js';
import { openState } from '../src/state.js';
import type { State } from '../src/state.js';
import { lastingPrimary, startBacking } from './backing/stack.js';
import type { Backing } from './backing/stack.js';
import { shortTimes } from './backing/states.js';
import { until } from './backing/until.js';

const app = fastify();
let backing: Backing;
let state: State;

beforeAll(async () => {
  backing = await startBacking(lastingPrimary);
  const limits = { poolSize: 1, waitingLimit: 1, silenceMs: 1_500, connectTimeoutMs: 500 };
  const database = { ...backing.settings.database, ...limits };
  state = await until(async () => await openState({ ...backing.settings, database, coherence: shortTimes }));
  app.setErrorHandler(answerFailure);
  routes(app, state, operations);
  app.get('/slow', async () =>
    state.database.hold(async (client) => {
      await client.query("SET LOCAL statement_timeout = '100ms'; SELECT pg_sleep(10)");
    }),
  );
}, 60_000);

afterAll(async () => {
  await state.close();
  await backing.stop();
}, 60_000);

const list = async (): Promise<LightMyRequestResponse> => await app.inject('/v1/servers/1/regions');
const told = (answer: LightMyRequestResponse) => ({
  ...{ status: answer.statusCode, code: answer.json<{ code?: string }>().code },
  ...{ type: answer.headers['content-type'], wait: answer.headers['retry-after'] },
});
const type = 'application/problem+json';

it('more than may wait for the database is refused, and what waited is answered', async () => {
  let end = () => {};
  const held = state.database.hold(async () => await new Promise<void>((resolve) => (end = resolve)));
  const waits = list();
  await until(async () => expect(state.database.admission.waiting).toBe(1));
  expect(told(await list())).toEqual({ status: 503, code: 'OVERLOADED', type, wait: '1' });
  end();
  await held;
  expect((await waits).statusCode).toBe(200);
});

it('a write of which no answer comes is said to be unknown', async () => {
  await until(async () => expect((await list()).statusCode).toBe(200));
  await backing.pgbouncer.pause();
  const answer = await app.inject({ method: 'PUT', url: '/v1/regions/0_0_0', payload: {} });
  await backing.pgbouncer.unpause();
  expect(told(answer)).toEqual({ status: 502, code: 'AMBIGUOUS_WRITE', type, wait: undefined });
});

it('a read of which no answer comes may be tried again', async () => {
  await until(async () => expect((await list()).statusCode).toBe(200));
  await backing.pgbouncer.pause();
  const answer = await list();
  await backing.pgbouncer.unpause();
  expect(told(answer)).toEqual({ status: 503, code: 'CONNECTION_LOST', type, wait: '1' });
});

it('a statement that the database stops may be tried again', async () => {
  await until(async () => expect((await list()).statusCode).toBe(200));
  expect(told(await app.inject('/slow'))).toEqual({ status: 503, code: 'STATEMENT_TIMEOUT', type, wait: '1' });
});

it('without a database it is said that nothing was done', async () => {
  await backing.pgbouncer.kill();
  await until(async () => {
    expect(told(await list())).toEqual({ status: 503, code: 'DATABASE_UNREACHABLE', type, wait: '1' });
  });
});
