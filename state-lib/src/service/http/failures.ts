import type * as z from 'zod';
import { InvalidInput, NotFound, StateError } from '../../errors.js';
import type { Origin } from '../../store/source.js';

/** The row is not as `If-Match` or `If-None-Match` say. Nothing was written. */
export class PreconditionFailed extends StateError {
  constructor(message: string, options?: ErrorOptions) {
    super('PRECONDITION_FAILED', message, options);
  }
}

/** There is no such row, says the cache or the database. */
export class NotThere extends NotFound {
  constructor(
    key: string,
    readonly source: Origin,
  ) {
    super(key);
  }
}

/** One fault of a request: where (JSON Pointer into the body, or the name of a parameter) and what. */
export interface Fault {
  readonly pointer?: string;
  readonly parameter?: string;
  readonly detail: string;
}

/** A request that does not fit its operation's schema, with every fault. */
export class InvalidRequest extends InvalidInput {
  constructor(readonly faults: readonly Fault[]) {
    super(faults.map(({ pointer, parameter, detail }) => `${parameter ?? pointer ?? ''}: ${detail}`).join('; '));
  }
}

const mostFaults = 20;

/** Parses a part of a request. Throws InvalidRequest. */
export function parsePart<T>(part: 'parameter' | 'body', schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.slice(0, mostFaults).map(({ path, message }) => ({
    ...(part === 'body'
      ? { pointer: `#${path.map((step) => `/${escape(String(step))}`).join('')}` }
      : { parameter: path.join('.') }),
    detail: message,
  }));
  throw new InvalidRequest(faults);
}

function escape(step: string): string {
  return encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'));
}
