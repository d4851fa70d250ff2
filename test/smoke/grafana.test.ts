import { describe, expect, it, onTestFinished } from 'vitest';
import type { IncomingMessage, RequestListener } from 'node:http';
import { grafanaHealthy } from '../../smoke/checks/inside/healthy-monitoring.js';
import { grafanaRefuses } from '../../smoke/checks/inside/refused-http.js';
import { deployed } from '../../smoke/deployed.js';
import { InsideContext, type InsideCheck } from '../../smoke/inside-context.js';
import { fakeTier, settings } from './fixture.js';

const given = ({ headers }: IncomingMessage): string =>
  Buffer.from(headers.authorization?.replace('Basic ', '') ?? '', 'base64').toString();

async function ask(check: InsideCheck, answer: RequestListener) {
  const { context, close } = await fakeTier('grafana', answer);
  onTestFinished(close);
  return await check.run(context);
}

describe('Grafana', () => {
  it('is healthy when its database is', async () => {
    const found = await ask(grafanaHealthy, (_, response) => response.end('{"database":"ok"}'));
    expect(found).toEqual({ status: 'passed', detail: '1 of 1: /api/health answers 200, with its database' });
  });

  it('is not healthy without its database, or without an answer', async () => {
    const without = await ask(grafanaHealthy, (_, response) => response.end('{"database":"failing"}'));
    expect(without).toEqual({ status: 'failed', detail: expect.stringMatching(/: its database is failing$/) });
    const down = await ask(grafanaHealthy, (_, response) => response.writeHead(503).end('starting'));
    expect(down).toEqual({ status: 'failed', detail: expect.stringMatching(/: \/api\/health answered 503 starting$/) });
  });

  it('refuses everybody who does not know the password', async () => {
    const found = await ask(grafanaRefuses, (_, response) => response.writeHead(401).end());
    expect(found).toEqual({ status: 'passed', detail: 'admin/admin, a wrong password and none' });
  });

  it.each([
    ['', 'a client without a password'],
    ['admin:admin', 'admin/admin'],
    ['admin:smoke-wrong-password', 'a wrong password'],
  ])('must not let %j in', async (credentials, who) => {
    const found = await ask(grafanaRefuses, (request, response) => {
      response.writeHead(given(request) === credentials ? 200 : 401).end('{}');
    });
    expect(found).toEqual({
      status: 'failed',
      detail: expect.stringContaining(`answered 200 to ${who} at /api/org, 401 expected`),
    });
  });

  it('is skipped where there is none, and why', async () => {
    const without = { ...settings, images: { ...settings.images, source: 'offline' as const } };
    const { context } = await fakeTier('grafana', () => undefined).then((fake) => (fake.close(), fake));
    const none = new InsideContext({ ...context.config, deployed: deployed(without) }, '');
    expect(await grafanaHealthy.run(none)).toEqual({
      status: 'skipped',
      detail: 'Grafana is not in the offline image set: Debian has no package of it',
    });
  });
});
