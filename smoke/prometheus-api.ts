import type { InsideContext } from './inside-context.js';
import { ask, basic } from './probes/http.js';

/** The data of one answer of Prometheus' API. Throws when it answers anything but success. */
export async function prometheusApi<T>(context: InsideContext, path: string): Promise<T> {
  const headers = basic(context.config.users.prometheus, context.password('prometheus-web'));
  const { status, body } = await ask(context.endpoint('prometheus', 'web'), context.trust, { path, headers });
  if (status !== 200) throw new Error(`${path} answered ${status} ${body.slice(0, 200)}`);
  return (JSON.parse(body) as { data: T }).data;
}
